// A moment as the browser's date and time fields have it, by the clock of this machine.

const two = (n: number): string => String(n).padStart(2, '0')

export const dateField = (at: Date): string => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`

export const timeField = (at: Date): string => `${two(at.getHours())}:${two(at.getMinutes())}`

/** Nothing while a field is not whole. */
export function fromFields(date: string, time: string): Date | undefined {
  const at = new Date(`${date}T${time}`)
  return Number.isNaN(at.getTime()) ? undefined : at
}
