// Several events of a kind in a row are one question.

const PAUSE_MS = 400

const timers = new Map<() => Promise<void>, ReturnType<typeof setTimeout>>()

/** Asks after a pause in which nothing else wanted to. When it fails, the next event or start asks again. */
export function soon(ask: () => Promise<void>): void {
  clearTimeout(timers.get(ask))
  timers.set(ask, setTimeout(() => quietly(ask), PAUSE_MS))
}

/** Asks for what the page does without, where it can't be had. */
export const quietly = (ask: () => Promise<void>): void => void ask().catch(() => undefined)
