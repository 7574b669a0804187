// How the server is, as it was last asked: for the page on health, and for the number beside its name in the list.

import { codeOf } from '../../../api/http.ts'
import type { Health } from '../../../api/types.ts'
import { health } from '../../../commands/stewardship.ts'
import { reasonOf } from './reason.ts'

class Watch {
  now = $state.raw<Health | undefined>()
  reason = $state('')

  async look(): Promise<void> {
    if (document.visibilityState === 'hidden') return
    try {
      this.now = await health()
      this.reason = ''
    } catch (error) {
      this.reason = reasonOf(codeOf(error))
    }
  }

  /** Looks now and again and again; gives what ends it. */
  every(ms: number): () => void {
    void this.look()
    const timer = setInterval(() => void this.look(), ms)
    return () => clearInterval(timer)
  }
}

export const watch = new Watch()
