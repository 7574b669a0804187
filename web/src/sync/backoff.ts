// How long to wait before the next try: twice as long each time, up to a limit, and never all clients at once.

const FIRST_MS = 500
const MOST_MS = 30_000

/** The wait before try number `attempt` (from 0), with `random` in [0, 1). */
export function backoff(attempt: number, random: number): number {
  const full = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempt, 16))
  return full / 2 + (full / 2) * random
}
