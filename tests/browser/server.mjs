// Starts the real binary on an empty directory, and starts it again on the same data and port.

import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const binary = process.env.COMITY_BIN ?? join(root, 'target/debug/comity')

/** The demo's short script, which is the same on every day of the week and leaves nothing lying about. */
const SHORT = ['--short']
/** What a visitor of the demo gets: a week of a small company. */
export const WEEK = []

/** A demo workspace. `settings` are environment overrides: `{ LIMITS__RATE_LIMITS: 'false' }`. */
export class Server {
  #child
  #directory = mkdtempSync(join(tmpdir(), 'comity-browser-'))
  #settings
  #script

  static async start(settings = { LIMITS__RATE_LIMITS: 'false' }, listen = '127.0.0.1:0', script = SHORT) {
    const server = new Server()
    server.#settings = settings
    server.#script = script
    await server.#up(listen)
    return server
  }

  async #up(listen) {
    const log = join(this.#directory, 'log')
    const stderr = openSync(log, 'a')
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('COMITY_')))
    for (const [name, value] of Object.entries(this.#settings)) env[`COMITY_${name}`] = value
    const child = spawn(binary, ['demo', '--data-dir', join(this.#directory, 'data'), '--listen', listen, '--json', ...this.#script], {
      env,
      stdio: ['ignore', 'pipe', stderr],
    })
    closeSync(stderr)
    this.#child = child
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`comity demo ended with ${code}:\n${readFileSync(log, 'utf8')}`)
    })
    ended.catch(() => {})
    const [line] = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), ended])
    this.about = JSON.parse(line)
    this.url = this.about.url
  }

  /** What the binary says on the terminal of this server; `settings` as for the start. */
  terminal(words, settings = {}) {
    const env = Object.fromEntries(Object.entries(settings).map(([name, value]) => [`COMITY_${name}`, value]))
    const config = join(this.#directory, 'data.toml')
    return execFileSync(binary, ['--config', config, ...words], { env: { ...process.env, ...env }, encoding: 'utf8' })
  }

  /** Ends the server; what it has is kept. */
  async down() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    await gone
  }

  /** Starts it again where it was. */
  async again() {
    await this.#up(new URL(this.url).host)
  }

  /** Lets it hang: connections stand and are accepted, and nothing answers. */
  hang() {
    this.#child.kill('SIGSTOP')
  }

  /** Lets it go on after it hung. */
  goOn() {
    this.#child.kill('SIGCONT')
  }

  async stop() {
    await this.down()
    rmSync(this.#directory, { recursive: true, force: true })
  }

  /** Calls a method of the API as one of the people, as a script would. */
  async call(handle, method, args = {}) {
    const response = await fetch(`${this.url}/api/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', authorization: `Bearer ${this.about.people[handle].token}` },
      body: JSON.stringify(args),
    })
    return accepted(method, await response.json())
  }

  /** Signs one of the people in as the client does; gives what calls methods in that session. */
  async session(handle, headers = {}) {
    const { email, password } = this.about.people[handle]
    const response = await this.page('client.login', { email, password }, headers)
    accepted('client.login', await response.json())
    const cookie = response.headers.get('set-cookie').split(';')[0]
    return async (method, args = {}) => accepted(method, await (await this.page(method, args, { ...headers, cookie })).json())
  }

  /** Calls a method as a page of the client does, for nobody if there is no cookie among the headers. */
  page(method, args, headers = {}) {
    return fetch(`${this.url}/api/${method}`, { method: 'POST', headers: { 'content-type': 'application/json; charset=utf-8', 'x-comity-client': '1', ...headers }, body: JSON.stringify(args) })
  }
}

function accepted(method, answer) {
  if (!answer.ok) throw new Error(`${method}: ${answer.error}`)
  return answer
}

/** `comity serve` in a directory, as somebody types it. */
export class Fresh {
  directory = mkdtempSync(join(tmpdir(), 'comity-setup-'))
  #child
  #lines

  /** Starts it and gives the first address it prints: a link to the set-up, or where it serves. */
  async start(listen = '127.0.0.1:0') {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(COMITY_.*|HOME|XDG_CONFIG_HOME)$/.test(name)))
    this.#child = spawn(binary, ['serve'], { cwd: this.directory, env: { ...env, COMITY_LISTEN: listen }, stdio: ['ignore', 'pipe', 'ignore'] })
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]()
    const link = await this.address()
    this.url = new URL(link).origin
    return link
  }

  /** The next address on its terminal. */
  async address() {
    for (;;) {
      const { value, done } = await this.#lines.next()
      if (done) throw new Error('comity serve ended')
      const found = /https?:\/\/\S+/.exec(value)
      if (found) return found[0]
    }
  }

  async down() {
    const gone = once(this.#child, 'exit')
    this.#child.kill('SIGTERM')
    await gone
  }

  async stop() {
    if (this.#child.exitCode === null && this.#child.signalCode === null) await this.down()
    rmSync(this.directory, { recursive: true, force: true })
  }
}
