"""slack_sdk against the real binary, pointed there by its base URL alone: its quick-start, and what bots live on."""

import asyncio
import time
import unittest

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.rtm_v2 import RTMClient
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook import WebhookClient

from server import Server, eventually

server: Server


def setUpModule():
    global server
    server = Server()


def tearDownModule():
    server.stop()


def courier(**options):
    return WebClient(token=server.bot["bot_token"], base_url=server.api, **options)


def person(name):
    return WebClient(token=server.people[name]["token"], base_url=server.api)


class QuickStart(unittest.TestCase):
    def test_auth_test_names_the_bot_and_the_workspace(self):
        me = courier().auth_test()
        self.assertTrue(me["ok"])
        self.assertEqual(me["user_id"], server.bot["user_id"])
        self.assertEqual(me["bot_id"], server.bot["bot_id"])
        self.assertEqual(me["team_id"], server.team["id"])
        self.assertEqual(me["team"], "Comity Demo")
        self.assertEqual(me["url"], server.url + "/")

    def test_api_test_gives_back_what_it_got(self):
        self.assertEqual(courier().api_test(foo="bar")["args"]["foo"], "bar")

    def test_post_by_id_and_by_name(self):
        for channel in (server.channels["general"], "general", "#general"):
            posted = courier().chat_postMessage(channel=channel, text="Hello, world")
            self.assertEqual(posted["channel"], server.channels["general"])
            self.assertEqual(posted["message"]["text"], "Hello, world")
            self.assertEqual(posted["message"]["bot_id"], server.bot["bot_id"])
            self.assertRegex(posted["ts"], r"^\d{10}\.\d{6}$")

    def test_edit_and_delete(self):
        general = server.channels["general"]
        ts = courier().chat_postMessage(channel=general, text="frist")["ts"]
        self.assertEqual(courier().chat_update(channel=general, ts=ts, text="first")["text"], "first")
        message = courier().conversations_history(channel=general, latest=ts, inclusive=True, limit=1)["messages"][0]
        self.assertEqual(message["text"], "first")
        self.assertEqual(message["edited"]["user"], server.bot["user_id"])
        courier().chat_delete(channel=general, ts=ts)
        latest = courier().conversations_history(channel=general, latest=ts, inclusive=True, limit=1)["messages"]
        self.assertNotIn(ts, [m["ts"] for m in latest])

    def test_blocks_come_back_as_sent_with_fields_nobody_knows(self):
        section = {"type": "section", "block_id": "b1", "text": {"type": "mrkdwn", "text": "*Donaudampfschifffahrt*"}}
        blocks = [{**section, "hologram": {"depth": 3, "parts": [1, 2.5, None, {"x": "y"}]}}]
        ts = courier().chat_postMessage(channel=server.channels["random"], text="fallback", blocks=blocks)["ts"]
        history = courier().conversations_history(channel=server.channels["random"], oldest=ts, inclusive=True)
        self.assertEqual(history["messages"][0]["blocks"], blocks)
        blocks = [*blocks, {"type": "hologram_2031"}]
        with self.assertRaises(SlackApiError) as refused:
            courier().chat_postMessage(channel=server.channels["random"], text="fallback", blocks=blocks)
        self.assertEqual(refused.exception.response["error"], "invalid_blocks")

    def test_threads(self):
        random = server.channels["random"]
        parent = courier().chat_postMessage(channel=random, text="a question")["ts"]
        replies = [courier().chat_postMessage(channel=random, text=f"{i}", thread_ts=parent)["ts"] for i in range(5)]
        seen = []
        for page in courier().conversations_replies(channel=random, ts=parent, limit=2):
            seen += [m["ts"] for m in page["messages"] if m["ts"] != parent]
        self.assertEqual(seen, replies)
        head = courier().conversations_replies(channel=random, ts=parent, limit=1)["messages"][0]
        self.assertEqual((head["ts"], head["reply_count"], head["latest_reply"]), (parent, 5, replies[-1]))
        in_channel = courier().conversations_history(channel=random, oldest=parent, inclusive=True)["messages"]
        self.assertEqual([m["ts"] for m in in_channel if m["ts"] in replies], [], "replies stay in their thread")

    def test_reactions(self):
        general = server.channels["general"]
        ts = courier().chat_postMessage(channel=general, text="react to this")["ts"]
        courier().reactions_add(channel=general, timestamp=ts, name="thumbsup")
        person("ada").reactions_add(channel=general, timestamp=ts, name="thumbsup")
        got = courier().reactions_get(channel=general, timestamp=ts)["message"]["reactions"]
        self.assertEqual([(r["name"], r["count"]) for r in got], [("+1", 2)])
        self.assertEqual(set(got[0]["users"]), {server.bot["user_id"], server.people["ada"]["id"]})
        self.refused("already_reacted", courier().reactions_add, channel=general, timestamp=ts, name="thumbsup")
        courier().reactions_remove(channel=general, timestamp=ts, name="thumbsup")
        self.refused("no_reaction", courier().reactions_remove, channel=general, timestamp=ts, name="thumbsup")

    def test_a_channel_from_its_creation_to_its_archive(self):
        ada = person("ada")
        channel = ada.conversations_create(name=f"launch-{time.time_ns()}")["channel"]["id"]
        ada.conversations_setTopic(channel=channel, topic="Counting down")
        ada.conversations_setPurpose(channel=channel, purpose="To launch")
        ada.conversations_invite(channel=channel, users=[server.people["grace"]["id"], server.bot["user_id"]])
        info = ada.conversations_info(channel=channel, include_num_members=True)["channel"]
        self.assertEqual((info["topic"]["value"], info["purpose"]["value"]), ("Counting down", "To launch"))
        self.assertEqual(info["num_members"], 3)
        members = ada.conversations_members(channel=channel)["members"]
        self.assertIn(server.bot["user_id"], members)
        ada.conversations_archive(channel=channel)
        self.refused("is_archived", ada.chat_postMessage, channel=channel, text="too late")

    def test_direct_messages(self):
        ada, grace = person("ada"), person("grace")
        dm = ada.conversations_open(users=[server.people["grace"]["id"]])["channel"]["id"]
        ada.chat_postMessage(channel=dm, text="between us")
        self.assertEqual(grace.conversations_history(channel=dm)["messages"][0]["text"], "between us")
        self.refused("channel_not_found", person("linus").conversations_history, channel=dm)

    def test_users(self):
        names = []
        for page in courier().users_list(limit=2):
            self.assertLessEqual(len(page["members"]), 2)
            names += [m["real_name"] for m in page["members"]]
        self.assertEqual(len(names), len(set(names)), "nobody twice")
        for who in ("Ada", "Grace", "Linus", "Margaret", "Edsger"):
            self.assertTrue(any(name.startswith(who) for name in names), f"{who} in {names}")
        ada = courier().users_info(user=server.people["ada"]["id"])["user"]
        self.assertTrue(ada["is_owner"] and ada["is_admin"] and not ada["is_bot"])
        found = courier().users_lookupByEmail(email=server.people["ada"]["email"])["user"]["id"]
        self.assertEqual(found, server.people["ada"]["id"])

    def test_the_asynchronous_client(self):
        async def go():
            client = AsyncWebClient(token=server.bot["bot_token"], base_url=server.api)
            self.assertTrue((await client.auth_test())["ok"])
            return await client.chat_postMessage(channel=server.channels["general"], text="from asyncio")

        self.assertEqual(asyncio.run(go())["message"]["text"], "from asyncio")

    def refused(self, code, call, **arguments):
        with self.assertRaises(SlackApiError) as caught:
            call(**arguments)
        self.assertEqual(caught.exception.response["error"], code)
        self.assertEqual(caught.exception.response.status_code, 200)


