// Every field of the server that takes a text of people or programs, and how a text gets there.

import { readFileSync } from 'node:fs'

const plain = (text) => ({ type: 'plain_text', text })
const mrkdwn = (text) => ({ type: 'mrkdwn', text })
const rich = (elements) => ({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] })
const option = (text) => ({ text: plain(text), value: text, description: plain(text) })

/** Blocks by kind: each puts one text wherever the kind has room for it. */
const BLOCKS = {
  header: (text) => ({ type: 'header', text: plain(text.slice(0, 150)) }),
  section: (text) => ({ type: 'section', text: mrkdwn(text) }),
  'section, plain': (text) => ({ type: 'section', text: plain(text) }),
  'section fields': (text) => ({ type: 'section', fields: [mrkdwn(text), plain(text)] }),
  context: (text) => ({ type: 'context', elements: [mrkdwn(text), plain(text)] }),
  'rich text': (text) => rich([{ type: 'text', text }, { type: 'emoji', name: text, unicode: text }, { type: 'user', user_id: text }, { type: 'channel', channel_id: text }, { type: 'usergroup', usergroup_id: text }, { type: 'broadcast', range: text }, { type: 'color', value: text }, { type: 'date', timestamp: 1_700_000_000, format: text, url: text, fallback: text }, { type: 'invented', text }]),
  'rich text link': (text) => rich([{ type: 'link', url: text, text }, { type: 'link', url: text }]),
  'rich text code': (text) => ({ type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }], language: text }, { type: 'rich_text_quote', elements: [{ type: 'text', text }] }, { type: 'rich_text_list', style: 'bullet', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] }] }),
  image: (text) => ({ type: 'image', alt_text: text, title: plain(text), image_url: text }),
  'context image': (text) => ({ type: 'context', elements: [{ type: 'image', alt_text: text, image_url: text }] }),
  button: (text) => ({ type: 'actions', elements: [{ type: 'button', action_id: 'a', text: plain(text.slice(0, 75)), url: text, value: text, accessibility_label: text.slice(0, 75) }] }),
  menus: (text) => ({
    type: 'actions',
    elements: [
      { type: 'static_select', action_id: 'b', placeholder: plain(text), options: [option(text)] },
      { type: 'overflow', action_id: 'c', options: [{ ...option(text), url: text }] },
      { type: 'checkboxes', action_id: 'd', options: [option(text)] },
      { type: 'radio_buttons', action_id: 'e', options: [option(text)] },
      { type: 'datepicker', action_id: 'f', placeholder: plain(text), initial_date: text },
    ],
  }),
  accessory: (text) => ({ type: 'section', text: mrkdwn(text), accessory: { type: 'button', action_id: 'a', text: plain(text.slice(0, 75)), url: text, confirm: { title: plain(text), text: mrkdwn(text), confirm: plain(text), deny: plain(text) } } }),
  input: (text) => ({ type: 'input', label: plain(text), hint: plain(text), element: { type: 'plain_text_input', action_id: 'a', placeholder: plain(text), initial_value: text } }),
  video: (text) => ({ type: 'video', alt_text: text, title: plain(text), title_url: text, description: plain(text), video_url: text, thumbnail_url: text, author_name: text, provider_name: text, provider_icon_url: text }),
  file: (text) => ({ type: 'file', external_id: text, source: 'remote' }),
  table: (text) => ({ type: 'table', rows: [[{ type: 'raw_text', text }, { type: 'rich_text', elements: rich([{ type: 'text', text }]).elements }]] }),
  markdown: (text) => ({ type: 'markdown', text: `${text}\n\n[x](${text}) ![x](${text})` }),
  invented: (text) => ({ type: text, text: mrkdwn(text) }),
}

const attachment = (text) => ({
  color: text, pretext: text, author_name: text, author_link: text, author_icon: text, author_subname: text, title: text, title_link: text, text, fallback: text,
  image_url: text, thumb_url: text, footer: text, footer_icon: text, from_url: text, original_url: text, service_name: text, service_icon: text, channel_name: text, ts: text,
  fields: [{ title: text, value: text, short: true }],
  actions: [{ type: 'button', text, url: text, name: text, value: text }],
})

