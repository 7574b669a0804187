// Watches a page from its first moment on: what runs, what it asks for, and every element and attribute that appears.
// It is handed over as a function, through the debugger, which the page's policy does not govern.

function watch() {
  const finds = (globalThis.__finds = [])
  const find = (what) => finds.length < 50 && finds.push(what)
  Object.defineProperty(globalThis, '__hit', { set: (n) => find(`payload ${n} ran`), get: () => undefined })
  for (const name of ['alert', 'prompt', 'confirm', 'print']) globalThis[name] = () => find(`${name} was called`)
  addEventListener('securitypolicyviolation', (event) => find(`${event.effectiveDirective} stopped ${event.blockedURI}`))

  const ADDRESSES = ['href', 'xlink:href', 'src', 'action', 'formaction', 'data', 'poster', 'background', 'ping']
  const BANNED = 'iframe, frame, object, embed, base, style, template[shadowrootmode], svg script, svg animate, svg foreignObject, math, marquee, area, portal, meta[http-equiv]'
  const own = (url) => url.origin === location.origin
  const fine = {
    A: (url) => ['http:', 'https:', 'mailto:', 'tel:'].includes(url.protocol),
    // The number in the tab's icon is a picture that the page draws.
    LINK: (url) => own(url) || url.href.startsWith('data:image/png;'),
    IMG: (url) => own(url) || ['data:', 'blob:'].includes(url.protocol),
  }

  function attribute(element, name, value) {
    if (/^on/i.test(name)) return find(`<${element.tagName} ${name}=${value}>`)
    if (name === 'srcdoc' || (name === 'srcset' && value)) return find(`<${element.tagName} ${name}=${value}>`)
    if (name === 'style' && /url\(|expression|image-set/i.test(value)) return find(`<${element.tagName} ${name}=${value}>`)
    if (!ADDRESSES.includes(name.toLowerCase()) || value === '') return
    let url
    try {
      url = new URL(value, location.href)
    } catch {
      return find(`<${element.tagName} ${name}=${value}> is no address`)
    }
    if (!(fine[element.tagName] ?? own)(url)) find(`<${element.tagName} ${name}=${value}>`)
  }

  function element(node) {
    if (node.matches(BANNED)) find(`<${node.tagName}> appeared`)
    if (node.tagName === 'SCRIPT' && !node.src.startsWith(`${location.origin}/assets/`)) find(`a script appeared: ${node.src}`)
    for (const { name, value } of node.attributes) attribute(node, name, value)
  }

  function tree(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return
    element(node)
    for (const inner of node.querySelectorAll('*')) element(inner)
  }

  new MutationObserver((records) => {
    for (const record of records) {
      for (const node of record.addedNodes) tree(node)
      if (record.type === 'attributes') attribute(record.target, record.attributeName, record.target.getAttribute(record.attributeName) ?? '')
    }
  }).observe(document, { subtree: true, childList: true, attributes: true })
}

/** Guards every page of a browser profile; gives what asks for its finds. */
export async function guard(context, home) {
  const asked = []
  await context.addInitScript(watch)
  context.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (origin !== home && !['data:', 'blob:'].includes(protocol)) asked.push(`${request.url()} was asked for`)
  })
  context.on('page', (page) => page.on('dialog', (dialog) => asked.push(`a dialog said ${dialog.message()}`)))
  return async (page) => [...asked, ...(await page.evaluate(() => globalThis.__finds))]
}
