// @slack/socket-mode and @slack/bolt against the real binary.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { App, LogLevel } from '@slack/bolt';
import { SocketModeClient } from '@slack/socket-mode';
import { WebClient } from '@slack/web-api';
import { eventually, start } from './server.mjs';

let server;
let ada;

before(async () => {
  server = await start();
  ada = new WebClient(server.people.ada.token, { slackApiUrl: server.api, retryConfig: { retries: 0 } });
});
after(() => server?.stop());

test('the socket says hello, delivers an event, and takes the acknowledgement', async () => {
  const client = new SocketModeClient({
    appToken: server.bot.app_token,
    clientOptions: { slackApiUrl: server.api },
    logLevel: LogLevel.ERROR,
  });
  const heard = [];
  client.on('message', async ({ event, ack, retry_num }) => {
    await ack();
    heard.push([event.text, retry_num]);
  });
  // `start` resolves on hello and not before.
  await client.start();
  try {
    const text = `to Node ${Date.now()}`;
    await ada.chat.postMessage({ channel: server.channels.general, text });
    await eventually('the event', () => heard.some(([said]) => said === text));
    await new Promise((resolve) => setTimeout(resolve, 4000));
    assert.equal(heard.filter(([said]) => said === text).length, 1, 'acknowledged once, delivered once');
  } finally {
    await client.disconnect();
  }
});

test('a Bolt app answers over Socket Mode, and not itself', async () => {
  const app = new App({
    token: server.bot.bot_token,
    appToken: server.bot.app_token,
    socketMode: true,
    clientOptions: { slackApiUrl: server.api },
    logLevel: LogLevel.ERROR,
  });
  const heard = [];
  app.message(async ({ message, say }) => {
    heard.push(message.user);
    if (heard.length < 5) await say({ text: 'bolted', thread_ts: message.ts });
  });
  await app.start();
  try {
    const { ts } = await ada.chat.postMessage({ channel: server.channels.random, text: 'anyone?' });
    const replies = async () => (await ada.conversations.replies({ channel: server.channels.random, ts })).messages;
    await eventually('the answer', async () => (await replies()).some((m) => m.text === 'bolted'));
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.deepEqual(heard, [server.people.ada.id]);
  } finally {
    await app.stop();
  }
});
