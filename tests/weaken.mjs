// Makes each change of `tests/weakenings.txt` in a copy of the tree, runs the test that must then be red, and writes down
// when it was: `node tests/weaken.mjs [PART OF A NAME]`. Without a name, what was seen red today is passed over, so that a
// run that was stopped goes on. The copy and what is built of it stay in `.build/weaken/`.

import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '..')
const LIST = join(ROOT, 'tests/weakenings.txt')
const COPY = join(ROOT, '.build/weaken/tree')
const TARGET = join(ROOT, '.build/weaken/target')
const MINUTES = 20

/** The entries: a line with the name, then indented lines that begin with `in`, `-`, `+`, `red` and `seen`; each `in` is a change. */
function entries(text) {
  const found = []
  for (const line of text.split('\n')) {
    const [, key, rest] = /^ {2}(in|-|\+|red|seen) ?(.*)$/.exec(line) ?? []
    const entry = found.at(-1)
    if (key === 'in') entry.changes.push({ file: rest, '-': [], '+': [] })
    else if (key === '-' || key === '+') entry.changes.at(-1)[key].push(rest)
    else if (key === 'red') entry.red.push(rest)
    else if (key === 'seen') entry.seen = rest
    else if (/^[a-z]/.test(line)) found.push({ name: line.trim(), changes: [], red: [] })
  }
  return found
}

const literal = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** What stands in a file whatever its spaces and line ends are. */
function pattern(lines) {
  const words = lines.join(' ').trim().split(/\s+/)
  return new RegExp(words.map(literal).join('\\s+'), 'g')
}

function sh(command, args, options = {}) {
  return spawnSync(command, args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 1 << 28, ...options })
}

/** What git does not keep is the tree's own. */
function link(made) {
  rmSync(join(COPY, made), { recursive: true, force: true })
  symlinkSync(join(ROOT, made), join(COPY, made))
}

/** Brings the copy up to date; what did not change keeps its time, so that cargo builds little. */
function copy() {
  const files = sh('git', ['ls-files', '-co', '--exclude-standard']).stdout.split('\n').filter(Boolean)
  for (const file of files) {
    const [from, to] = [join(ROOT, file), join(COPY, file)]
    if (!existsSync(from) || (existsSync(to) && readFileSync(from).equals(readFileSync(to)))) continue
    mkdirSync(dirname(to), { recursive: true })
    copyFileSync(from, to)
  }
  const gone = sh('find', ['.', '-name', '*.rs'], { cwd: COPY }).stdout.split('\n').filter(Boolean).map((file) => file.slice(2))
  for (const file of gone) if (!existsSync(join(ROOT, file))) rmSync(join(COPY, file))
  for (const made of ['web/dist', 'web/node_modules', 'tests/browser/node_modules']) link(made)
  if (existsSync(TARGET)) return
  // What others wrote is built already: the same files under another name, without taking room. What cargo notes about
  // them is copied, as it writes there.
  mkdirSync(join(TARGET, 'debug'), { recursive: true })
  for (const [part, how] of [['deps', '-al'], ['build', '-al'], ['.fingerprint', '-a']]) sh('cp', [how, join(ROOT, 'target/debug', part), join(TARGET, 'debug', part)])
  sh('sh', ['-c', 'rm -rf deps/comity* deps/libcomity* deps/it-* .fingerprint/comity*'], { cwd: join(TARGET, 'debug') })
}

/** Runs one test in the copy: `red`, `green`, or why it says nothing. One of the web client's is its file and its name. */
function run(test) {
  const [, file, name] = /^(\S+\.test\.(?:ts|mjs)) (.+)$/.exec(test) ?? []
  if (!file) return runRust(test)
  return file.endsWith('.ts') ? runWeb(file, name) : runBrowser(file, name)
}

function runWeb(file, name) {
  const ran = sh('npx', ['vitest', 'run', relative('web', file), '-t', literal(name)], { cwd: join(COPY, 'web'), timeout: MINUTES * 60_000, env: { ...process.env, NO_COLOR: '1' } })
  if (/Tests .*\d failed/.test(ran.stdout)) return 'red'
  return ran.status === 0 && /Tests .*\d passed/.test(ran.stdout) ? 'green' : `no such test, or it did not end:\n${(ran.stdout + ran.stderr).slice(-2_000)}`
}

