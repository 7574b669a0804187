// Stands between a browser and the server, as a company's own proxy does, and can show the browser a changed server.

import { once } from 'node:events'
import { createServer, request } from 'node:http'
import { connect } from 'node:net'

export class Proxy {
  /** Where it passes requests on to; set once the server runs. */
  target
  /** Takes a path and gives a whole answer `{ status, type, body }`, or nothing to pass the request on. */
  change = async () => undefined
  #sockets = new Set()
  #server

  static async start() {
    const proxy = new Proxy()
    proxy.#server = createServer((asked, answer) => void proxy.#pass(asked, answer))
    proxy.#server.on('upgrade', (asked, socket) => proxy.#line(asked, socket))
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    proxy.url = `http://127.0.0.1:${proxy.#server.address().port}`
    return proxy
  }

  /** A port nobody listens at, for the server behind. */
  static async freePort() {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address()
    other.close()
    await once(other, 'close')
    return port
  }

  async #pass(asked, answer) {
    const changed = await this.change(asked.url)
    if (changed) return answer.writeHead(changed.status, { 'content-type': changed.type }).end(changed.body)
    const { hostname, port } = new URL(this.target)
    const passed = request({ hostname, port, path: asked.url, method: asked.method, headers: asked.headers }, (got) => {
      answer.writeHead(got.statusCode, got.headers)
      got.pipe(answer)
    })
    passed.on('error', () => answer.writeHead(502).end())
    asked.pipe(passed)
  }

  #line(asked, socket) {
    const { hostname, port } = new URL(this.target)
    const line = connect(port, hostname, () => {
      line.write(`${asked.method} ${asked.url} HTTP/1.1\r\n${asked.rawHeaders.reduce((all, part, at) => all + part + (at % 2 ? '\r\n' : ': '), '')}\r\n`)
      line.pipe(socket).pipe(line)
    })
    this.#sockets.add(socket)
    for (const end of [line, socket]) end.on('error', () => [line, socket].forEach((other) => other.destroy()))
  }

  /** Cuts every open line, as a restart does. */
  cut() {
    for (const socket of this.#sockets) socket.destroy()
    this.#sockets.clear()
  }

  stop() {
    this.cut()
    this.#server.closeAllConnections()
    this.#server.close()
  }
}
