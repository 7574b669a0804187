// What a browser calls itself, as people call it. A guess is good enough: it only helps to recognise one's own.

// The first that fits: most browsers also name the ones they descend from.
const BROWSERS: [RegExp, string][] = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/(Firefox|FxiOS)\//, 'Firefox'],
  [/(Chrome|Chromium|CriOS)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const SYSTEMS: [RegExp, string][] = [
  [/Windows/, 'Windows'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

const first = (list: [RegExp, string][], agent: string): string => list.find(([sign]) => sign.test(agent))?.[1] ?? ''

export const browserOf = (agent: string): { browser: string; system: string } => ({ browser: first(BROWSERS, agent), system: first(SYSTEMS, agent) })
