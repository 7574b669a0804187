// Tidiness is a test: which way imports go, how large a component may be, and that no HTML string or inline style exists.

import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

import { describe, expect, test } from 'vitest'

const root = import.meta.dirname
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(ts|svelte)$/.test(path) && !/\.test\.ts$|\.d\.ts$/.test(path))
  .map((path) => ({ path, source: readFileSync(join(root, path), 'utf8') }))
const components = files.filter(({ path }) => path.endsWith('.svelte'))

const room = (path: string): string => path.split('/')[0] ?? ''

/** What each room may import: data flows socket → sync → model → views, and a view sends commands. */
const MAY: Record<string, string[]> = {
  api: [],
  text: ['api'],
  i18n: [],
  model: ['api', 'i18n', 'text'],
  load: ['api', 'model'],
  sync: ['api', 'load', 'model'],
  commands: ['api', 'i18n', 'load', 'model', 'sync'],
  style: [],
  views: ['api', 'i18n', 'load', 'model', 'text', 'commands', 'style'],
}

const imports = (path: string, source: string): string[] =>
  [...source.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) => relative(root, resolve(root, dirname(path), match[1] ?? '')))

describe('imports', () => {
  test.each(Object.keys(MAY))('%s', (name) => {
    const wrong = files
      .filter(({ path }) => room(path) === name)
      .flatMap(({ path, source }) => imports(path, source).map((target) => ({ path, target })))
      .filter(({ target }) => room(target) !== name && !MAY[name]?.includes(room(target)))
    expect(wrong).toEqual([])
  })

  /** What a file needs when it is loaded; types are gone by then, and what is loaded later needs nothing of it. */
  const loads = (path: string, source: string): string[] => imports(path, source.replace(/import type [^;]*? from '[^']+'|import\('[^']+'\)/g, ''))

  test('go in no circle, but for what text may hold: text', () => {
    const graph = new Map(files.map(({ path, source }) => [path, loads(path, source)]))
    const reached = (from: string): Set<string> => {
      const seen = new Set<string>()
      const open = [...(graph.get(from) ?? [])]
      for (let next = open.pop(); next !== undefined; next = open.pop()) {
        if (seen.has(next)) continue
        seen.add(next)
        open.push(...(graph.get(next) ?? []))
      }
      return seen
    }
    const circling = [...graph.keys()].filter((path) => reached(path).has(path) && !path.startsWith('views/text/'))
    expect(circling).toEqual([])
  })

  test('what asks stands below what is told: in load, and nowhere above', () => {
    const asking = files.filter(({ path, source }) => room(path) !== 'load' && /^export (const|async function|function) (load|refresh)[A-Z]/m.test(source))
    expect(asking.map(({ path }) => path)).toEqual([])
  })

  test('a view never edits the model', () => {
    for (const { path, source } of files.filter(({ path }) => room(path) === 'views')) {
      expect(imports(path, source).filter((target) => /^model\/change/.test(target)), path).toEqual([])
      expect(source, path).not.toMatch(/\bmodel(\.\w+)+ (\+|-)?= |\bmodel\.\w+\.(set|delete|clear|push|splice|add)\(/)
    }
  })

  test('a view calls no method of the server itself', () => {
    for (const { path, source } of files.filter(({ path }) => room(path) === 'views')) {
      expect(source, path).not.toMatch(/import \{[^}]*\bcall\b[^}]*\} from '[^']*api\/http/)
      expect(source, path).not.toContain('fetch(')
    }
  })
})

