// Code with its words marked. highlight.js would give a string of HTML; it is given an emitter of our own instead, so that
// it gives the marks themselves.

import hljs from 'highlight.js/lib/core'
import bash from 'highlight.js/lib/languages/bash'
import c from 'highlight.js/lib/languages/c'
import cpp from 'highlight.js/lib/languages/cpp'
import csharp from 'highlight.js/lib/languages/csharp'
import css from 'highlight.js/lib/languages/css'
import diff from 'highlight.js/lib/languages/diff'
import dockerfile from 'highlight.js/lib/languages/dockerfile'
import go from 'highlight.js/lib/languages/go'
import ini from 'highlight.js/lib/languages/ini'
import java from 'highlight.js/lib/languages/java'
import javascript from 'highlight.js/lib/languages/javascript'
import json from 'highlight.js/lib/languages/json'
import kotlin from 'highlight.js/lib/languages/kotlin'
import php from 'highlight.js/lib/languages/php'
import python from 'highlight.js/lib/languages/python'
import ruby from 'highlight.js/lib/languages/ruby'
import rust from 'highlight.js/lib/languages/rust'
import sql from 'highlight.js/lib/languages/sql'
import typescript from 'highlight.js/lib/languages/typescript'
import xml from 'highlight.js/lib/languages/xml'
import yaml from 'highlight.js/lib/languages/yaml'

export interface Token {
  text: string
  kind?: Kind
}

/** The few kinds of words that have a colour of their own. */
export type Kind = 'keyword' | 'string' | 'number' | 'comment' | 'name' | 'added' | 'removed'

const KINDS: Record<string, Kind> = {
  keyword: 'keyword', 'selector-tag': 'keyword', 'template-tag': 'keyword', tag: 'keyword', doctag: 'keyword', meta: 'keyword', 'meta-keyword': 'keyword',
  string: 'string', regexp: 'string', symbol: 'string', char: 'string', link: 'string', 'template-variable': 'string',
  number: 'number', literal: 'number', bullet: 'number',
  comment: 'comment', quote: 'comment',
  title: 'name', name: 'name', section: 'name', type: 'name', built_in: 'name', attr: 'name', attribute: 'name', property: 'name', class: 'name', 'selector-class': 'name', 'selector-id': 'name', variable: 'name',
  addition: 'added', deletion: 'removed',
}

class Tokens {
  readonly list: Token[] = []
  private readonly open: string[] = []

  addText(text: string): void {
    const kind = this.open.map((scope) => KINDS[scope] ?? KINDS[scope.split('.')[0] ?? '']).findLast(Boolean)
    const last = this.list.at(-1)
    if (last && last.kind === kind) last.text += text
    else if (text) this.list.push(kind ? { text, kind } : { text })
  }

  startScope(scope: string): void {
    this.open.push(scope)
  }

  endScope(): void {
    this.open.pop()
  }

  openNode(scope: string): void {
    this.startScope(scope)
  }

  closeNode(): void {
    this.endScope()
  }

  __addSublanguage(other: Tokens): void {
    for (const { text } of other.list) this.addText(text)
  }

  finalize(): void {}

  toHTML(): string {
    return ''
  }
}

const LANGUAGES = { bash, c, cpp, csharp, css, diff, dockerfile, go, ini, java, javascript, json, kotlin, php, python, ruby, rust, sql, typescript, xml, yaml }
for (const [name, language] of Object.entries(LANGUAGES)) hljs.registerLanguage(name, language)
hljs.configure({ __emitter: Tokens as never, throwUnescapedHTML: false })

/** Longer code is shown as it is: marking it would take longer than it is worth. */
const LENGTH_MAX = 20_000
/** What a guess must score before it is believed: prose in a code block stays without colours. */
const RELEVANCE_MIN = 4
/** Prose is full of words that some language keeps for itself, but not of these. */
const CODE_LIKE = /[{}()[\];=<>"][^]*[{}()[\];=<>"]/
/** The languages a guess is made among: those that are told apart well. */
const GUESSED = ['bash', 'css', 'diff', 'go', 'java', 'javascript', 'json', 'python', 'rust', 'sql', 'typescript', 'xml', 'yaml']

export function highlight(code: string, language?: string): Token[] {
  if (code.length > LENGTH_MAX) return [{ text: code }]
  if (!language && !CODE_LIKE.test(code)) return [{ text: code }]
  const named = language?.toLowerCase()
  if (named && !hljs.getLanguage(named)) return [{ text: code }]
  const result = named ? hljs.highlight(code, { language: named, ignoreIllegals: true }) : hljs.highlightAuto(code, GUESSED)
  if (!named && result.relevance < RELEVANCE_MIN) return [{ text: code }]
  return (result._emitter as unknown as Tokens).list
}
