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

/** Messages are copied as what was said. How is loaded with the first words that are marked. */
export function copiesMessages(): () => void {
  let stop: (() => void) | undefined
  const heard = new AbortController()
  const { signal } = heard
  const load = (): void => {
    if (document.getSelection()?.isCollapsed !== false || stop) return
    stop = () => undefined
    void import('./message/copying.ts').then(({ watchCopying }) => signal.aborted || (stop = watchCopying()), () => (stop = undefined))
  }
  document.addEventListener('selectionchange', load, { signal })
  return () => {
    heard.abort()
    stop?.()
  }
}
