import { afterEach, describe, expect, it, vi } from 'vitest'
import { readAll } from './http.ts'

/** A server that gives these answers one after the other; what it was asked. */
function serve(...answers: object[]): object[] {
  const asked: object[] = []
  vi.stubGlobal('fetch', (_: string, { body }: { body: string }) => {
    asked.push(JSON.parse(body) as object)
    return Promise.resolve(new Response(JSON.stringify({ ok: true, ...answers.shift() }), { status: 200 }))
  })
  return asked
}

const next = (next_cursor: string): object => ({ response_metadata: { next_cursor } })

describe('a list as a whole', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('has the items of every page, and all else from the first', async () => {
    const asked = serve(
      { users: [1, 2], channels: [], position: '7', ...next('a') },
      { users: [3], channels: [4], position: '9', ...next('b') },
      { users: [], channels: [5], position: '9', ...next('') },
    )
    expect(await readAll('client.boot')).toMatchObject({ users: [1, 2, 3], channels: [4, 5], position: '7' })
    expect(asked).toEqual([{}, { cursor: 'a' }, { cursor: 'b' }])
  })

  it('may be a map', async () => {
    const asked = serve({ emoji: { a: '1' }, ...next('x') }, { emoji: { b: '2' }, ...next('') })
    expect((await readAll('emoji.list', { include_categories: false })).emoji).toEqual({ a: '1', b: '2' })
    expect(asked[1]).toEqual({ include_categories: false, cursor: 'x' })
  })

  it('is one question where one page is all', async () => {
    const asked = serve({ items: [1], ...next('') })
    expect((await readAll('pins.list', { channel: 'C1' })).items).toEqual([1])
    expect(asked).toHaveLength(1)
  })
})
