// The tests speak English.

import { locale } from './index.svelte.ts'

await locale.withLater(() => locale.speak('en'))