/** An address that an app shows more of. */
const LINK = 'https://example.org/handbook'

/** What every payload has. */
const HOSTILE = /__hit|xss\.example|_%5Fhit/i

/** How many blocks of the more talkative kinds stay below the largest message. */
const BLOCKS_A_MESSAGE = 25
const ATTACHMENTS_A_MESSAGE = 20
/** Preferences of the client: any value may stand in them, as any program of the person may set it. */
const kept = [...readFileSync(new URL('../../../web/src/model/prefs.ts', import.meta.url), 'utf8').matchAll(/^  (\w+): \[/gm)].map((match) => match[1])
const chunks = (list, size) => Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size))

/**
 * The fields, written into a channel, and into a quiet one where it is not about messages: `most` characters fit, on one `line` or several; `put` writes one text, `all` the whole list. `strict` fields
 * may refuse what is no name or address; the others must take most of it, or the test would test nothing.
 */
export async function fields(server, channel, quiet) {
  const { ada, linus } = server.about.people
  const sent = new Set()
  /** Notes which arguments of which methods a hostile text went into. */
  const note = (method, args) => {
    for (const [name, value] of Object.entries(args)) if (HOSTILE.test(JSON.stringify(value))) sent.add(`${method} ${name}`)
  }
  const as = (handle, method, args) => {
    note(method, args)
    return server.call(handle, method, args)
  }
  const bot = async (method, args) => {
    note(method, args)
    const response = await fetch(`${server.url}/api/${method}`, { method: 'POST', headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${server.about.bot.bot_token}` }, body: JSON.stringify(args) })
    const answer = await response.json()
    if (!answer.ok) throw new Error(`${method}: ${answer.error}`)
    return answer
  }
  const session = await server.session('ada')
  const browser = (method, args) => {
    note(method, args)
    return session(method, args)
  }
  const root = (await as('linus', 'chat.postMessage', { channel, text: 'The root of a hostile thread' })).ts
  const edited = (await as('linus', 'chat.postMessage', { channel, text: 'Edited many times' })).ts
  const group = (await as('ada', 'usergroups.create', { name: 'Night watch', handle: 'night-watch', users: linus.id })).usergroup.id
  const bookmark = (await as('linus', 'bookmarks.add', { channel_id: quiet, title: 'Handbook', type: 'link', link: 'https://example.org' })).bookmark.id
  const app = (await browser('admin.apps.create', { name: 'Night porter', scopes: ['chat:write'] })).app.id
  let joined = 0
  let url
  const join = async (person) => {
    const number = (joined += 1)
    // As many as one link lets in.
    if (number % 100 === 1) url = browser('admin.users.invite', { max_uses: 100 }).then((made) => made.url)
    note('client.acceptInvite', person)
    const answer = await (await server.page('client.acceptInvite', { invite: await url, name: `newcomer-${number}`, email: `newcomer-${number}@example.org`, real_name: 'Newcomer', password: 'correct horse battery', ...person })).json()
    if (!answer.ok) throw new Error(`client.acceptInvite: ${answer.error}`)
  }
  const later = () => Math.floor(Date.now() / 1000) + 86_400
  const profile = (name, most) => ({ name: `profile: ${name}`, most, line: true, put: (text) => as('linus', 'users.profile.set', { profile: { [name]: text } }) })
  const own = (await bot('chat.postMessage', { channel, text: 'Changed many times' })).ts
  const linked = (await as('linus', 'chat.postMessage', { channel, text: `See ${LINK}` })).ts
  await browser('admin.emoji.add', { name: 'made', url: 'https://example.org/made.png' })
  /** What else a method wants that sends a message. */
  const where = (method) => ({ channel, ...(method === 'chat.update' && { ts: own }), ...(method === 'chat.postEphemeral' && { user: ada.id }), ...(method === 'chat.scheduleMessage' && { post_at: later() }) })
  const blocks = Object.entries(BLOCKS).map(([kind, block]) => ({
    name: `block: ${kind}`,
    strict: true,
    all: async (list, tried) => {
      for (const some of chunks(list, BLOCKS_A_MESSAGE)) await tried(some.length, () => bot('chat.postMessage', { channel, text: 'blocks', blocks: some.map(block) }))
    },
  }))
  return {
    root,
    sent,
    list: [
      { name: 'message', most: 4_000, put: (text) => as('linus', 'chat.postMessage', { channel, text }) },
      { name: 'edited message', most: 4_000, put: (text) => as('linus', 'chat.update', { channel, ts: edited, text }) },
      { name: 'thread', most: 4_000, put: (text) => as('linus', 'chat.postMessage', { channel, thread_ts: root, text }) },
      { name: 'line of doing', most: 1_000, put: (text) => as('linus', 'chat.meMessage', { channel, text }) },
      { name: 'for one person', most: 4_000, put: (text) => bot('chat.postEphemeral', { channel, user: ada.id, text }) },
      { name: 'scheduled message', most: 4_000, put: (text) => as('ada', 'chat.scheduleMessage', { channel, text, post_at: later() }) },
      { name: 'draft', most: 10_000, put: (text) => browser('drafts.set', { channel, text }) },
      { name: 'reminder', most: 3_000, put: (text) => as('ada', 'reminders.add', { text, time: later() }) },
      { name: 'topic', most: 250, put: (topic) => as('linus', 'conversations.setTopic', { channel: quiet, topic }) },
      { name: 'purpose', most: 250, put: (purpose) => as('linus', 'conversations.setPurpose', { channel: quiet, purpose }) },
      { name: 'channel name', most: 80, strict: true, put: (name) => as('ada', 'conversations.create', { name }) },
      { ...profile('display_name', 80), strict: true },
      { ...profile('real_name', 80), strict: true },
      profile('title', 250),
      profile('status_text', 100),
      profile('pronouns', 250),
      profile('phone', 250),
      { ...profile('status_emoji', 80), strict: true },
      { name: 'bookmark title', most: 250, put: (title) => as('linus', 'bookmarks.edit', { channel_id: quiet, bookmark_id: bookmark, title }) },
      { name: 'bookmark link', addresses: true, most: 250, strict: true, put: (link) => as('linus', 'bookmarks.edit', { channel_id: quiet, bookmark_id: bookmark, link }) },
      { name: 'group name', most: 80, put: (name) => as('ada', 'usergroups.update', { usergroup: group, name }) },
      { name: 'group handle', most: 80, strict: true, put: (handle) => as('ada', 'usergroups.update', { usergroup: group, handle }) },
      { name: 'group description', most: 140, put: (description) => as('ada', 'usergroups.update', { usergroup: group, description }) },
      { name: 'emoji name', most: 80, strict: true, put: (name) => browser('admin.emoji.add', { name, url: 'https://example.org/a.png' }) },
      { name: 'emoji address', addresses: true, most: 250, strict: true, put: (url) => browser('admin.emoji.add', { name: `hostile-${Math.random().toString(36).slice(2)}`, url }) },
      { name: 'reaction', most: 80, strict: true, put: (name) => as('linus', 'reactions.add', { channel, timestamp: root, name }) },
      { name: 'bot name', most: 200, line: true, put: (username) => bot('chat.postMessage', { channel, text: 'From a disguised bot', username, icon_url: username, icon_emoji: username }) },
      ...kept.map((name) => ({ name: `preference: ${name}`, most: 250, put: (value) => browser('users.prefs.set', { prefs: { [name]: value } }) })),
      { name: 'section name', most: 40, put: (name) => browser('users.prefs.set', { prefs: { sidebar: { own: { [`own-${name}`]: name }, order: [`own-${name}`, name], of: { [quiet]: `own-${name}` }, folded: [name] } } }) },
      { name: 'workspace name', most: 200, line: true, put: (name) => browser('admin.teams.settings.setName', { name }) },
      { name: 'workspace domain', most: 63, strict: true, put: (domain) => browser('admin.teams.settings.setDomain', { domain }) },
      { name: 'channel name, by an administrator', most: 80, strict: true, put: (name) => browser('admin.conversations.rename', { channel_id: quiet, name }) },
      { name: 'app name', most: 80, line: true, put: async (name) => void (await browser('admin.apps.create', { name, scopes: ['chat:write'] })) },
      { name: 'webhook name', most: 256, line: true, put: (name) => browser('admin.webhooks.create', { app_id: app, channel_id: quiet, name }) },
      { name: 'invited address', most: 250, strict: true, put: (email) => browser('admin.users.invite', { email }) },
      { name: 'name of who joins', most: 80, strict: true, put: (real_name) => join({ real_name, display_name: real_name }) },
      { name: 'handle of who joins', most: 80, strict: true, put: (name) => join({ name }) },
      { name: 'name of a browser', most: 250, line: true, strict: true, put: (agent) => server.session('ada', { 'user-agent': agent }) },
      { name: 'webhook', most: 4_000, put: async (text) => void (await fetch(server.about.bot.webhook, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text, username: text.slice(0, 80), attachments: [attachment(text.slice(0, 200))] }) })) },
      ...['chat.postMessage', 'chat.update', 'chat.postEphemeral', 'chat.scheduleMessage'].map((method) => ({
        name: `markdown: ${method}`,
        most: 4_000,
        put: (markdown_text) => bot(method, { ...where(method), markdown_text, text: undefined, client_msg_id: markdown_text.slice(0, 60), metadata: { event_type: 'hostile', event_payload: { markdown_text } } }),
      })),
      ...['chat.update', 'chat.postEphemeral', 'chat.scheduleMessage'].map((method) => ({
        name: `blocks: ${method}`,
        most: 2_900,
        put: (text) => bot(method, { ...where(method), text: 'blocks', blocks: [BLOCKS.section(text), BLOCKS.header(text)], attachments: [attachment(text.slice(0, 200))], ...(method === 'chat.update' ? {} : { username: text.slice(0, 200), icon_url: text.slice(0, 200), icon_emoji: text.slice(0, 80) }) }),
      })),
      { name: 'unfurl', most: 200, put: (text) => bot('chat.unfurl', { channel, ts: linked, unfurls: { [LINK]: attachment(text) } }) },
      { name: 'new bookmark', most: 200, strict: true, put: (title) => as('linus', 'bookmarks.add', { channel_id: quiet, title, link: `https://example.org/${title}`, emoji: title.slice(0, 60), type: 'link' }) },
      { name: 'bookmark emoji', most: 80, strict: true, put: (emoji) => as('linus', 'bookmarks.edit', { channel_id: quiet, bookmark_id: bookmark, emoji }) },
      { name: 'new group', most: 80, strict: true, put: (name) => as('ada', 'usergroups.create', { name, handle: name, description: name }) },
      { name: 'other name of an emoji', most: 80, strict: true, put: (alias_for) => browser('admin.emoji.addAlias', { name: alias_for, alias_for }) },
      { name: 'emoji of a member', most: 80, strict: true, put: (alias_for) => browser('client.emoji.add', { name: alias_for, alias_for }) },
      { name: 'new name of an emoji', most: 80, strict: true, put: (new_name) => browser('admin.emoji.rename', { name: 'made', new_name }) },
      { name: 'channel name, by a member', most: 80, strict: true, put: (name) => as('linus', 'conversations.rename', { channel: quiet, name }) },
      { name: 'time zone', most: 60, strict: true, put: (tz) => browser('client.setTimezone', { tz, tz_offset: 0 }) },
      { name: 'view', most: 2_900, put: (text) => bot('views.publish', { user_id: ada.id, view: { type: 'home', private_metadata: text, callback_id: text.slice(0, 200), blocks: [BLOCKS.section(text)] } }) },
      ...blocks,
      {
        name: 'attachment',
        all: async (list, tried) => {
          for (const some of chunks(list, ATTACHMENTS_A_MESSAGE)) await tried(some.length, () => bot('chat.postMessage', { channel, text: '', attachments: some.map(attachment) }))
        },
      },
    ],
  }
}
