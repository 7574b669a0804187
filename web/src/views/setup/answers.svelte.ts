// What the person has answered so far; the steps write into it, and it is gone with the page.

import type { RootKey, SetupAnswers } from '../../commands/setup.ts'

export class Draft implements SetupAnswers {
  root = $state<'identity' | 'passphrase'>('identity')
  passphrase = $state('')
  again = $state('')
  withSpare = $state(false)
  spareTyped = $state('')
  kept = $state(false)
  key = $state.raw<RootKey | undefined>()
  name = $state('')
  address = $state(location.origin)
  real_name = $state('')
  email = $state('')
  password = $state('')

  /** A second passphrase only if one is wanted. */
  get spare(): string {
    return this.withSpare ? this.spareTyped : ''
  }

  needs_address = false

  /** Empty while it is where the page is open anyway, if it then follows from where the server listens. */
  get public_url(): string {
    const typed = this.address.trim().replace(/\/+$/, '')
    return typed === location.origin && !this.needs_address ? '' : typed
  }

  /** As the server is sent it: only what belongs there. */
  get sent(): SetupAnswers {
    const { root, spare, name, public_url, real_name, email, password } = this
    return { root, passphrase: root === 'passphrase' ? this.passphrase : '', spare, name, public_url, real_name, email, password }
  }
}
