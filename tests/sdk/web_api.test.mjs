// @slack/web-api and @slack/webhook against the real binary, pointed there by `slackApiUrl` alone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WebClient } from '@slack/web-api';
import { IncomingWebhook } from '@slack/webhook';
import { start } from './server.mjs';

let server;
let courier;
let ada;

before(async () => {
  server = await start();
  courier = client(server.bot.bot_token);
  ada = client(server.people.ada.token);
});
after(() => server?.stop());

/** Without retries: a wrong status would make the SDK try for half an hour. */
function client(token, options = {}) {
  return new WebClient(token, { slackApiUrl: server.api, retryConfig: { retries: 0 }, ...options });
}

async function refused(code, call) {
  await assert.rejects(call, (error) => {
    assert.equal(error.code, 'slack_webapi_platform_error', error);
    assert.equal(error.data.error, code);
    return true;
  });
}

test('auth.test names the bot, the workspace and the scopes', async () => {
  const me = await courier.auth.test();
  assert.equal(me.user_id, server.bot.user_id);
  assert.equal(me.bot_id, server.bot.bot_id);
  assert.equal(me.url, `${server.url}/`);
  assert.ok(me.response_metadata.scopes.includes('chat:write'), 'read from x-oauth-scopes');
});

test('a message is posted, found, answered, changed and removed', async () => {
  const channel = server.channels.general;
  const { ts } = await courier.chat.postMessage({ channel, text: 'from Node' });
  const reply = await courier.chat.postMessage({ channel, text: 'an answer', thread_ts: ts, reply_broadcast: true });
  assert.equal(reply.message.thread_ts, ts);
  await courier.chat.update({ channel, ts, text: 'from Node, corrected' });
  const { messages } = await courier.conversations.replies({ channel, ts });
  assert.deepEqual(
    messages.map((m) => m.text),
    ['from Node, corrected', 'an answer'],
  );
  await courier.chat.delete({ channel, ts: reply.ts });
  await refused('message_not_found', () => courier.chat.delete({ channel, ts: reply.ts }));
});

test('blocks travel as JSON inside a form and come back as sent', async () => {
  const blocks = [{ type: 'context', block_id: 'c', elements: [{ type: 'mrkdwn', text: 'a & b < c' }] }];
  const { ts } = await courier.chat.postMessage({ channel: server.channels.random, text: 'x', blocks });
  const { messages } = await courier.conversations.history({
    channel: server.channels.random,
    oldest: ts,
    inclusive: true,
  });
  assert.deepEqual(messages[0].blocks, blocks);
});

test('pages are followed to their end', async () => {
  const names = [];
  for await (const page of courier.paginate('conversations.list', { limit: 1 })) {
    names.push(...page.channels.map((c) => c.name));
  }
  assert.equal(new Set(names).size, names.length);
  for (const name of ['general', 'random', 'engineering']) assert.ok(names.includes(name), name);
  const { channel } = await ada.conversations.create({ name: `node-${Date.now()}` });
  const posted = [];
  for (let i = 0; i < 11; i += 1) posted.push((await ada.chat.postMessage({ channel: channel.id, text: `${i}` })).ts);
  const seen = [];
  for await (const page of ada.paginate('conversations.history', {
    channel: channel.id,
    limit: 4,
    oldest: posted[0],
    inclusive: true,
  })) {
    seen.push(...page.messages.map((m) => m.ts));
  }
  assert.deepEqual(seen, posted.reverse());
});

test('an error has its code, and an unknown method too', async () => {
  await refused('channel_not_found', () => courier.chat.postMessage({ channel: 'C0NOWHERE00', text: 'x' }));
  await refused('invalid_auth', () => client('xoxb-0-forged').auth.test());
  await refused('not_authed', () => client(undefined).auth.test());
  await refused('unknown_method', () => courier.apiCall('chat.levitate'));
});

test('a rate limit is 429 with the seconds to wait', async () => {
  const slow = await start({ LIMITS__TIER2_PER_MINUTE: '30' });
  try {
    const hasty = new WebClient(slow.bot.bot_token, { slackApiUrl: slow.api, rejectRateLimitedCalls: true });
    let error;
    for (let i = 0; i < 40 && !error; i += 1) {
      await hasty.conversations.list().catch((caught) => {
        error = caught;
      });
    }
    assert.equal(error?.code, 'slack_webapi_rate_limited_error');
    assert.ok(error.retryAfter >= 1 && error.retryAfter <= 60, `${error.retryAfter}`);
  } finally {
    await slow.stop();
  }
});

test('an incoming webhook says ok, and refuses in words', async () => {
  const said = await new IncomingWebhook(server.bot.webhook).send({ text: `released ${Date.now()}` });
  assert.equal(said.text, 'ok');
  const forged = server.bot.webhook.replace(/[^/]+$/, 'forged');
  await assert.rejects(new IncomingWebhook(forged).send('x'), { code: 'slack_webhook_http_error' });
});
