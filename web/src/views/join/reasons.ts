// Why somebody could not come in, in words.

import { t, type Key } from '../../i18n/index.svelte.ts'

const REASONS: Record<string, Key> = {
  name_taken: 'join.error.handle',
  email_taken: 'join.error.email',
  invalid_email: 'join.error.address',
  invalid_handle: 'join.error.letters',
  reserved_name: 'join.error.name',
  name_not_allowed: 'join.error.name',
  invalid_name: 'join.error.name',
  invalid_password: 'join.error.password',
  invitation_used: 'join.used',
  invitation_expired: 'join.expired',
  invitation_revoked: 'join.revoked',
  account_inactive: 'login.inactive',
  network: 'login.offline',
}

export const explainInvited = (code: string): string => {
  const key = REASONS[code]
  return key ? t(key) : t('join.error')
}
