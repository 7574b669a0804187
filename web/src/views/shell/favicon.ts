// The icon of the page, with a number or a dot drawn over it.

const SIZE = 64

let plain: string | undefined
let shown = ''

const loaded = (source: string): Promise<HTMLImageElement> =>
  new Promise((done, failed) => {
    const image = new Image(SIZE, SIZE)
    image.onload = () => done(image)
    image.onerror = failed
    image.src = source
  })

/** Shows a mark over the icon: up to two letters, `•` for a dot, nothing for the icon itself. */
export async function favicon(mark: string): Promise<void> {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')
  if (!link || mark === shown) return
  shown = mark
  plain ??= link.href
  if (!mark) {
    link.type = 'image/svg+xml'
    link.href = plain
    return
  }
  const drawn = await draw(plain, mark).catch(() => undefined)
  // Another mark may have come while the icon was loading.
  if (!drawn || shown !== mark) return
  link.type = 'image/png'
  link.href = drawn
}

async function draw(icon: string, mark: string): Promise<string | undefined> {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = SIZE
  const pen = canvas.getContext('2d')
  if (!pen) return undefined
  pen.drawImage(await loaded(icon), 0, 0, SIZE, SIZE)
  // The same red in both themes: the browser's own bar may be light or dark.
  pen.fillStyle = '#c62828'
  pen.beginPath()
  if (mark === '•') pen.arc(48, 16, 13, 0, 2 * Math.PI)
  else pen.roundRect(mark.length > 1 ? 14 : 26, 0, mark.length > 1 ? 50 : 38, 38, 19)
  pen.fill()
  if (mark !== '•') {
    pen.fillStyle = '#ffffff'
    pen.font = '700 32px system-ui, sans-serif'
    pen.textAlign = 'center'
    pen.textBaseline = 'middle'
    pen.fillText(mark, mark.length > 1 ? 39 : 45, 21)
  }
  return canvas.toDataURL('image/png')
}