/** Builds the page and runs the file to its end: its tests go on from each other. */
function runBrowser(file, name) {
  const env = { ...process.env, CARGO_TARGET_DIR: TARGET, COMITY_BIN: join(TARGET, 'debug/comity') }
  const steps = [
    ['web', 'npm', ['run', '--silent', 'build']],
    ['.', 'cargo', ['build', '--locked']],
    ['tests/browser', 'node', ['--test', '--test-reporter=tap', relative('tests/browser', file)]],
  ]
  rmSync(join(COPY, 'web/dist'))
  let ran
  for (const [dir, command, args] of steps) {
    ran = sh(command, args, { cwd: join(COPY, dir), timeout: MINUTES * 60_000, env })
    if (ran.status !== 0) break
  }
  link('web/dist')
  const found = new RegExp(`^(not ok|ok) \\d+ - ${literal(name)}`, 'm').exec(ran.stdout)?.[1]
  return { 'not ok': 'red', ok: 'green' }[found] ?? `no such test, or it did not end:\n${(ran.stdout + ran.stderr).slice(-2_000)}`
}

function runRust(test) {
  const integration = sh('grep', ['-rlE', `fn ${test}\\(`, 'tests/it'], { cwd: COPY }).stdout !== ''
  const args = ['test', '--locked', ...(integration ? ['--test', 'it'] : ['--lib']), '--', test]
  const ran = sh('cargo', args, { cwd: COPY, timeout: MINUTES * 60_000, env: { ...process.env, CARGO_TARGET_DIR: TARGET, RUST_BACKTRACE: '0' } })
  const said = ran.stdout + ran.stderr
  if (said.includes('could not compile')) return `does not compile:\n${said.slice(-2_000)}`
  if (new RegExp(`${test} \\.\\.\\. FAILED`).test(said) || (ran.status !== 0 && /running [1-9]/.test(said))) return 'red'
  return ran.status === 0 && /test result: ok\. [1-9]/.test(said) ? 'green' : `no such test, or it did not end:\n${said.slice(-2_000)}`
}

/** Makes the changes, looks, takes them back; what is wrong, or nothing. */
function weaken(entry) {
  const sound = new Map(entry.changes.map(({ file }) => [file, readFileSync(join(COPY, file), 'utf8')]))
  const weak = new Map(sound)
  for (const change of entry.changes) {
    const text = weak.get(change.file)
    const places = text.match(pattern(change['-']))?.length ?? 0
    if (places !== 1) return [`what is to be changed stands ${places} times in ${change.file}`]
    weak.set(change.file, text.replace(pattern(change['-']), () => change['+'].join('\n')))
  }
  try {
    for (const [file, text] of weak) writeFileSync(join(COPY, file), text)
    return entry.red.map((test) => [test, run(test)]).filter(([, how]) => how !== 'red').map(([test, how]) => `${test}: ${how}`)
  } finally {
    for (const [file, text] of sound) writeFileSync(join(COPY, file), text)
  }
}

/** Writes the day behind an entry, or that it was not red. */
function note(name, seen) {
  const blocks = readFileSync(LIST, 'utf8').split('\n\n')
  const at = blocks.findIndex((block) => block.split('\n').includes(name))
  blocks[at] = `${blocks[at].trimEnd().replace(/\n {2}seen .*/, '')}\n  seen ${seen}`
  writeFileSync(LIST, `${blocks.join('\n\n').trimEnd()}\n`)
}

const [only] = process.argv.slice(2)
const today = new Date().toISOString().slice(0, 10)
const all = entries(readFileSync(LIST, 'utf8'))
const chosen = all.filter((entry) => (only ? entry.name.includes(only) : entry.seen !== `red ${today}`))
mkdirSync(COPY, { recursive: true })
copy()
let failed = 0
for (const entry of chosen) {
  const wrong = weaken(entry)
  note(entry.name, wrong.length === 0 ? `red ${today}` : `not red ${today}`)
  console.log(wrong.length === 0 ? `red      ${entry.name}` : `NOT RED  ${entry.name}\n    ${wrong.join('\n    ')}`)
  if (wrong.length > 0) failed += 1
}
if (chosen.length < all.length && !only) console.log(`${all.length - chosen.length} were seen red today already`)
console.log(`${chosen.length - failed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
