// Two soft tones, made here: no file is fetched for them.

let audio: AudioContext | undefined

/** Notes as hertz and when each begins, in seconds. */
const NOTES = [
  [659, 0],
  [880, 0.11],
] as const

/** Plays the sound. A page nobody has touched yet stays silent: browsers want it so. */
export function chime(): void {
  audio ??= new AudioContext()
  if (audio.state === 'suspended') void audio.resume().catch(() => undefined)
  for (const [pitch, after_s] of NOTES) {
    const begin = audio.currentTime + after_s
    const [tone, volume] = [audio.createOscillator(), audio.createGain()]
    tone.frequency.value = pitch
    volume.gain.setValueAtTime(0, begin)
    volume.gain.linearRampToValueAtTime(0.12, begin + 0.02)
    volume.gain.exponentialRampToValueAtTime(0.001, begin + 0.3)
    tone.connect(volume).connect(audio.destination)
    tone.start(begin)
    tone.stop(begin + 0.32)
  }
}
