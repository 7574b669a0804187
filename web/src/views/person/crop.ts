// Cutting a square out of a picture. Only sizes are known here; the canvas does the rest.

/** The side of the picture that is sent, in pixels. */
export const SIDE = 512
/** What the server takes at most. */
const BYTES_MAX = 256 * 1024

export interface Cut {
  /** How much larger than "just covers the square" the picture is shown. */
  zoom: number
  /** The middle of what is shown, as parts of the picture's width and height. */
  x: number
  y: number
}

interface Size {
  width: number
  height: number
}

/** The square of the picture that is shown, in its own pixels; it never reaches over the edge. */
export function square(size: Size, cut: Cut): { left: number; top: number; side: number } {
  const side = Math.min(size.width, size.height) / cut.zoom
  const within = (middle: number, length: number): number => Math.min(Math.max(middle * length - side / 2, 0), length - side)
  return { left: within(cut.x, size.width), top: within(cut.y, size.height), side }
}

/** The cut after the picture was pulled by so much of the square's side. */
export function pulled(size: Size, cut: Cut, dx: number, dy: number): Cut {
  const { left, top, side } = square(size, cut)
  const moved = square(size, { ...cut, x: (left + side / 2 - dx * side) / size.width, y: (top + side / 2 - dy * side) / size.height })
  return { zoom: cut.zoom, x: (moved.left + side / 2) / size.width, y: (moved.top + side / 2) / size.height }
}

export function draw(canvas: HTMLCanvasElement, image: ImageBitmap, cut: Cut): void {
  const { left, top, side } = square(image, cut)
  const context = canvas.getContext('2d')
  if (!context) return
  // What is clear in the picture becomes white: the format that is sent knows no clear.
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.imageSmoothingQuality = 'high'
  context.drawImage(image, left, top, side, side, 0, 0, canvas.width, canvas.height)
}

/** The picture as it is sent: as good as it may be for its size. */
export async function encode(canvas: HTMLCanvasElement): Promise<Blob | undefined> {
  for (const quality of [0.92, 0.8, 0.6, 0.4]) {
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
    if (blob && blob.size <= BYTES_MAX) return blob
  }
  return undefined
}
