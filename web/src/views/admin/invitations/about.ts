// What a link says of itself, in words.

import type { Invitation } from '../../../api/types.ts'
import { brief } from '../../../i18n/dates.ts'
import { list, t } from '../../../i18n/index.svelte.ts'
import { channelLabel, nameOf } from '../../../model/names.ts'
import { model } from '../../../model/state.svelte.ts'
import { ui } from '../../ui.svelte.ts'

export const whom = (invitation: Invitation): string =>
  invitation.kind === 'password' ? t('admin.invitations.password', { name: nameOf(model, invitation.user_id) }) : (invitation.email ?? t('admin.invitations.anyone'))

/** What it lets whoever uses it be, where, and how often; each is empty where there is nothing to say. */
export function lets({ role, channel_ids, max_uses, used_by }: Invitation): { role: string; places: string; uses: string } {
  const places = (channel_ids ?? []).map((id) => channelLabel(model, model.channels.get(id))).filter(Boolean)
  return {
    role: role ? t(`admin.role.${role}`) : '',
    places: list(places),
    uses: max_uses > 1 ? t('admin.invitations.uses', { n: used_by.length, max: max_uses }) : '',
  }
}

/** Who came in by it. */
export const joined = ({ kind, used_by }: Invitation): string[] => (kind === 'join' ? used_by.map((id) => nameOf(model, id)) : [])

export const standing = ({ state, date_expire }: Invitation): string =>
  state === 'open' ? t('admin.invitations.until', { when: brief(new Date(date_expire * 1000), ui.now) }) : t(`admin.invitations.state.${state}`)
