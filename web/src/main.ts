// Where the page begins.

import { mount } from 'svelte'

import './style/tokens.css'
import './style/base.css'

import { hooks } from './commands/hooks.ts'
import { locale } from './i18n/index.svelte.ts'
import { begin } from './sync/session.ts'
import { appearance } from './views/appearance.svelte.ts'
import { nav } from './views/nav.svelte.ts'
import { theme } from './views/theme.svelte.ts'
import App from './views/App.svelte'

theme.start()
appearance.start()
nav.start()

const target = document.getElementById('app')
void locale.start().then(() => target && mount(App, { target }))
begin(hooks)
