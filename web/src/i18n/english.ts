// The tests speak English.

import { locale } from './index.svelte.ts'

await locale.speak('en')
