// An attachment's colour as one of the few the style sheet has: a colour from a message is never written into a style.

export type Bar = 'good' | 'warning' | 'danger' | 'blue' | 'purple' | 'grey'

const NAMED: Record<string, Bar> = { good: 'good', warning: 'warning', danger: 'danger' }

export function bar(color: string | undefined): Bar {
  if (!color) return 'grey'
  if (Object.hasOwn(NAMED, color)) return NAMED[color] ?? 'grey'
  const hex = /^#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color)
  if (!hex) return 'grey'
  const [red, green, blue] = hex.slice(1).map((part) => parseInt(part, 16)) as [number, number, number]
  const most = Math.max(red, green, blue)
  const range = most - Math.min(red, green, blue)
  if (range < 30) return 'grey'
  const turn = most === red ? ((green - blue) / range + 6) % 6 : most === green ? (blue - red) / range + 2 : (red - green) / range + 4
  const degrees = turn * 60
  if (degrees < 20 || degrees >= 330) return 'danger'
  if (degrees < 70) return 'warning'
  if (degrees < 170) return 'good'
  return degrees < 255 ? 'blue' : 'purple'
}
