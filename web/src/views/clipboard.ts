// Copying text.

/** Says whether it was copied. Without TLS a page has no clipboard; the copying of a selection is all there is then. */
export async function copy(text: string): Promise<boolean> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text).then(() => true, () => false)
  const focused = document.activeElement
  const field = document.createElement('textarea')
  field.className = 'hidden-label'
  field.value = text
  // What lies outside an open dialog can't be selected.
  ;(focused?.closest('dialog') ?? document.body).append(field)
  field.select()
  const copied = document.execCommand('copy')
  field.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return copied
}
