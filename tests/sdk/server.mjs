// Starts the real binary on an empty directory and hands out what `comity demo --json` prints.

import { spawn } from 'node:child_process';
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const binary = process.env.COMITY_BIN ?? join(root, 'target/debug/comity');

for (const name of Object.keys(process.env)) {
  if (/^(https?|all)_proxy$/i.test(name)) delete process.env[name];
}

/** Starts a demo workspace. `settings` are environment overrides: `{ LIMITS__RATE_LIMITS: 'false' }`. */
export async function start(settings = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'comity-sdk-'));
  const log = join(directory, 'log');
  const stderr = openSync(log, 'w');
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('COMITY_')));
  for (const [name, value] of Object.entries(settings)) env[`COMITY_${name}`] = value;
  const child = spawn(binary, ['demo', '--data-dir', join(directory, 'data'), '--listen', '127.0.0.1:0', '--json'], {
    env,
    stdio: ['ignore', 'pipe', stderr],
  });
  closeSync(stderr);
  const lines = createInterface({ input: child.stdout });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`comity demo ended with ${code}:\n${readFileSync(log, 'utf8')}`);
  });
  ended.catch(() => {});
  const [line] = await Promise.race([once(lines, 'line'), ended]);
  const about = JSON.parse(line);
  return {
    ...about,
    api: `${about.url}/api/`,
    async stop() {
      lines.close();
      if (child.exitCode === null) {
        const gone = once(child, 'exit');
        child.kill('SIGTERM');
        await gone;
      }
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Waits until `check` gives something true, and returns it. */
export async function eventually(what, check, seconds = 10) {
  const until = Date.now() + seconds * 1000;
  while (Date.now() < until) {
    const found = await check();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`not within ${seconds} s: ${what}`);
}
