// A chart as the table it is drawn from: every number can be read, also by who hears the page.

import type { Block } from '../../api/types.ts'
import { list, loose, str } from './read.ts'

const text = (said: unknown): object => ({ type: 'raw_text', text: str(said) })
const number = (value: unknown): object => (typeof value === 'number' ? { type: 'raw_number', value } : text(''))

/** The rows of a chart, its names first: of a pie one of each segment, of the others one of each category. */
export function rows(chart: Record<string, unknown>): object[][] {
  const series = list(chart['series']).map(loose)
  if (!series.length) return [[text(''), text('')], ...list(chart['segments']).map(loose).map((segment) => [text(segment['label']), number(segment['value'])])]
  const points = series.map((one) => new Map(list(one['data']).map(loose).map((point) => [str(point['label']), point['value']])))
  const categories = [...list(loose(chart['axis_config'])['categories']).map(str), ...points.flatMap((of) => [...of.keys()])]
  const head = [text(loose(chart['axis_config'])['x_label']), ...series.map((one) => text(one['name']))]
  return [head, ...[...new Set(categories)].map((category) => [text(category), ...points.map((of) => number(of.get(category)))])]
}

/** The chart's table, as a block of its own. */
export const table = (block: Block): Block => ({ type: 'data_table', caption: str(block['title']), rows: rows(loose(block['chart'])) })
