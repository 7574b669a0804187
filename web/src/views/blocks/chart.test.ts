import { expect, test } from 'vitest'
import { rows, table } from './chart.ts'

const text = (said: string): object => ({ type: 'raw_text', text: said })
const number = (value: number): object => ({ type: 'raw_number', value })

test('a pie is a row for each segment', () => {
  expect(rows({ type: 'pie', segments: [{ label: 'Tea', value: 3 }, { label: 'Coffee', value: 1.5 }] })).toEqual([
    [text(''), text('')],
    [text('Tea'), number(3)],
    [text('Coffee'), number(1.5)],
  ])
})

test('lines are a row for each category, in the order of the axis, with gaps where nothing is said', () => {
  const series = [{ name: 'Ada', data: [{ label: 'Tue', value: -1 }, { label: 'Wed', value: 4 }] }, { name: 'Grace', data: [{ label: 'Mon', value: 2 }] }]
  expect(rows({ type: 'line', series, axis_config: { categories: ['Mon', 'Tue'], x_label: 'Day' } })).toEqual([
    [text('Day'), text('Ada'), text('Grace')],
    [text('Mon'), text(''), number(2)],
    [text('Tue'), number(-1), text('')],
    [text('Wed'), number(4), text('')],
  ])
})

test('whatever stands there is a table', () => {
  for (const chart of [undefined, 5, {}, { series: 'x', segments: [null, 7] }, { series: [{ data: [null] }] }]) expect(table({ type: 'data_visualization', title: 'Cups', chart }).type).toBe('data_table')
})
