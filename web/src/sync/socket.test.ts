import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { backoff } from './backoff.ts'
import { GREETING_MS, PING_MS, PONG_MS, Socket, type Line, type Listener } from './socket.ts'

/** A line to a server that the test speaks for. */
class TestLine implements Line {
  onmessage: Line['onmessage'] = null
  onclose: Line['onclose'] = null
  onerror: Line['onerror'] = null
  sent: string[] = []
  closed = false
  constructor(readonly path: string) {}
  send(text: string): void {
    this.sent.push(text)
  }
  close(): void {
    this.closed = true
  }
  say(event: object): void {
    this.onmessage?.({ data: JSON.stringify(event) })
  }
}

let lines: TestLine[]
let heard: string[]
let socket: Socket

const listener: Listener = {
  event: (event) => void heard.push(event.type),
  resync: () => void heard.push('resync!'),
  state: (state) => void heard.push(`(${state})`),
}
const line = (): TestLine => lines.at(-1) as TestLine

beforeEach(() => {
  vi.useFakeTimers()
  lines = []
  heard = []
  socket = new Socket(
    listener,
    (path) => {
      lines.push(new TestLine(path))
      return line()
    },
    'p0',
    () => 0,
  )
  socket.start()
})
afterEach(() => {
  socket.stop()
  vi.useRealTimers()
})

test('resumes from the last event that was applied, not from the greeting', () => {
  line().say({ type: 'hello', position: 'p9' })
  line().say({ type: 'message', position: 'p5' })
  line().say({ type: 'user_typing' })
  line().onclose?.({ code: 1006 })
  vi.advanceTimersByTime(60_000)
  expect(lines.map((each) => each.path)).toContain('/client/socket?since=p0')
  expect(lines[1]?.path).toBe('/client/socket?since=p5')
  expect(heard.slice(0, 4)).toEqual(['(connecting)', '(online)', 'message', 'user_typing'])
})

test('waits longer after each failure, and starts over after a success', () => {
  expect([0, 1, 2, 20].map((attempt) => backoff(attempt, 0))).toEqual([250, 500, 1_000, 15_000])
  expect(backoff(0, 0.999)).toBeLessThan(500)
  line().onclose?.({ code: 1006 })
  vi.advanceTimersByTime(249)
  expect(lines).toHaveLength(1)
  vi.advanceTimersByTime(1)
  expect(lines).toHaveLength(2)
  line().onclose?.({ code: 1006 })
  vi.advanceTimersByTime(499)
  expect(lines).toHaveLength(2)
  vi.advanceTimersByTime(1)
  line().say({ type: 'hello', position: 'p1' })
  line().onclose?.({ code: 1006 })
  vi.advanceTimersByTime(250)
  expect(lines).toHaveLength(4)
})

test('a silent line is asked, and left when it does not answer', () => {
  line().say({ type: 'hello', position: 'p1' })
  vi.advanceTimersByTime(PING_MS)
  expect(JSON.parse(lines[0]?.sent[0] ?? '{}')).toMatchObject({ type: 'ping' })
  line().say({ type: 'pong', reply_to: 1 })
  vi.advanceTimersByTime(PING_MS + PONG_MS - 1)
  expect(lines[0]?.closed).toBe(false)
  vi.advanceTimersByTime(1)
  expect(lines[0]?.closed).toBe(true)
  expect(heard.at(-1)).toBe('(offline)')
})

test('a line that nobody greets is left, and another one tried', () => {
  vi.advanceTimersByTime(GREETING_MS - 1)
  expect(lines[0]?.closed).toBe(false)
  vi.advanceTimersByTime(1)
  expect(lines[0]?.closed).toBe(true)
  expect(heard.at(-1)).toBe('(offline)')
  vi.advanceTimersByTime(60_000)
  expect(lines.length).toBeGreaterThan(2)
})

test('whoever comes back to the page asks the line at once', () => {
  line().say({ type: 'hello', position: 'p1' })
  socket.hurry()
  expect(JSON.parse(lines[0]?.sent[0] ?? '{}')).toMatchObject({ type: 'ping' })
  vi.advanceTimersByTime(PONG_MS)
  expect(lines[0]?.closed).toBe(true)
})

test('whoever hears of a hung server hears it within a quarter of a minute', () => {
  expect(Math.max(GREETING_MS, PING_MS + PONG_MS)).toBeLessThanOrEqual(15_000)
})

test('a line that was left is no longer listened to', () => {
  const first = line()
  socket.hurry()
  first.say({ type: 'message', position: 'p7' })
  first.onclose?.({ code: 1000 })
  expect(heard).not.toContain('message')
  expect(lines).toHaveLength(2)
})

test('asks for everything again when told to', () => {
  line().say({ type: 'resync' })
  expect(heard).toContain('resync!')
  socket.restartFrom('p50')
  expect(line().path).toBe('/client/socket?since=p50')
})

test('stays closed after it was stopped', () => {
  socket.stop()
  vi.advanceTimersByTime(600_000)
  expect(lines).toHaveLength(1)
})
