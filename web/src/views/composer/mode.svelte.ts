// Whether one writes in the plain or in the rich field. It is a matter of the keyboard and the screen, so each browser has
// its own.

const STORED = 'comity.rich'

class Mode {
  rich = $state(localStorage.getItem(STORED) === 'yes')

  toggle(): void {
    this.rich = !this.rich
    localStorage.setItem(STORED, this.rich ? 'yes' : 'no')
  }
}

export const mode = new Mode()
