import { describe, expect, test } from 'vitest'

import { layout, moved, named, placed, restored, sections, toggled, without } from './sections.ts'
import { Model } from './state.svelte.ts'

function workspace(prefs: Record<string, unknown> = {}): Model {
  const model = new Model()
  model.prefs = prefs
  model.users.set('U1', { id: 'U1', name: 'linus' })
  for (const channel of [
    { id: 'C1', name: 'zebra', unread_count: 2 },
    { id: 'C2', name: 'ant' },
    { id: 'C3', name: 'bee', is_starred: true },
    { id: 'D1', is_im: true, user: 'U1' },
  ]) {
    model.channels.set(channel.id, channel)
  }
  return model
}

const shown = (model: Model): string[] => sections(model).map(({ id, channels }) => `${id}: ${channels.map((channel) => channel.id).join(' ')}`)

describe('the sections', () => {
  test('are the usual ones without a word from the person', () => {
    expect(shown(workspace())).toEqual(['starred: C3', 'channels: C2 C1', 'direct: D1'])
  })

  test('hold what was put there, stars above all', () => {
    const model = workspace()
    let kept = named(layout(model), 'work', 'Work')
    kept = placed(placed(kept, 'C1', 'work'), 'C3', 'work')
    model.prefs = { sidebar: kept }
    expect(shown(model)).toEqual(['starred: C3', 'work: C1', 'channels: C2', 'direct: D1'])
    model.prefs = { sidebar: placed(kept, 'D1', 'work') }
    expect(shown(model)).toContain('work: D1 C1')
  })

  test('go where they are put, and what stood in one that is deleted goes home', () => {
    const model = workspace()
    model.prefs = { sidebar: placed(named(layout(model), 'work', 'Work'), 'C1', 'work') }
    model.prefs = { sidebar: moved(layout(model), 'work', 'direct') }
    expect(layout(model).order).toEqual(['starred', 'channels', 'direct', 'work'])
    model.prefs = { sidebar: moved(layout(model), 'direct', 'starred') }
    expect(layout(model).order).toEqual(['direct', 'starred', 'channels', 'work'])
    model.prefs = { sidebar: without(layout(model), 'work') }
    expect(shown(model)).toEqual(['direct: D1', 'starred: C3', 'channels: C2 C1'])
  })

  test('come back as they were, but for what was moved meanwhile', () => {
    const model = workspace()
    const work = placed(placed(named(layout(model), 'work', 'Work'), 'C1', 'work'), 'C2', 'work')
    model.prefs = { sidebar: moved(named(work, 'home', 'Home'), 'work', 'direct') }
    const before = layout(model)
    model.prefs = { sidebar: placed(without(before, 'work'), 'C2', 'home') }
    model.prefs = { sidebar: restored(layout(model), before, 'work') }
    expect(layout(model)).toMatchObject({ own: { work: 'Work', home: 'Home' }, order: before.order, of: { C1: 'work', C2: 'home' } })
  })

  test('fold, and show what is unread first', () => {
    const model = workspace()
    model.prefs = { sidebar: { ...toggled(layout(model), 'channels'), unreadFirst: true } }
    expect(sections(model).map(({ folded }) => folded)).toEqual([false, true, false])
    expect(shown(model)).toContain('channels: C1 C2')
    expect(toggled(layout(model), 'channels').folded).toEqual([])
  })

  test.each([[null], ['x'], [{ own: [1], order: 'no', of: { C1: 'gone' }, folded: 7 }], [{ order: ['gone', 'direct', 'direct'] }]])('survive a preference that is damaged: %j', (kept) => {
    const model = workspace({ sidebar: kept })
    expect(layout(model).order.toSorted()).toEqual(['channels', 'direct', 'starred', ...Object.keys(layout(model).own)].toSorted())
    expect(sections(model).flatMap(({ channels }) => channels).length).toBe(4)
  })
})
