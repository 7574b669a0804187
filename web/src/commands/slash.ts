// What one may type after a slash, in one table. A command says what went wrong as an error code; its text then stays.

import { call, codeOf, read } from '../api/http.ts'
import type { Arguments, Method, Ts } from '../api/types.ts'
import * as change from '../model/change.ts'
import { model } from '../model/state.svelte.ts'
import { join, leave, openDirect, setPreference } from './channels.ts'
import { outbox } from './outbox.ts'

export interface Scene {
  channel: string
  thread_ts?: Ts
  /** What stands after the command, as it was typed. */
  rest: string
  /** The same as the server wants it: names turned into ids. */
  sent: string
}

/** What became of it: where to go, what to say, or why not. */
export interface Outcome {
  go?: string
  said?: 'slash.did' | 'slash.reminded' | 'slash.invited'
  code?: string
}

export interface Slash {
  name: string
  also?: string[]
  /** The key of what it takes, and of what it does. */
  takes?: 'slash.takes.text' | 'slash.takes.people' | 'slash.takes.channel' | 'slash.takes.message' | 'slash.takes.time' | 'slash.takes.remind' | 'slash.takes.status'
  help: `slash.${string}`
  /** Whether it means nothing without what it takes. */
  needs?: boolean
  /** Asked before it is done. */
  confirm?: boolean
  run: (scene: Scene) => Promise<Outcome>
}

const PERSON = /<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g
const people = (sent: string): string[] => [...sent.matchAll(PERSON)].map((match) => match[1] ?? '')
const channelIn = (sent: string): string | undefined => /<#([CG][A-Z0-9]+)/.exec(sent)?.[1]

const ask = async <M extends Method>(method: M, args: Arguments<M>, said?: Outcome['said']): Promise<Outcome> => {
  await call(method, args)
  return said ? { said } : {}
}

/** Says something as if it had been typed. */
function say({ channel, thread_ts }: Scene, text: string): Outcome {
  outbox.send({ channel, text, ...(thread_ts && { thread_ts }) })
  return {}
}

