// What the server says against the types of Slack's own SDKs: programs in TypeScript read fields by them without asking.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readFileSync } from 'node:fs';
import { LogLevel } from '@slack/bolt';
import { SocketModeClient } from '@slack/socket-mode';
import { WebClient } from '@slack/web-api';
import { eventually, start } from './server.mjs';
import { answerOf, conflicts, eventsOf, misfits, sendable } from './typed.mjs';

const book = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url)));
const resolve = (ref) => ref.slice(2).split('/').reduce((value, name) => value[name], book);

/** Where the document differs from the types, and why. */
const MEANT = [
  [/: null instead of/, /\/(bookmarks?(\/\*)?\/(app_action_id|app_id|entity_id|icon_url|shortcut_id)|channel_actions_ts|deleted_by|parent_conversation|enterprise|view\/(close|submit|title|previous_view_id))$/, 'null in the examples of Slack’s documentation'],
  [/: null instead of/, /\/bot_profile\/user_id$/, 'nobody is behind an incoming webhook'],
  [/: null instead of/, /^\/users\/\*\/email$/, 'a bot has no address'],
  [/^/, /^\/channel\/latest$/, 'the time alone, in one field for every kind of conversation'],
  [/: string instead of number/, /\/session_id$/, 'the SDK itself sends it as a string'],
  [/: array instead of \(string\[\] & any\[\]\)/, /\/warnings$/, 'strings, which the type can’t say'],
];

/** What an event does not say although its type in the SDK does, and why. */
const UNSAID = [
  [/^message channel_join\/inviter:/, 'nobody invited who came by themselves'],
  [/^message thread_broadcast\/(root|client_msg_id):/, 'the root has an event of its own; only who sends such an id has one'],
  [/^message message_changed\/message\/(event_ts|channel|channel_type):/, 'they stand beside the message, as in the examples of Slack’s documentation'],
  [/^message message_changed\/previous_message:/, 'what a message said before is not kept'],
  [/^message message_deleted\/previous_message\/(event_ts|channel|channel_type|user):/, 'what was deleted is not kept, nor who wrote it'],
  [/^message pinned_item: the SDK has no type/, 'the line that says it, as Slack has it'],
  [/^pin_removed \/(item\/created_by|item\/created|item_user|pinned_info):/, 'the pin is gone'],
];

/** What the types hold that nobody sends here, and why. */
const UNSENT = [
  [/^workflow_step$/, 'a view of the steps from apps that Slack retired'],
];

const meant = (conflict) => MEANT.some(([how, where]) => how.test(conflict) && where.test(conflict.split(': ')[0]));

let server;

before(async () => {
  server = await start();
});
after(() => server?.stop());

test('no answer has another kind of value than the SDK’s types say', () => {
  const methods = Object.keys(book.paths).filter((path) => answerOf(path.slice(1)));
  assert.ok(methods.length > 100, `${methods.length}`);
  const found = methods.flatMap((path) =>
    conflicts(answerOf(path.slice(1)), book.paths[path].post.responses['200'].content['application/json'].schema, resolve).map((conflict) => [path, conflict]),
  );
  assert.deepEqual(found.filter(([, conflict]) => !meant(conflict)), []);
});

test('what the SDK lets programs send is known, to the last field', () => {
  const shapes = Object.entries(book.components.schemas).filter(([name, { properties }]) => name === 'SentAttachment' || properties?.type?.enum?.length === 1);
  const all = sendable().filter(({ type, name }) => !UNSENT.some(([what]) => what.test(type ?? name)));
  assert.ok(all.length > 50, `${all.length}`);
  const unknown = all.flatMap(({ name, type, fields }) => {
    const like = shapes.filter(([shape, { properties }]) => (type ? properties.type?.enum?.[0] === type : shape === 'SentAttachment'));
    const known = new Set(like.flatMap(([, { properties }]) => Object.keys(properties)));
    return fields.filter((field) => !known.has(field) && !UNSENT.some(([what]) => what.test(`${type ?? name}/${field}`))).map((field) => `${name}: ${field}`);
  });
  assert.deepEqual(unknown, []);
});

test('every event has all that its type in the SDK says is there', async () => {
  const client = (who) => new WebClient(who, { slackApiUrl: server.api, retryConfig: { retries: 0 } });
  const [ada, owner, courier] = [server.people.grace.token, server.people.ada.admin_token ?? server.people.ada.token, server.bot.bot_token].map(client);
  const heard = [];
  const socket = new SocketModeClient({ appToken: server.bot.app_token, clientOptions: { slackApiUrl: server.api }, logLevel: LogLevel.ERROR });
  socket.on('slack_event', async ({ ack, body }) => {
    await ack();
    if (body.event) heard.push(body.event);
  });
  await socket.start();
  try {
    const { channel } = await courier.conversations.create({ name: 'typed-words' });
    const id = channel.id;
    await ada.conversations.join({ channel: id });
    const said = await ada.chat.postMessage({ channel: id, text: `hello <@${server.bot.user_id}>` });
    const { ts } = said;
    await ada.chat.postMessage({ channel: id, thread_ts: ts, text: 'and to all', reply_broadcast: true });
    const reply = await courier.chat.postMessage({ channel: id, thread_ts: ts, text: 'a reply', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: '*b*' } }] });
    await ada.chat.update({ channel: id, ts, text: 'hello, corrected' });
    await courier.chat.delete({ channel: id, ts: reply.ts });
    await ada.chat.meMessage({ channel: id, text: 'waves' });
    await ada.reactions.add({ channel: id, timestamp: ts, name: 'wave' });
    await ada.reactions.remove({ channel: id, timestamp: ts, name: 'wave' });
    await ada.pins.add({ channel: id, timestamp: ts });
    await ada.pins.remove({ channel: id, timestamp: ts });
    await courier.conversations.setTopic({ channel: id, topic: 'a topic' });
    await courier.conversations.setPurpose({ channel: id, purpose: 'a purpose' });
    await courier.conversations.rename({ channel: id, name: 'typed-words-2' });
    const { usergroup } = await owner.usergroups.create({ name: 'Typists', handle: 'typists' });
    await owner.usergroups.users.update({ usergroup: usergroup.id, users: [server.people.ada.id] });
    await owner.usergroups.disable({ usergroup: usergroup.id });
    await ada.users.profile.set({ profile: { status_text: 'typing', status_emoji: ':keyboard:' } });
    await ada.dnd.setSnooze({ num_minutes: 5 });
    await ada.conversations.leave({ channel: id });
    await courier.conversations.archive({ channel: id });
    await courier.conversations.unarchive({ channel: id });
    await ada.conversations.open({ users: server.bot.user_id });
    await ada.chat.postMessage({ channel: id, text: 'unfold http://127.0.0.1:1/x' }).catch(() => {});
    await eventually('the channel back', () => heard.some(({ type }) => type === 'channel_unarchive'));
    await new Promise((done) => setTimeout(done, 500));
  } finally {
    await socket.disconnect();
  }
  const kinds = new Set(heard.map(({ type }) => type));
  assert.ok(kinds.size >= 15, [...kinds].join(', '));
  const odd = heard.flatMap((event) => {
    const shapes = eventsOf(event.type, event.subtype);
    if (!shapes.length) return [`${event.type} ${event.subtype}: the SDK has no type of it`];
    const best = shapes.map((shape) => misfits(shape, event)).sort((a, b) => a.length - b.length)[0];
    return best.map((misfit) => `${event.type} ${event.subtype ?? ''}${misfit}`);
  });
  assert.deepEqual([...new Set(odd)].filter((misfit) => !UNSAID.some(([what]) => what.test(misfit))), []);
});
