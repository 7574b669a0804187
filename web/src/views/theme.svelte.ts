// Light, dark, or as the system says.

export type Choice = 'system' | 'light' | 'dark'

const STORED = 'comity.theme'

class Theme {
  choice = $state<Choice>('system')

  start(): void {
    const stored = localStorage.getItem(STORED)
    if (stored === 'light' || stored === 'dark') this.choice = stored
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', () => this.apply(system.matches))
    this.apply(system.matches)
  }

  set(choice: Choice): void {
    this.choice = choice
    localStorage.setItem(STORED, choice)
    this.apply(matchMedia('(prefers-color-scheme: dark)').matches)
  }

  private apply(system_dark: boolean): void {
    const dark = this.choice === 'dark' || (this.choice === 'system' && system_dark)
    document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'
  }
}

export const theme = new Theme()
