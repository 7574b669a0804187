import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { Pager } from './paging.ts'

/** A channel of so many messages, shown in a list that overflows from so many rows on; `rows` says how many rows a message is. */
class Stage {
  shown = 0
  asked: number[] = []
  said: unknown[] = []
  failing: unknown
  pager: Pager<number>

  constructor(
    readonly all: number,
    readonly rows: (message: number) => number,
    readonly high = 20,
    readonly page = 60,
  ) {
    this.pager = new Pager<number>({
      more: () => this.shown < this.all,
      ask: async (run) => {
        this.asked.push(run)
        if (this.failing) throw this.failing
        return Math.min(this.page, this.all - this.shown)
      },
      put: (page) => {
        this.shown += page
        // A view draws later than what it draws was changed.
        queueMicrotask(() => this.draw())
      },
      passing: (error) => (error === 'gone' ? 5_000 : undefined),
      refused: (error) => void this.said.push(error),
    })
  }

  get drawn(): number {
    return Array.from({ length: this.shown }, (_, n) => this.rows(n)).reduce((sum, one) => sum + one, 0)
  }

  draw(): void {
    this.pager.look(this.drawn < this.high)
  }

  async settled(): Promise<void> {
    await vi.advanceTimersByTimeAsync(0)
  }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a page that overflows is enough', async () => {
  const stage = new Stage(1_000, () => 1)
  stage.draw()
  await stage.settled()
  expect(stage.shown).toBe(60)
})

test('one message and 120 who joined before it: it asks on until the list overflows', async () => {
  const stage = new Stage(181, (n) => (n === 0 || n === 1 || n > 120 ? 1 : 0))
  stage.draw()
  await stage.settled()
  expect([stage.shown, stage.asked]).toEqual([180, [0, 1, 2]])
})

test('it asks on until the beginning is there, and then no more', async () => {
  const stage = new Stage(3_000, () => 0)
  stage.draw()
  await stage.settled()
  expect([stage.shown, stage.asked.length]).toEqual([3_000, 50])
  stage.draw()
  await stage.settled()
  expect(stage.asked.length).toBe(50)
})

test('a look while it asks asks once, and what was seen before the page does not ask for another', async () => {
  const stage = new Stage(1_000, () => 1)
  for (let times = 0; times < 5; times += 1) stage.draw()
  await stage.settled()
  expect(stage.asked).toEqual([0])
})

test('going up asks again, each time from the first', async () => {
  const stage = new Stage(1_000, () => 1)
  stage.draw()
  await stage.settled()
  stage.pager.look(true)
  await stage.settled()
  expect(stage.asked).toEqual([0, 0])
  stage.pager.look(true)
  await stage.settled()
  expect(stage.asked).toEqual([0, 0, 0])
})

test('a side that let go for the other one does not take it back before its edge was out of reach', async () => {
  const stage = new Stage(200, () => 1)
  stage.pager.hold()
  stage.draw()
  await stage.settled()
  expect(stage.asked).toEqual([])
  stage.pager.look(false)
  stage.draw()
  await stage.settled()
  expect(stage.shown).toBe(60)
})

test('a server that does not answer is asked again after a while, and at once when there is a line', async () => {
  const stage = new Stage(200, () => 0)
  stage.failing = 'gone'
  stage.draw()
  await stage.settled()
  for (let times = 0; times < 5; times += 1) stage.draw()
  expect([stage.asked.length, stage.said]).toEqual([1, []])
  await vi.advanceTimersByTimeAsync(5_000)
  expect(stage.asked.length).toBe(2)
  stage.failing = undefined
  stage.pager.again()
  await stage.settled()
  expect(stage.shown).toBe(200)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(stage.asked.length).toBe(2 + 4)
})

test('a refusal is said once and asked again only by the person', async () => {
  const stage = new Stage(200, () => 0)
  stage.failing = 'channel_not_found'
  stage.draw()
  await stage.settled()
  for (let times = 0; times < 5; times += 1) stage.draw()
  await vi.advanceTimersByTimeAsync(60_000)
  expect([stage.asked.length, stage.said]).toEqual([1, ['channel_not_found']])
  stage.failing = undefined
  stage.pager.again()
  await stage.settled()
  expect([stage.shown, stage.said]).toEqual([200, ['channel_not_found', undefined]])
})

test('who scrolls away from a refusal and comes back asks again', async () => {
  const stage = new Stage(200, () => 0)
  stage.failing = 'fatal_error'
  stage.draw()
  await stage.settled()
  stage.failing = undefined
  stage.pager.look(false)
  stage.draw()
  await stage.settled()
  expect(stage.shown).toBe(200)
})

test('the answer to a timeline that was loaded anew is let go', async () => {
  const stage = new Stage(200, () => 0)
  stage.draw()
  stage.pager.stop()
  await stage.settled()
  expect([stage.shown, stage.asked.length]).toEqual([0, 1])
  stage.draw()
  await stage.settled()
  expect(stage.asked.length).toBe(1)
})