class Pages(unittest.TestCase):
    def test_every_channel_once(self):
        seen, sizes = [], []
        for page in courier().conversations_list(limit=1, types="public_channel,private_channel"):
            sizes.append(len(page["channels"]))
            seen += [c["name"] for c in page["channels"]]
        self.assertEqual(set(sizes[:-1]), {1}, "an empty page would tell of a channel the bot may not know of")
        self.assertEqual(len(seen), len(set(seen)))
        self.assertLessEqual({"general", "random", "engineering"}, set(seen))
        self.assertNotIn("board", seen, "the bot is not in the private channel")

    def test_history_newest_first_every_message_once(self):
        ada = person("ada")
        channel = ada.conversations_create(name=f"pages-{time.time_ns()}")["channel"]["id"]
        posted = [ada.chat_postMessage(channel=channel, text=f"message {i}")["ts"] for i in range(25)]
        seen, pages = [], 0
        for page in ada.conversations_history(channel=channel, limit=7, oldest=posted[0], inclusive=True):
            self.assertLessEqual(len(page["messages"]), 7)
            pages += 1
            seen += [m["ts"] for m in page["messages"]]
        self.assertEqual(seen, posted[::-1])
        self.assertEqual(pages, 4)

    def test_a_window_of_history(self):
        ada = person("ada")
        channel = ada.conversations_create(name=f"window-{time.time_ns()}")["channel"]["id"]
        ts = [ada.chat_postMessage(channel=channel, text=str(i))["ts"] for i in range(5)]
        seen = lambda **more: [m["text"] for m in ada.conversations_history(channel=channel, **more)["messages"]]
        self.assertEqual(seen(oldest=ts[1], latest=ts[3]), ["2"])
        self.assertEqual(seen(oldest=ts[1], latest=ts[3], inclusive=True), ["3", "2", "1"])

    def test_a_broken_cursor_is_an_error(self):
        with self.assertRaises(SlackApiError) as caught:
            courier().conversations_list(cursor="%%%")
        self.assertEqual(caught.exception.response["error"], "invalid_cursor")


