// Fills a channel with as many messages as a long-lived one has.

/** Says line 1 to `count`, a few at a time, so that the order of the lines is nearly the order of the messages. */
export async function fill(server, channel, count) {
  for (let from = 1; from <= count; from += 25) {
    await Promise.all(Array.from({ length: Math.min(25, count - from + 1) }, (_, at) => server.call('linus', 'chat.postMessage', { channel, text: `Line ${from + at} of the archive` })))
  }
}
