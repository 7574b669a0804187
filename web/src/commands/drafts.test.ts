import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import * as change from '../model/change.ts'
import { model } from '../model/state.svelte.ts'
import { setDraft } from './drafts.ts'

const answer = { self: { id: 'U1', name: 'ada' }, team: { id: 'T1', name: 'Acme' }, users: [], channels: [{ id: 'C1', name: 'general' }] }

let told: string[]
let waiting: (() => void)[]

beforeEach(() => {
  vi.useFakeTimers()
  told = []
  waiting = []
  change.boot(model, answer)
  model.phase = 'ready'
  vi.stubGlobal('fetch', async (_address: string, { body }: { body: string }) => {
    told.push((JSON.parse(body) as { text: string }).text)
    await new Promise<void>((done) => waiting.push(done))
    return new Response('{"ok":true}')
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('a draft is told after the one before it has arrived, so that no older text comes back', async () => {
  setDraft('C1', undefined, 'good m')
  await vi.advanceTimersByTimeAsync(1_500)
  setDraft('C1', undefined, '')
  await vi.advanceTimersByTimeAsync(1_500)
  expect(told).toEqual(['good m'])
  waiting.shift()?.()
  await vi.advanceTimersByTimeAsync(0)
  expect(told).toEqual(['good m', ''])
})
