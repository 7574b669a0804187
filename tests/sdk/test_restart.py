"""What was acknowledged is there after a restart, and after a SIGKILL in the middle of posting: once, in order."""

import signal
import threading
import unittest

from slack_sdk import WebClient

from server import Server


class Restart(unittest.TestCase):
    def setUp(self):
        self.server = Server(LIMITS__RATE_LIMITS="false")
        self.addCleanup(self.server.stop)

    def ada(self):
        return WebClient(token=self.server.people["ada"]["token"], base_url=self.server.api)

    def history(self, channel):
        pages = self.ada().conversations_history(channel=channel, limit=200)
        return [m["ts"] for page in pages for m in page["messages"]][::-1]

    def test_a_restart_keeps_everything(self):
        general = self.server.channels["general"]
        ts = self.ada().chat_postMessage(channel=general, text="before the restart")["ts"]
        before = self.history(general)
        self.assertEqual(before[-1], ts)
        self.server.end()
        self.server.start()
        self.assertEqual(self.history(general), before)
        self.assertEqual(self.server.channels["general"], general)

    def test_a_kill_while_posting_loses_nothing_acknowledged(self):
        general = self.server.channels["general"]
        acknowledged = []
        for _ in range(5):
            goal = len(acknowledged) + 20
            enough = threading.Event()
            clients = [threading.Thread(target=self.post, args=(general, acknowledged, goal, enough)) for _ in range(4)]
            for client in clients:
                client.start()
            self.assertTrue(enough.wait(20))
            self.server.end(signal.SIGKILL)
            for client in clients:
                client.join(20)
            self.server.start()
            history = self.history(general)
            self.assertEqual(len(history), len(set(history)), "no message twice")
            self.assertEqual(sorted(history, key=lambda ts: tuple(map(int, ts.split(".")))), history, "in order")
            self.assertEqual(set(acknowledged) - set(history), set(), "acknowledged, but gone")

    def post(self, channel, acknowledged, goal, enough):
        client = self.ada()
        try:
            while True:
                acknowledged.append(client.chat_postMessage(channel=channel, text="is this on disk?")["ts"])
                if len(acknowledged) >= goal:
                    enough.set()
        except Exception:
            # The server was killed, as it should be. What was not acknowledged may be there or not.
            return


if __name__ == "__main__":
    unittest.main()
