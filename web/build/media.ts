// Puts the widths of `src/style/media.ts` where styles name them.

import { media } from '../src/style/media.ts'

interface AtRule {
  params: string
  error: (why: string) => Error
}

/** A step of PostCSS, which Vite runs over every style anyway. */
export const namedMedia = {
  postcssPlugin: 'named-media',
  AtRule: {
    media: (rule: AtRule): void => {
      rule.params = rule.params.replace(/\(--([\w-]+)\)/g, (_, name: string) => {
        if (!Object.hasOwn(media, name)) throw rule.error(`src/style/media.ts has no --${name}`)
        return media[name as keyof typeof media]
      })
    },
  },
}
