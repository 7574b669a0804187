// One file for what the page needs before it shows anything. Split by who else uses it, it was forty, and each cost a head
// of its own and what is compressed apart is larger.

import type { Rolldown } from 'vite'

/** Names the chunk of a module: `first` for all that `entry` imports, at whatever distance, but not what it loads later. */
export function first(entry: string): (id: string, context: Rolldown.ChunkingContext) => string | null {
  let within: Set<string> | undefined
  return (id, context) => {
    within ??= reached(entry, context)
    return within.has(id) ? 'first' : null
  }
}

function reached(entry: string, context: Rolldown.ChunkingContext): Set<string> {
  const seen = new Set<string>()
  const open = [entry]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    open.push(...(context.getModuleInfo(id)?.importedIds ?? []))
  }
  return seen
}