/** The channel that is named: one that is known, or one that could be joined. */
async function named(scene: Scene): Promise<string | undefined> {
  const known = channelIn(scene.sent)
  if (known) return known
  const wanted = scene.rest.replace(/^#/, '').trim()
  let cursor: string | undefined
  do {
    const answer = await read('conversations.list', { types: ['public_channel'], exclude_archived: true, limit: 200, ...(cursor && { cursor }) })
    const found = answer.channels.find((channel) => channel.name === wanted)
    if (found) return found.id
    cursor = answer.response_metadata.next_cursor || undefined
  } while (cursor)
  return undefined
}

async function goTo(scene: Scene): Promise<Outcome> {
  const [person] = people(scene.sent)
  const go = person ? await openDirect(person) : await named(scene)
  if (!go) return { code: person ? 'user_not_found' : 'channel_not_found' }
  if (!person && model.channels.get(go)?.is_member !== true) await join(go)
  return { go }
}

/** `/msg @ada text` and `/msg #general text`. */
async function message(scene: Scene): Promise<Outcome> {
  const [person] = people(scene.sent)
  const channel = person ? await openDirect(person) : channelIn(scene.sent)
  if (!channel) return { code: person ? 'user_not_found' : 'slash_whom' }
  const text = scene.sent.replace(/^\s*<[@#][^>]*>\s*/, '')
  if (text) outbox.send({ channel, text })
  return { go: channel }
}

async function each(scene: Scene, work: (user: string) => Promise<unknown>, said: Outcome['said']): Promise<Outcome> {
  const all = people(scene.sent)
  if (!all.length) return { code: 'slash_whom' }
  for (const user of all) await work(user)
  return { said }
}

async function toggle({ channel }: Scene, name: 'muted' | 'starred'): Promise<Outcome> {
  const now = model.channels.get(channel)
  await setPreference(channel, name === 'muted' ? { muted: !now?.is_muted } : { starred: !now?.is_starred })
  return { said: 'slash.did' }
}

async function status({ rest }: Scene): Promise<Outcome> {
  const [, emoji = '', text = ''] = /^(:[^\s:]+(?:::skin-tone-\d)?:)?\s*(.*)$/s.exec(rest === 'clear' ? '' : rest) ?? []
  const profile = { status_emoji: emoji || (text ? ':speech_balloon:' : ''), status_text: text, status_expiration: 0 }
  return ask('users.profile.set', { profile }, 'slash.did')
}

const SPANS_MIN: [RegExp, number][] = [[/^m|^$/, 1], [/^h|^st/, 60], [/^[dtj]/, 24 * 60]]

/** "30 minutes", "2 h", "1 Tag": how many minutes, or nothing. */
export function minutes(said: string): number | undefined {
  const match = /^(?:for\s+)?(\d{1,4})\s*(\p{L}*)$/iu.exec(said.trim())
  const unit = SPANS_MIN.find(([name]) => name.test(match?.[2]?.toLowerCase() ?? '-'))
  return match && unit ? Number(match[1]) * unit[1] : undefined
}

/** How long nothing is told when no time is given. */
const QUIET_MIN = 60

async function quiet({ rest }: Scene): Promise<Outcome> {
  if (/^(off|aus|fin|end)$/i.test(rest.trim())) return ask('dnd.endDnd', {}, 'slash.did')
  const num_minutes = rest.trim() ? minutes(rest) : QUIET_MIN
  return num_minutes ? ask('dnd.setSnooze', { num_minutes }, 'slash.did') : { code: 'slash_when' }
}

const TIMED =
  /^(me|<@[UW][A-Z0-9]+(?:\|[^>]*)?>)?\s*(?:to\s|that\s|:)?\s*(.+?)\s+((?:in\s+(?:\d|an?\s)|at\s+\d|today\b|tomorrow\b|next\s|on\s+(?:\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day))[^]*)$/is

/** "me to call Grace in 2 hours": the time begins with words such as the server reads them. */
export function reminder(rest: string): { whom: string; text: string; time: string } | undefined {
  const match = TIMED.exec(rest.trim())
  const [, whom = 'me', text = '', time = ''] = match ?? []
  return match ? { whom, text: text.replace(/^["“«]\s*|\s*["”»]$/g, ''), time } : undefined
}

async function remind({ sent }: Scene): Promise<Outcome> {
  const found = reminder(sent)
  if (!found) return { code: 'slash_remind' }
  const [user] = people(found.whom)
  return ask('reminders.add', { text: found.text, time: found.time, ...(user && { user }) }, 'slash.reminded')
}

export const SLASHES: Slash[] = [
  { name: 'me', takes: 'slash.takes.text', help: 'slash.me', needs: true, run: ({ channel, sent }) => ask('chat.meMessage', { channel, text: sent }) },
  { name: 'msg', also: ['dm'], takes: 'slash.takes.message', help: 'slash.msg', needs: true, run: message },
  { name: 'open', also: ['join'], takes: 'slash.takes.channel', help: 'slash.open', needs: true, run: goTo },
  { name: 'leave', also: ['part', 'close'], help: 'slash.leave', run: async ({ channel }) => {
    const { is_im, is_mpim } = model.channels.get(channel) ?? {}
    if (!is_im && !is_mpim) await leave(channel)
    else {
      await call('conversations.close', { channel })
      change.editChannel(model, channel, { is_open: false })
    }
    return {}
  } },
  { name: 'invite', takes: 'slash.takes.people', help: 'slash.invite', needs: true, run: (scene) => each(scene, (user) => call('conversations.invite', { channel: channelIn(scene.sent) ?? scene.channel, users: [user] }), 'slash.invited') },
  { name: 'remove', also: ['kick'], takes: 'slash.takes.people', help: 'slash.remove', needs: true, run: (scene) => each(scene, (user) => call('conversations.kick', { channel: scene.channel, user }), 'slash.did') },
  { name: 'topic', takes: 'slash.takes.text', help: 'slash.topic', run: ({ channel, rest }) => ask('conversations.setTopic', { channel, topic: rest }, 'slash.did') },
  { name: 'purpose', takes: 'slash.takes.text', help: 'slash.purpose', run: ({ channel, rest }) => ask('conversations.setPurpose', { channel, purpose: rest }, 'slash.did') },
  { name: 'rename', takes: 'slash.takes.text', help: 'slash.rename', needs: true, run: ({ channel, rest }) => ask('conversations.rename', { channel, name: rest.trim() }, 'slash.did') },
  { name: 'archive', help: 'slash.archive', confirm: true, run: ({ channel }) => ask('conversations.archive', { channel }) },
  { name: 'mute', help: 'slash.mute', run: (scene) => toggle(scene, 'muted') },
  { name: 'star', help: 'slash.star', run: (scene) => toggle(scene, 'starred') },
  { name: 'status', takes: 'slash.takes.status', help: 'slash.status', run: status },
  { name: 'away', help: 'slash.away', run: () => ask('users.setPresence', { presence: 'away' }, 'slash.did') },
  { name: 'active', help: 'slash.active', run: () => ask('users.setPresence', { presence: 'auto' }, 'slash.did') },
  { name: 'dnd', takes: 'slash.takes.time', help: 'slash.dnd', run: quiet },
  { name: 'remind', takes: 'slash.takes.remind', help: 'slash.remind', needs: true, run: remind },
  { name: 'shrug', takes: 'slash.takes.text', help: 'slash.shrug', run: async (scene) => say(scene, `${scene.sent} ¯\\_(ツ)_/¯`.trim()) },
  { name: 'collapse', help: 'slash.collapse', run: async () => (change.fold(model, true), { said: 'slash.did' }) },
  { name: 'expand', help: 'slash.expand', run: async () => (change.fold(model, false), { said: 'slash.did' }) },
]

/** The command a text begins with. A path such as `/etc/hosts` is none. */
export const slashIn = (text: string): { name: string; rest: string } | undefined => {
  const match = /^\/([\p{L}][\p{L}\d_-]{0,30})(?:\s+([^]*))?$/u.exec(text)
  return match ? { name: (match[1] ?? '').toLowerCase(), rest: (match[2] ?? '').trim() } : undefined
}

export const slashNamed = (name: string): Slash | undefined => SLASHES.find((slash) => slash.name === name || slash.also?.includes(name))

/** Runs one; what the server refuses comes back as its code. */
export async function runSlash(slash: Slash, scene: Scene): Promise<Outcome> {
  if (slash.needs && !scene.rest) return { code: 'slash_needs' }
  try {
    return await slash.run(scene)
  } catch (error) {
    return { code: codeOf(error) }
  }
}
