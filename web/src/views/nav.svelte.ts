// Where the person is: which channel, which thread, which message. It lives in the address, so that "back" works.

import type { Ts } from '../api/types.ts'

export interface Place {
  channel?: string
  thread?: Ts
  message?: Ts
}

const TS = /^\d+\.\d+$/

/** `#/C1`, `#/C1/t/1.2` (a thread), `#/C1/m/1.2` (a message). */
export function read(hash: string): Place {
  const [, channel, kind, ts] = hash.split('/')
  if (!channel || !/^[A-Z0-9]+$/.test(channel)) return {}
  if (!ts || !TS.test(ts)) return { channel }
  return kind === 't' ? { channel, thread: ts } : kind === 'm' ? { channel, message: ts } : { channel }
}

export function write(place: Place): string {
  if (!place.channel) return '#/'
  if (place.thread) return `#/${place.channel}/t/${place.thread}`
  if (place.message) return `#/${place.channel}/m/${place.message}`
  return `#/${place.channel}`
}

/** The place a link to a message means: `/archives/C1/p1700000000123456`. */
export function fromPermalink(path: string, search = ''): Place | undefined {
  const match = /\/archives\/([A-Z0-9]+)(?:\/p(\d{10,})(\d{6}))?\/?$/.exec(path)
  if (!match?.[1]) return undefined
  const thread = new URLSearchParams(search).get('thread_ts')
  if (thread && TS.test(thread)) return { channel: match[1], thread }
  return match[2] ? { channel: match[1], message: `${match[2]}.${match[3]}` } : { channel: match[1] }
}

const LAST = 'comity.last'

class Nav {
  place = $state.raw<Place>({})

  start(): void {
    const linked = fromPermalink(location.pathname, location.search)
    if (linked) history.replaceState(null, '', `/${write(linked)}`)
    this.place = read(location.hash)
    addEventListener('popstate', () => (this.place = read(location.hash)))
  }

  go(place: Place): void {
    const hash = write(place)
    if (hash !== location.hash) history.pushState(null, '', hash)
    this.place = place
    if (place.channel) localStorage.setItem(LAST, place.channel)
  }

  /** The channel that was open last, for a fresh start. */
  get last(): string | undefined {
    return localStorage.getItem(LAST) ?? undefined
  }
}

export const nav = new Nav()
