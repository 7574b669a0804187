import { expect, test } from 'vitest'

import type { Channel, User } from '../api/types.ts'
import { Model } from './state.svelte.ts'
import { suggestions } from './suggestions.ts'

const ada: Partial<User> = { id: 'U1', name: 'ada' }

/** The workspace as somebody sees it. */
function seen(self: Partial<User>, others: Partial<User>[], channels: Partial<Channel>[]): Model {
  const model = new Model()
  model.self = self as User
  for (const user of [self, ...others]) model.users.set(user.id ?? '', user as User)
  for (const channel of channels) model.channels.set(channel.id ?? '', channel as Channel)
  return model
}

const general: Partial<Channel> = { id: 'C1', name: 'general' }
const grace: Partial<User> = { id: 'U2', name: 'grace' }

test('who made a workspace is shown how to bring others in', () => {
  expect(suggestions(seen({ ...ada, is_owner: true }, [{ id: 'B1', is_bot: true }], [general]))).toEqual(['invite', 'create'])
})

test('a newcomer is shown what there is', () => {
  const others = [grace, { id: 'U3' }, { id: 'U4' }]
  expect(suggestions(seen(ada, others, [general]))).toEqual(['browse', 'create', 'write'])
  expect(suggestions(seen(ada, others, [general, { id: 'D1', is_im: true, user: 'U1' }]))).toEqual(['browse', 'create', 'write'])
  expect(suggestions(seen(ada, others, [general, { id: 'D2', is_im: true, user: 'U2' }]))).toEqual(['browse', 'create'])
})

test('a guest makes and looks for no channels', () => {
  expect(suggestions(seen({ ...ada, is_restricted: true }, [grace], [general]))).toEqual(['write'])
})

test('with a few conversations they are gone', () => {
  const five = ['C1', 'C2', 'C3', 'C4', 'C5'].map((id) => ({ id, name: id }))
  expect(suggestions(seen({ ...ada, is_owner: true }, [grace], five))).toEqual([])
  expect(suggestions(seen({ ...ada, is_owner: true }, [grace], [...five.slice(1), { id: 'C9', is_archived: true }]))).not.toEqual([])
})
