// What a menu or field shows of itself before anyone touches it: what is chosen in it, or the words that invite to.

import { date as dateOf, dateTime, instant, time } from '../../i18n/dates.ts'
import { t } from '../../i18n/index.svelte.ts'
import { clock } from '../../i18n/zone.ts'
import { channelLabel, nameOf } from '../../model/names.ts'
import { model } from '../../model/state.svelte.ts'
import { plain } from '../../text/tree.ts'
import { list, nodesOf, optionOf, str, words, type Loose } from './read.ts'

export interface Face {
  chosen: string[]
  placeholder: string
  icon?: 'calendar' | 'clock'
}

export function face(element: Loose): Face {
  const type = str(element['type'])
  const icon = type.startsWith('date') ? 'calendar' : type === 'timepicker' ? 'clock' : undefined
  return { chosen: chosen(element).filter(Boolean), placeholder: words(element['placeholder']) || (type.endsWith('_input') ? '' : t('kit.choose')), ...(icon && { icon }) }
}

function chosen(element: Loose): string[] {
  const many = (name: string): unknown[] => [element[`initial_${name}`], ...list(element[`initial_${name}s`])].filter(Boolean)
  const day = /^(\d{4})-(\d\d)-(\d\d)$/.exec(str(element['initial_date']))
  const hour = /^(\d\d):(\d\d)$/.exec(str(element['initial_time']))
  const moment = typeof element['initial_date_time'] === 'number' ? instant(element['initial_date_time']) : undefined
  const value = element['initial_value']
  return [
    ...many('option').map((option) => optionOf(option).label),
    ...many('user').map((id) => nameOf(model, str(id))),
    ...[...many('channel'), ...many('conversation')].map((id) => channelLabel(model, model.channels.get(str(id))) || str(id)),
    ...(day ? [dateOf(clock(Number(day[1]), Number(day[2]), Number(day[3])))] : []),
    ...(hour ? [time(clock(2000, 1, 1, Number(hour[1]), Number(hour[2])))] : []),
    ...(moment ? [dateTime(moment)] : []),
    ...(value ? [typeof value === 'object' ? plain(nodesOf(value), (_, id) => id) : str(value)] : []),
  ]
}
