// Emoji names to characters. The table is fetched after the first screen stands; until then names are shown as written.

/** One emoji as a picker or a completion lists it. */
export interface Emoji {
  name: string
  characters: string
  names: string
  group: number
  row: number
}

class Table {
  rows = $state.raw<Emoji[]>([])
  private byName = $state.raw(new Map<string, Emoji>())
  private loading: Promise<void> | undefined

  load(): Promise<void> {
    return (this.loading ??= import('virtual:emoji').then(({ default: data }) => {
      const rows = data.map(([characters, names, group], row) => ({ characters, names, group, row, name: names.split(' ')[0] ?? '' }))
      const byName = new Map<string, Emoji>()
      for (const emoji of rows) for (const name of emoji.names.split(' ')) byName.set(name, emoji)
      this.rows = rows
      this.byName = byName
    }))
  }

  /** The one name of an emoji, as the server has it: `thumbsup::skin-tone-3` is `+1::skin-tone-3`. */
  canonical(name: string): string {
    const [bare = '', ...tone] = name.split('::')
    return [this.byName.get(bare)?.name ?? bare, ...tone].join('::')
  }

  /** The row of a name, without its tone. */
  row = (name: string): Emoji | undefined => this.byName.get(name)

  /** The characters of a name, with a skin tone of 2 to 6 as Slack counts them. */
  characters(name: string, tone?: number): string | undefined {
    const found = this.byName.get(name)?.characters
    return found && tone ? toned(found, tone) : found
  }
}

export const emojiTable = new Table()

/** Where a picture that this server keeps is found. One from elsewhere is never fetched: its server would know who reads. */
export const ownPicture = (address: string): string | undefined => /\/emoji\/[0-9a-f]{32}$/.exec(address)?.[0]

/** Puts a skin tone after the first person of an emoji. */
export function toned(characters: string, tone: number): string {
  const [first, ...rest] = [...characters.replaceAll('\ufe0f', '')]
  return [first, String.fromCodePoint(0x1f3fb + tone - 2), ...rest].join('')
}

/** A reaction's name may carry its tone: `wave::skin-tone-2`. */
export function split(name: string): { name: string; tone?: number } {
  const match = /^(.+)::skin-tone-([2-6])$/.exec(name)
  return match?.[1] ? { name: match[1], tone: Number(match[2]) } : { name }
}
