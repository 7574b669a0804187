// The one way to call a method of the server.

import type { Answer, Arguments, Method } from './types.ts'

/** The server refused, with one of its error codes. */
export class ApiError extends Error {
  override name = 'ApiError'
  constructor(
    readonly code: string,
    /** How long the server asks to wait, when it does. */
    readonly retry_after_s = 0,
  ) {
    super(code)
  }
}

/** No answer came: whether the server did anything is unknown. */
export class NetworkError extends Error {
  override name = 'NetworkError'
}

/** How long an answer may take before the request counts as lost. */
const REQUEST_TIMEOUT_MS = 20_000

/** What takes no argument that must be there is called without any, too. */
export type Call = <M extends Method>(method: M, ...args: {} extends Arguments<M> ? [args?: Arguments<M>] : [args: Arguments<M>]) => Promise<Answer<M>>

export const call: Call = (method, ...[args]) => callUnlisted(method, args ?? {})

/** Calls a method that the API's document does not name, because only a server that is not set up has it. */
export const callUnlisted = <T>(method: string, args: object): Promise<T> =>
  send<T>(method, JSON.stringify(args), { 'content-type': 'application/json; charset=utf-8' })

/** Calls a method with a file among its arguments. */
export const upload = <M extends Method>(method: M, form: FormData): Promise<Answer<M>> => send(method, form, {})

async function send<T>(method: string, body: BodyInit, headers: Record<string, string>): Promise<T> {
  let response: Response
  try {
    response = await fetch(`/api/${method}`, {
      method: 'POST',
      credentials: 'same-origin',
      // A form on another site cannot send this header, so the cookie alone moves nothing.
      headers: { ...headers, 'x-comity-client': '1' },
      body,
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    })
  } catch (cause) {
    throw new NetworkError(method, { cause })
  }
  if (response.status === 429) {
    throw new ApiError('ratelimited', Number(response.headers.get('retry-after') ?? '1') || 1)
  }
  // A proxy in front of a stopped server answers 502 to 504: the server itself said nothing.
  if (response.status >= 502) throw new NetworkError(`${method}: HTTP ${response.status}`)
  let answer: { ok: boolean; error?: string }
  try {
    answer = (await response.json()) as { ok: boolean; error?: string }
  } catch (cause) {
    throw new NetworkError(`${method}: not JSON`, { cause })
  }
  if (!answer.ok) throw new ApiError(answer.error ?? 'unknown_error')
  return answer as T
}

/** How often a read waits for its turn before it gives up. */
const TURNS = 4

/** Like `call`, for reads: waits when the server asks to. */
export const read: Call = async (method, ...args) => {
  for (let turn = 1; ; turn += 1) {
    try {
      return await call(method, ...args)
    } catch (error) {
      if (turn === TURNS || !(error instanceof ApiError) || error.code !== 'ratelimited') throw error
      await new Promise((resolve) => setTimeout(resolve, error.retry_after_s * 1000))
    }
  }
}

/** Like `read`, for a list as a whole: asks for the pages that follow, and gives one answer with the items of all. */
export const readAll: Call = async (method, ...[args]) => {
  type Page = Record<string, object> & { response_metadata?: { next_cursor?: string } }
  const ask = (cursor?: string): Promise<Page> => (read as (method: string, args: object) => Promise<Page>)(method, { ...args, cursor })
  const whole = await ask()
  for (let page = whole; page.response_metadata?.next_cursor; ) {
    page = await ask(page.response_metadata.next_cursor)
    for (const [field, items] of Object.entries(page)) {
      if (Array.isArray(items)) (whole[field] as unknown[]).push(...(items as unknown[]))
      else if (field === 'emoji') Object.assign(whole[field]!, items)
    }
  }
  return whole as never
}

/** The error code to show for whatever was thrown. */
export const codeOf = (error: unknown): string =>
  error instanceof ApiError ? error.code : error instanceof NetworkError ? 'network' : 'client_error'
