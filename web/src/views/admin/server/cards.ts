// What the page on health shows of the server, and how it stands, worst first.

import type { Health } from '../../../api/types.ts'

/** In the order of urgency. */
export const STATES = ['affected', 'attention', 'unknown', 'well'] as const
export type State = (typeof STATES)[number]

export interface Card {
  name: 'data' | 'disk' | 'keys' | 'connection' | 'work' | 'page'
  state: State
  /** What somebody should see to. */
  codes: string[]
}

/** What each card is about, by the codes of warnings; and those by which people are affected already. */
const ABOUT: Record<Card['name'], string[]> = {
  data: ['store_stopped', 'records_damaged'],
  disk: ['disk_low'],
  keys: ['keys_sealed', 'one_key', 'key_beside_data'],
  connection: ['not_encrypted', 'proxy_not_trusted'],
  work: ['jobs_failing'],
  page: ['reports'],
}
const AFFECTING = ['store_stopped', 'records_damaged', 'keys_sealed']

/** Shares of the disk below which somebody should see to it, and below which it is urgent. */
const DISK_LOW = 0.15
const DISK_FULL = 0.05

/** How much of the disk is free, from 0 to 1; nothing where it is not known. */
export function freeShare({ store }: Health): number | undefined {
  const { free_bytes, disk_bytes } = store
  return free_bytes === null || !disk_bytes ? undefined : free_bytes / disk_bytes
}

function stateOf(name: Card['name'], codes: string[], health: Health): State {
  const share = freeShare(health)
  if (codes.some((code) => AFFECTING.includes(code)) || (name === 'disk' && share !== undefined && share < DISK_FULL)) return 'affected'
  if (codes.length) return 'attention'
  return (name === 'disk' && share === undefined) || (name === 'keys' && health.keys.slots === null) ? 'unknown' : 'well'
}

export function cards(health: Health): Card[] {
  const warned = (name: Card['name'], code: string): boolean =>
    health.warnings.includes(code) || (name === 'disk' && (freeShare(health) ?? 1) < DISK_LOW)
  const names = Object.keys(ABOUT) as Card['name'][]
  const all = names.map((name) => {
    const codes = ABOUT[name].filter((code) => warned(name, code))
    return { name, codes, state: stateOf(name, codes, health) }
  })
  // A warning that this client does not know yet belongs to the data, rather than to nobody.
  const known = Object.values(ABOUT).flat()
  const others = health.warnings.filter((code) => !known.includes(code))
  if (all[0] && others.length) all[0] = { ...all[0], codes: [...all[0].codes, ...others], state: all[0].state === 'well' ? 'attention' : all[0].state }
  return all.sort((a, b) => STATES.indexOf(a.state) - STATES.indexOf(b.state))
}

/** How many things somebody should see to. */
export const needs = (health: Health): number => cards(health).reduce((sum, card) => sum + card.codes.length, 0)