class Refusals(unittest.TestCase):
    def code(self, call, **arguments):
        with self.assertRaises(SlackApiError) as caught:
            call(**arguments)
        self.assertEqual(caught.exception.response.status_code, 200)
        return caught.exception.response

    def test_codes_as_bots_expect_them(self):
        general = server.channels["general"]
        self.assertEqual(self.code(courier().chat_postMessage, channel="C0NOWHERE00", text="x")["error"], "channel_not_found")
        self.assertEqual(self.code(courier().chat_postMessage, channel=general, text="")["error"], "no_text")
        self.assertEqual(
            self.code(courier().chat_update, channel=general, ts="1.000000", text="x")["error"], "message_not_found"
        )
        self.assertEqual(self.code(courier().users_info, user="U0NOBODY00")["error"], "user_not_found")

    def test_nobody_and_somebody_else(self):
        nobody = WebClient(base_url=server.api)
        self.assertEqual(self.code(nobody.auth_test)["error"], "not_authed")
        forged = WebClient(token="xoxb-0-0-forged", base_url=server.api)
        self.assertEqual(self.code(forged.auth_test)["error"], "invalid_auth")

    def test_a_private_channel_does_not_exist_for_others(self):
        board = server.channels["board"]
        for outsider in (courier(), person("edsger")):
            self.assertEqual(self.code(outsider.conversations_history, channel=board)["error"], "channel_not_found")
            self.assertEqual(self.code(outsider.conversations_info, channel=board)["error"], "channel_not_found")

    def test_an_unknown_method(self):
        said = self.code(courier().api_call, api_method="chat.levitate")
        self.assertEqual((said["error"], said["req_method"]), ("unknown_method", "chat.levitate"))

    def test_a_missing_scope_says_which(self):
        said = self.code(courier().api_call, api_method="admin.users.list")
        self.assertIn(said["error"], ("missing_scope", "unknown_method", "not_allowed_token_type"))
        said = self.code(courier().api_call, api_method="apps.connections.open")
        self.assertEqual(said["error"], "not_allowed_token_type")


class RateLimits(unittest.TestCase):
    def test_429_with_retry_after_and_the_sdk_waits_it_out(self):
        with Server(LIMITS__TIER2_PER_MINUTE="30") as slow:
            client = WebClient(token=slow.bot["bot_token"], base_url=slow.api)
            response = None
            for _ in range(40):
                try:
                    client.conversations_list()
                except SlackApiError as error:
                    response = error.response
                    break
            self.assertIsNotNone(response, "40 calls passed where 30 a minute are allowed")
            self.assertEqual((response.status_code, response["error"]), (429, "ratelimited"))
            after = int({k.lower(): v for k, v in response.headers.items()}["retry-after"])
            self.assertTrue(1 <= after <= 60, after)
            # Another method has an allowance of its own.
            self.assertTrue(client.auth_test()["ok"])


class Webhooks(unittest.TestCase):
    def test_an_incoming_webhook_posts(self):
        hook = WebhookClient(server.bot["webhook"])
        text = f"deployed {time.time_ns()}"
        said = hook.send(text=text, blocks=[{"type": "section", "text": {"type": "mrkdwn", "text": text}}])
        self.assertEqual((said.status_code, said.body), (200, "ok"))
        messages = person("ada").conversations_history(channel=server.channels["engineering"], limit=5)["messages"]
        self.assertIn(text, [m["text"] for m in messages])

    def test_refusals_are_a_status_and_a_word(self):
        self.assertEqual(WebhookClient(server.bot["webhook"]).send(text="").status_code, 400)
        forged = server.bot["webhook"].rsplit("/", 1)[0] + "/forged"
        said = WebhookClient(forged).send(text="hello")
        self.assertIn((said.status_code, said.body), [(403, "invalid_token"), (404, "no_service")])


class RealTimeMessaging(unittest.TestCase):
    def test_an_older_bot_on_rtm(self):
        heard = []
        rtm = RTMClient(token=server.bot["bot_token"], base_url=server.api)
        rtm.on("message")(lambda client, event: heard.append(event))
        rtm.connect()
        try:
            eventually("connected", rtm.is_connected)
            text = f"over the wire {time.time_ns()}"
            person("ada").chat_postMessage(channel=server.channels["general"], text=text)
            event = eventually("Ada's message", lambda: [e for e in heard if e.get("text") == text])[0]
            self.assertEqual((event["channel"], event["user"]), (server.channels["general"], server.people["ada"]["id"]))
            answer = f"{text}: heard"
            rtm.send({"id": 7, "type": "message", "channel": server.channels["general"], "text": answer})
            history = lambda: person("ada").conversations_history(channel=server.channels["general"], limit=3)["messages"]
            eventually("the bot's answer", lambda: any(m["text"] == answer for m in history()))
        finally:
            rtm.close()


if __name__ == "__main__":
    unittest.main()
