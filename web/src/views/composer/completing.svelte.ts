// The list of names beside a field: what is offered for what stands before the cursor, and the keys that choose from it.

import { locale } from '../../i18n/index.svelte.ts'
import { model } from '../../model/state.svelte.ts'
import { emojiTable } from '../../text/emoji.svelte.ts'
import { query, type Candidate } from './completion.ts'
import type { Field } from './field.ts'

export class Completing {
  private before = $state('')
  chosen = $state(0)
  private dismissed = $state(-1)
  private finder = $state.raw<typeof import('./candidates.ts') | undefined>()

  private readonly asked = $derived.by(() => {
    const found = query(this.before)
    return found && this.marks.includes(found.mark) ? found : undefined
  })
  readonly list = $derived.by((): Candidate[] => (this.finder && this.asked && this.asked.from !== this.dismissed ? this.finder.candidates(model, this.channel(), this.asked, { rows: emojiTable.rows, words: this.finder.vocabulary.words }) : []))
  /** Whether people are asked for: then one wants to know who is here. */
  readonly people = $derived(this.asked?.mark === '@')
  readonly open = $derived(this.asked !== undefined)

  constructor(
    private readonly channel: () => string,
    private readonly field: () => Field | undefined,
    /** What may be completed here: a message that is edited is no command. */
    private readonly marks = '@#:/',
  ) {}

  /** Loads what finds names, and for emoji the words of the languages people here read. */
  async load(): Promise<void> {
    this.finder ??= await import('./candidates.ts').catch(() => undefined)
    if (this.asked?.mark === ':') await this.finder?.vocabulary.learn([locale.language, ...navigator.languages])
  }

  /** The cursor moved. */
  move(): void {
    this.before = this.field()?.before() ?? ''
  }

  /** The text changed, and with it what fits. */
  changed(): void {
    this.chosen = 0
    this.move()
    if (this.dismissed !== this.asked?.from) this.dismissed = -1
  }

  choose(candidate: Candidate): void {
    if (this.asked) this.field()?.complete(this.before.length - this.asked.from, candidate.insert)
  }

  /** Says whether the key was used. */
  key(event: KeyboardEvent): boolean {
    const { list } = this
    const candidate = list[this.chosen]
    if (!candidate) return false
    // A command that is typed out is meant: Enter runs it.
    const whole = candidate.kind === 'command' && this.before === candidate.label
    if (event.key === 'ArrowDown') this.chosen = (this.chosen + 1) % list.length
    else if (event.key === 'ArrowUp') this.chosen = (this.chosen + list.length - 1) % list.length
    else if ((event.key === 'Enter' && !event.shiftKey && !whole) || event.key === 'Tab') this.choose(candidate)
    else if (event.key === 'Escape') this.dismissed = this.asked?.from ?? -1
    else return false
    event.stopPropagation()
    return true
  }

  /** What ties the field to the list for a screen reader. */
  describe(id: string): { list?: string; option?: string } {
    return this.list.length ? { list: id, option: `${id}-${this.chosen}` } : {}
  }
}
