// Every argument of the API that a text can stand in, read from its own document, and why some need no hostile text.

import { readFileSync } from 'node:fs'

const { paths, components } = JSON.parse(readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8'))

const resolved = (schema) => (schema?.$ref ? components.schemas[schema.$ref.split('/').at(-1)] : schema)
/** Numbers and truths hold no text, and what has a pattern or a list of values is refused unless it fits. */
const holdsText = (schema) => !['integer', 'number', 'boolean'].includes(schema.type) && !schema.pattern && !schema.enum && schema.const === undefined

/** `method argument` of all of them. */
export const textArguments = () =>
  Object.entries(paths).flatMap(([path, ways]) => {
    const method = path.slice(path.lastIndexOf('/') + 1)
    const properties = Object.values(ways).flatMap((way) => Object.values(way.requestBody?.content ?? {}).flatMap(({ schema }) => Object.entries(resolved(schema).properties ?? {})))
    return [...new Set(properties.filter(([, schema]) => holdsText(resolved(schema))).map(([name]) => `${method} ${name}`))]
  })

const because = (reason, ...names) => Object.fromEntries(names.map((name) => [name, reason]))

/** Arguments by name, of all methods or of one, with the reason why nobody reads what stands in them. */
export const EXCUSED = {
  ...because('it is only compared with what is there, and never shown', 'cursor', 'types', 'search_channel_types', 'trigger_id', 'interactivity_pointer', 'hash', 'external_id', 'team.info domain', 'users.lookupByEmail email', 'stars.add file', 'stars.remove file', 'admin.tokens.revoke token_id', 'admin.users.session.invalidate session_id', 'client.sessions.revoke session', 'admin.emoji.remove name', 'client.emoji.remove name', 'admin.emoji.rename name', 'reactions.remove name', 'admin.conversations.search query'),
  ...because('it is a list of ids', 'users', 'channels', 'channel_ids', 'channel'),
  ...because('it is a name of a preference or a scope, of which the server knows each', 'scopes', 'scope', 'user_scope', 'users.prefs.set name', 'users.profile.set name'),
  ...because('it is a secret: kept as a hash or not at all', 'password', 'old_password', 'new_password', 'invite', 'client_secret', 'code', 'code_verifier', 'code_challenge', 'grant_type', 'admin.keys.addSlot passphrase'),
  ...because('it is a public key, parsed and shown to nobody', 'admin.keys.addSlot recipient'),
  ...because('it goes back to the program that sent it, which is no page', 'state', 'redirect_uri', 'api.test error'),
  ...because('`users.profile.set profile` and `users.prefs.set prefs` keep the same by the same code', 'users.profile.set value', 'users.prefs.set value'),
  ...because('it is read as a moment or a rule, and only that is kept', 'reminders.add time', 'reminders.add recurrence'),
  ...because('it is one word, `link`', 'bookmarks.add type'),
  ...because('it is a picture, told by its bytes', 'image'),
  ...because('it is shown to nobody but who signs in or joins with it', 'client.login email', 'client.acceptInvite email'),
  ...because('`drafts.set` keeps the same by the same code', 'chat.deleteScheduledMessage draft'),
  ...because('`views.publish` keeps the same by the same code', 'views.open view', 'views.push view', 'views.update view'),
}

export const matches = (excused, text) => excused === text || text.endsWith(` ${excused}`)
export const excuse = (text) => Object.keys(EXCUSED).some((one) => matches(one, text))
