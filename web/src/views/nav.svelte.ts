// Where the person is: what stands in the middle, and what beside it. It lives in the address, so that "back" works.

import type { Ts } from '../api/types.ts'
import { visited } from '../commands/recent.ts'
import { closing, opening } from './focus.ts'

export interface Place {
  /** A view of its own in the middle instead of a channel: `threads`, `admin.people`. */
  view?: string
  channel?: string
  message?: Ts
  /** At the right stands one of these, or nothing. */
  thread?: Ts
  /** The channel of that thread, while a view stands in the middle. */
  within?: string
  person?: string
  details?: boolean
  /** Which page of the details: `members`. */
  page?: string
}

const TS = /^\d+\.\d+$/
const ID = /^[A-Z][A-Z0-9]+$/
const PAGE = /^[a-z]+$/
const VIEW = /^[a-z]+(\.[a-z]+)*$/

/**
 * `#/C1` or `#/threads`, and behind it `/t/1.2` (a thread), `/m/1.2` (a message), `/u/U1` (a person), `/d` (details)
 * or `/d/members` (one page of them).
 * Beside a view a thread names its channel: `#/threads/t/C1/1.2`.
 */
export function read(hash: string): Place {
  const [, main = '', kind, what = '', more = ''] = hash.split('/')
  const place: Place = ID.test(main) ? { channel: main } : VIEW.test(main) ? { view: main } : {}
  if (kind === 'u' && ID.test(what)) return { ...place, person: what }
  if (place.view && kind === 't' && ID.test(what) && TS.test(more)) return { ...place, within: what, thread: more }
  if (!place.channel) return place
  if (kind === 'd') return { ...place, details: true, ...(PAGE.test(what) && { page: what }) }
  if (!TS.test(what)) return place
  return kind === 't' ? { ...place, thread: what } : kind === 'm' ? { ...place, message: what } : place
}

export function write(place: Place): string {
  const main = `#/${place.channel ?? place.view ?? ''}`
  if (place.person) return `${main}/u/${place.person}`
  if (place.view && place.within && place.thread) return `${main}/t/${place.within}/${place.thread}`
  if (!place.channel) return main
  if (place.thread) return `${main}/t/${place.thread}`
  if (place.message) return `${main}/m/${place.message}`
  return place.details ? `${main}/d${place.page ? `/${place.page}` : ''}` : main
}

/** A link that lets somebody in. Its secret stands in the fragment, which a browser sends nowhere. */
export interface Invite {
  to: 'join' | 'password'
  secret: string
}

/** `#/join/…` or `#/password/…`. */
export function readInvite(hash: string): Invite | undefined {
  const match = /^#\/(join|password)\/([^/]+)$/.exec(hash)
  return match?.[2] ? { to: match[1] as Invite['to'], secret: match[2] } : undefined
}

/** The place a link to a message means: `/archives/C1/p1700000000123456`. */
export function fromPermalink(path: string, search = ''): Place | undefined {
  const match = /\/archives\/([A-Z0-9]+)(?:\/p(\d{10,})(\d{6}))?\/?$/.exec(path)
  if (!match?.[1]) return undefined
  const thread = new URLSearchParams(search).get('thread_ts')
  if (thread && TS.test(thread)) return { channel: match[1], thread }
  return match[2] ? { channel: match[1], message: `${match[2]}.${match[3]}` } : { channel: match[1] }
}

class Nav {
  place = $state.raw<Place>({})
  /** How often a conversation was gone to, be it the one that is shown already. */
  visits = $state(0)
  /** How many entries of the history ago something else stood at the right than stands there now; none if nothing did. */
  stacked = $state(0)
  /** The link somebody came with; it stands before everything else. */
  invite = $state.raw<Invite | undefined>()

  start(): void {
    const linked = fromPermalink(location.pathname, location.search)
    if (linked) history.replaceState(null, '', `/${write(linked)}`)
    this.arrive()
    addEventListener('popstate', () => this.arrive())
  }

  private arrive(): void {
    this.invite = readInvite(location.hash)
    this.place = this.invite ? {} : read(location.hash)
    this.stacked = Number((history.state as { stacked?: number } | null)?.stacked ?? 0)
    this.visit()
  }

  /** A channel with nothing beside it is opened to be written in. */
  private visit(): void {
    const { channel, thread, person, details } = this.place
    if (!channel || thread || person || details) return
    opening('#channel')
    this.visits += 1
  }

  /** Lets go of the link somebody came with: it is used up, and stays in no history. */
  enter(): void {
    history.replaceState(null, '', '/')
    this.arrive()
  }

  go(place: Place): void {
    const hash = write(place)
    if (hash !== location.hash) {
      const [before, after] = [this.side(this.place), this.side(place)]
      const within = place.channel === this.place.channel && place.view === this.place.view
      // From page to page of one thing, what it was opened from stays below it.
      const below = before === after ? this.stacked && this.stacked + 1 : 1
      this.stacked = within && before && after ? below : 0
      history.pushState({ stacked: this.stacked }, '', hash)
    }
    this.place = place
    if (place.channel) visited(place.channel)
    this.visit()
  }

  /** Opens a thread beside what stands in the middle: its channel, or a view. */
  openThread(channel: string, thread: Ts): void {
    const { view } = this.place
    this.go(view ? { view, within: channel, thread } : { channel, thread })
  }

  /** Shows a person at the right, beside what stands in the middle. */
  person(id: string): void {
    const { channel, view } = this.place
    this.go({ ...(channel ? { channel } : view ? { view } : {}), person: id })
  }

  /** What stands at the right: pages of the details are one thing, which has a way back of its own. */
  private side({ thread, person, details }: Place): string | undefined {
    return thread ?? person ?? (details ? 'details' : undefined)
  }

  /** Back to what stood at the right before. */
  unstack(): void {
    if (this.stacked) history.go(-this.stacked)
    else this.closeSide()
  }

  /** Closes what stands at the right. */
  closeSide(): void {
    const { channel, view } = this.place
    this.go(channel ? { channel } : view ? { view } : {})
    // What opened it gets the focus back; the conversation was there all the time.
    closing()
  }
}

export const nav = new Nav()
