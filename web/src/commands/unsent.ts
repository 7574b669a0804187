// What a person wrote here that the server does not have: messages, drafts, edits. Read, taken up and forgotten together.

import { clearDrafts, endangeredDrafts, heardDraft, openDrafts, takeUpDrafts } from './drafts.ts'
import { clearEdits, endangeredEdits, heardEdit, openEdits } from './edits.ts'
import { outbox } from './outbox.ts'

/** Reads it. The page is not shown before, so that no field starts without its text. */
export async function openUnsent(user: string): Promise<void> {
  await Promise.all([openDrafts(user), openEdits(user), outbox.open(user)])
}

/** Takes it up into what is shown. */
export function takeUpUnsent(): void {
  takeUpDrafts()
  outbox.takeUp()
}

/** Another window changed what this browser keeps. */
export function heardUnsent(place: string | null): void {
  void heardDraft(place)
  void heardEdit(place)
  void outbox.heard(place)
}

/** Whether some of it would be gone with the page, because this browser keeps nothing. */
export const endangered = (): boolean => endangeredDrafts() || endangeredEdits() || outbox.endangered

/** Forgets it, when the person signs out. */
export function clearUnsent(): void {
  clearDrafts()
  clearEdits()
  outbox.clear()
}
