// The widths at which the page is laid out anew, said once: for code, and by name for styles, where the build puts them in
// place of `@media (--narrow)`. A custom property can't stand in a media query.

export const media = {
  /** One pane at a time, as on a phone. */
  narrow: '(max-width: 719px)',
  /** No room for a pane beside the middle. */
  close: '(max-width: 999px)',
}

/** Whether the page is laid out so right now. */
export const is = (name: keyof typeof media): boolean => matchMedia(media[name]).matches
