// The tests speak English.

import { locale } from './index.svelte.ts'

await locale.forStewards(() => locale.speak('en'))
