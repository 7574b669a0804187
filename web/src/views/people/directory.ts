// Who is found by what was typed: the best first, else by name; who has left does not appear.

import type { User } from '../../api/types.ts'
import { userName } from '../../model/names.ts'
import type { Model } from '../../model/state.svelte.ts'
import { fit, WITHIN } from '../../text/fit.ts'

export interface Entry {
  user: User
  name: string
}

export function directory(model: Model, typed: string): Entry[] {
  const wanted = typed.trim()
  return [...model.users.values()]
    .filter((user) => !user.deleted)
    .map((user) => {
      const name = userName(user)
      const { real_name = '', title = '', email = '' } = user.profile ?? {}
      // Letters with gaps between them find too much here: the lowest kind of fit does not count.
      const score = wanted ? fit(wanted, name, user.name, real_name, title, email) : WITHIN
      return { user, name, score }
    })
    .filter(({ score }) => score >= WITHIN)
    .sort((a, b) => b.score - a.score || Number(a.user.is_bot ?? false) - Number(b.user.is_bot ?? false) || a.name.localeCompare(b.name))
}
