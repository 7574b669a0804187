"""Starts the real binary on an empty directory and hands out what `comity demo --json` prints."""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("COMITY_BIN", str(ROOT / "target/debug/comity"))

# slack_sdk sends even loopback requests through a proxy it finds here.
for name in list(os.environ):
    if name.lower() in ("http_proxy", "https_proxy", "all_proxy"):
        del os.environ[name]


class Server:
    """A demo workspace that lives as long as this object's `with` block, or until `stop`."""

    def __init__(self, **settings):
        """`settings` are environment overrides: `LIMITS__RATE_LIMITS="false"`."""
        self.directory = tempfile.mkdtemp(prefix="comity-sdk-")
        self.log = open(os.path.join(self.directory, "log"), "w+", encoding="utf-8")
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("COMITY_")}
        self.environment |= {f"COMITY_{k}": v for k, v in settings.items()}
        self.start()

    def start(self):
        """Starts the server on the same data as before, at an address of its own."""
        data = os.path.join(self.directory, "data")
        command = [BINARY, "demo", "--data-dir", data, "--listen", "127.0.0.1:0", "--json"]
        self.process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=self.log,
            stdin=subprocess.DEVNULL,
            env=self.environment,
            text=True,
        )
        line = self.process.stdout.readline()
        if not line:
            self.process.wait(10)
            self.log.seek(0)
            raise RuntimeError(f"{' '.join(command)} ended with {self.process.returncode}:\n{self.log.read()}")
        self.__dict__.update(json.loads(line))
        self.api = f"{self.url}/api/"

    def end(self, how=signal.SIGTERM):
        """Ends the process; what is on disk stays."""
        self.process.send_signal(how)
        try:
            self.process.wait(15)
        finally:
            self.process.kill()
            self.process.stdout.close()

    def stop(self):
        self.end()
        self.log.close()
        shutil.rmtree(self.directory, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def eventually(what, check, seconds=10.0):
    """Waits until `check` gives something true, and returns it; fails with `what` when it does not."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = check()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"not within {seconds} s: {what}")