/** The tags of fields one writes into, each to its end. */
const written = (source: string): string[] =>
  [...source.matchAll(/<(?:input|textarea)\b(?:[^{}>]|\{(?:[^{}]|\{[^{}]*\})*\})*>/g)].map(([tag]) => tag).filter((tag) => !/type="(checkbox|radio|file|range|number)"|type=\{type === 'check|\b(readonly|disabled) /.test(tag))

test('no field lets the browser keep what is written into it, unless it is the person\'s own data', () => {
  const fields = components.flatMap(({ path, source }) => written(source).map((tag) => ({ path, tag })))
  expect(fields.length).toBeGreaterThan(40)
  expect(fields.filter(({ tag }) => !/ autocomplete=/.test(tag.replace(/\s+/g, ' ')))).toEqual([])
})

test('days, times and zones are chosen in the page\'s own language, not in the browser\'s', () => {
  expect(components.filter(({ source }) => /type="(date|time|datetime-local|month|week)"|<select[^>]*>\s*\{#each zones/.test(source)).map(({ path }) => path)).toEqual([])
})

test('letters are compared with names in one way, by `text/fit.ts`', () => {
  const own = /normalize\('NFK?D'\)|to(Locale)?LowerCase\(\)\.(includes|startsWith)|(includes|startsWith)\([\w.?()]*to(Locale)?LowerCase/
  // A handle is made of a name by rules of its own.
  expect(files.filter(({ path, source }) => room(path) !== 'i18n' && own.test(source)).map(({ path }) => path)).toEqual(['text/fit.ts', 'views/join/handle.ts'])
})

test('a key that does something with a message is written once', () => {
  const single = files.filter(({ path, source }) => room(path) === 'views' && /: '[A-Z]'/.test(source)).map(({ path }) => path)
  expect(single).toEqual(['views/message/actions.ts'])
})

describe('components', () => {
  const lines = components.map(({ path, source }) => ({ path, count: source.split('\n').length }))

  test('are small', () => {
    expect(lines.filter(({ count }) => count > 350)).toEqual([])
  })

  test('leave no blank at the beginning of an element, where Svelte drops it and two words become one', () => {
    const glued = /<(?:small|span|strong|em|time|code|b|i|bdi)(?: (?:[^<>{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)?> +\S.*/g
    expect(components.flatMap(({ path, source }) => [...source.matchAll(glued)].map(([found]) => ({ path, found })))).toEqual([])
  })

  test('have at most ten props', () => {
    for (const { path, source } of components) {
      const props = /let \{([^}]*)\}[^=]*= \$props\(\)/s.exec(source)?.[1]?.split(',').filter((prop) => prop.trim()) ?? []
      expect(props.length, path).toBeLessThanOrEqual(10)
    }
  })

  test('begin with a comment that says what they are', () => {
    for (const { path, source } of components) expect(source, path).toMatch(/^<!-- [A-Z]/)
  })
})

test('the widths at which the page changes stand in one file', () => {
  const styles = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.css')).map((path) => ({ path, source: readFileSync(join(root, path), 'utf8') }))
  const literal = [...files, ...styles].filter(({ path, source }) => path !== 'style/media.ts' && /@media[^{]*\d(px|r?em)|matchMedia\([^)]*(width|height)/.test(source))
  expect(literal.map(({ path }) => path)).toEqual([])
  // A query that stands in a string of its own would escape the line above; a container's own width is another thing.
  expect(files.filter(({ path, source }) => path.endsWith('.ts') && /\((min|max)-width:/.test(source)).map(({ path }) => path)).toEqual(['style/media.ts'])
})

describe('the content security policy', () => {
  test.each(['{@html', 'innerHTML', 'outerHTML', 'insertAdjacentHTML', 'document.write', 'DOMParser', 'eval(', 'new Function', 'createContextualFragment', 'srcdoc'])(
    'nothing uses %s',
    (banned) => {
      for (const { path, source } of files) expect(source.includes(banned), path).toBe(false)
    },
  )

  test('no inline style or handler stands in a component', () => {
    for (const { path, source } of components) {
      const markup = source.replace(/<script[\s\S]*?<\/script>|<style[\s\S]*?<\/style>/g, '')
      expect(markup, path).not.toMatch(/\sstyle=|\son\w+="/)
    }
  })
})

test('every view stands in the one frame of views', () => {
  const registry = files.find(({ path }) => path === 'views/registry.ts')?.source ?? ''
  const table = /export const VIEWS[^{]*\{([\s\S]*?)\n\}/.exec(registry)?.[1] ?? ''
  const views = [...table.matchAll(/import\('\.\/([^']+)'\)/g)].map((match) => `views/${match[1]}`)
  expect(views.length).toBeGreaterThan(8)
  expect(components.filter(({ path, source }) => views.includes(path) && !/<ViewPane title=/.test(source)).map(({ path }) => path)).toEqual([])
})

test('what comes up from the bottom of a phone looks so in one way', () => {
  expect([...components, { path: 'style/base.css', source: readFileSync(join(root, 'style/base.css'), 'utf8') }].filter(({ source }) => source.includes('16px 16px 0 0')).map(({ path }) => path)).toEqual(['style/base.css'])
})

test('what people write is drawn from its own side', () => {
  // Whatever draws a tree of text stands in something that asks for the side, or is text within such a tree.
  const within = new Set(['views/text/Nodes.svelte', 'views/text/LinkText.svelte', 'views/blocks/Linked.svelte', 'views/blocks/Button.svelte'])
  for (const { path, source } of components.filter(({ path, source }) => source.includes('<Nodes ') && !within.has(path))) expect(source, path).toContain('dir="auto"')
  for (const { path, source } of components.filter(({ path }) => /^views\/text\//.test(path))) expect(source, path).not.toMatch(/(padding|margin|border)-(left|right):/)
})
