"""What breaks real clients, one test each. Plain HTTP and sockets, because the SDKs hide what they send."""

import asyncio
import json
import os
import pathlib
import re
import unittest
import urllib.error
import urllib.parse
import urllib.request
import uuid

import aiohttp
from slack_sdk import WebClient

from server import ROOT, Server

server: Server
FORM = "application/x-www-form-urlencoded"
JSON = "application/json;charset=utf-8"


def setUpModule():
    global server
    server = Server()


def tearDownModule():
    server.stop()


def call(method, *, query=None, body=None, kind=None, token=None, verb=None):
    """One request as it goes over the wire: status, headers with small names, and the JSON."""
    url = server.api + method + ("?" + urllib.parse.urlencode(query) if query else "")
    headers = {}
    if kind:
        headers["Content-Type"] = kind
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = body.encode() if isinstance(body, str) else body
    request = urllib.request.Request(url, data=data, headers=headers, method=verb or ("GET" if body is None else "POST"))
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, {k.lower(): v for k, v in response.headers.items()}, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, {k.lower(): v for k, v in error.headers.items()}, json.loads(error.read() or b"{}")


def form(**fields):
    return urllib.parse.urlencode(fields)


def multipart(**fields):
    edge = uuid.uuid4().hex
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{k}"\r\n\r\n{v}\r\n' for k, v in fields.items()]
    return "".join(parts) + f"--{edge}--\r\n", f"multipart/form-data; boundary={edge}"


class Arguments(unittest.TestCase):
    def ok(self, **request):
        status, _, said = call(**request)
        self.assertEqual((status, said.get("ok")), (200, True), said)
        return said

    def test_a_an_empty_body_labelled_json(self):
        bot = server.bot["bot_token"]
        self.ok(method="auth.test", body="", kind=JSON, token=bot)
        self.ok(method="usergroups.list", body="", kind=JSON, token=bot)
        self.ok(method="apps.connections.open", body="", kind=JSON, token=server.bot["app_token"])

    def test_b_the_token_in_the_header_the_form_both_or_multipart(self):
        bot = server.bot["bot_token"]
        self.ok(method="auth.test", body="", kind=FORM, token=bot)
        self.ok(method="auth.test", body=form(token=bot), kind=FORM)
        self.ok(method="auth.test", body=form(token=bot), kind=FORM, token=bot)
        body, kind = multipart(token=bot)
        self.ok(method="auth.test", body=body, kind=kind)
        body, kind = multipart(channel=server.channels["general"], text="in parts")
        self.ok(method="chat.postMessage", body=body, kind=kind, token=bot)

    def test_b_a_token_in_the_query_would_end_in_logs(self):
        status, _, said = call("auth.test", query={"token": server.bot["bot_token"]})
        self.assertEqual((status, said["ok"], said["error"]), (200, False, "not_authed"))

    def test_c_booleans_numbers_and_lists_in_every_dress(self):
        bot, general = server.bot["bot_token"], server.channels["general"]
        for yes in ("1", "true", "True"):
            said = self.ok(
                method="conversations.info",
                body=form(channel=general, include_num_members=yes),
                kind=FORM,
                token=bot,
            )
            self.assertIn("num_members", said["channel"], yes)
        for no in ("0", "false", "False"):
            said = self.ok(method="conversations.list", body=form(exclude_archived=no, limit="1"), kind=FORM, token=bot)
            self.assertEqual(len(said["channels"]), 1)
        for limit in (1, "1"):
            said = self.ok(method="conversations.list", body=json.dumps({"limit": limit}), kind=JSON, token=bot)
            self.assertEqual(len(said["channels"]), 1)
        people = [server.people[name]["id"] for name in ("linus", "margaret")]
        opened = {
            self.ok(method="conversations.open", body=body, kind=kind, token=server.people["ada"]["token"])["channel"]["id"]
            for body, kind in (
                (form(users=",".join(people)), FORM),
                (json.dumps({"users": ",".join(people)}), JSON),
                (json.dumps({"users": people}), JSON),
            )
        }
        self.assertEqual(len(opened), 1, "one group message, however its people are written")
        blocks = [{"type": "divider", "block_id": "d"}]
        for body, kind in (
            (form(channel=general, text="x", blocks=json.dumps(blocks)), FORM),
            (json.dumps({"channel": general, "text": "x", "blocks": blocks}), JSON),
            (json.dumps({"channel": general, "text": "x", "blocks": json.dumps(blocks)}), JSON),
        ):
            said = self.ok(method="chat.postMessage", body=body, kind=kind, token=bot)
            self.assertEqual(said["message"]["blocks"], blocks)

    def test_d_get_and_post_and_arguments_in_the_query(self):
        bot, general = server.bot["bot_token"], server.channels["general"]
        self.ok(method="auth.test", token=bot)
        self.ok(method="auth.test", verb="POST", body="", token=bot)
        self.ok(method="conversations.info", query={"channel": general}, token=bot)
        self.ok(method="conversations.info", query={"channel": general}, body="", kind=JSON, token=bot)
        self.ok(method="conversations.info", query={"channel": general}, body="{}", kind=JSON, token=bot)
        self.ok(method="chat.postMessage", query={"channel": general, "text": "by GET"}, token=bot)

    def test_e_unknown_arguments_are_ignored(self):
        bot = server.bot["bot_token"]
        self.ok(method="auth.test", body=form(team_id=server.team["id"], colour="mauve"), kind=FORM, token=bot)
        self.ok(method="users.list", body=json.dumps({"team_id": "T1", "nested": {"a": [1]}}), kind=JSON, token=bot)

    def test_f_a_method_that_is_not_there_says_so(self):
        _, _, said = call("files.getUploadURLExternal", body=form(filename="a", length="1"), kind=FORM, token=server.bot["bot_token"])
        self.assertEqual((said["error"], said["req_method"]), ("unknown_method", "files.getUploadURLExternal"))

    def test_broken_json_is_slacks_error(self):
        for body, code in (("{", "invalid_json"), ("[]", "json_not_object"), ("7", "json_not_object")):
            status, _, said = call("auth.test", body=body, kind=JSON, token=server.bot["bot_token"])
            self.assertEqual((status, said["error"]), (200, code), body)


class Answers(unittest.TestCase):
    def test_g_scopes_stand_in_the_headers(self):
        _, headers, _ = call("chat.postMessage", body="", kind=JSON, token=server.bot["bot_token"])
        self.assertIn("chat:write", headers["x-oauth-scopes"])
        self.assertIn("chat:write", headers["x-accepted-oauth-scopes"])
        self.assertTrue(headers["x-slack-req-id"])
        self.assertEqual(headers["content-type"].replace(" ", ""), "application/json;charset=utf-8")
        self.assertIn("no-store", headers["cache-control"])

    def test_h_an_error_is_200_whatever_the_mistake(self):
        bot = server.bot["bot_token"]
        mistakes = [
            dict(method="no.such.method", token=bot),
            dict(method="auth.test"),
            dict(method="auth.test", token="xoxb-wrong"),
            dict(method="chat.postMessage", token=bot),
            dict(method="chat.postMessage", body=b"\xff\xfe\x00", kind=FORM, token=bot),
            dict(method="chat.postMessage", body=b"\xff\xfe", kind=JSON, token=bot),
            dict(method="chat.postMessage", body="x", kind="multipart/form-data", token=bot),
            dict(method="conversations.history", query={"channel": "\u0000", "limit": "-5"}, token=bot),
            dict(method="conversations.history", query={"channel": "x" * 5000}, token=bot),
            dict(method="chat.postMessage", query={"channel": "general", "text": "x", "blocks": "{"}, token=bot),
        ]
        for mistake in mistakes:
            status, headers, said = call(**mistake)
            self.assertEqual((status, said.get("ok")), (200, False), mistake)
            self.assertNotIn("location", headers, mistake)
            self.assertNotIn(said["error"], ("internal_error", "fatal_error"), mistake)

    def test_j_whole_channel_objects_with_the_right_types(self):
        _, _, said = call("conversations.list", query={"types": "public_channel,private_channel,im,mpim"}, token=server.people["ada"]["token"])
        kinds = {
            "id": str, "created": int, "is_channel": bool, "is_group": bool, "is_im": bool, "is_mpim": bool,
            "is_private": bool, "is_archived": bool, "is_shared": bool, "is_ext_shared": bool, "is_org_shared": bool,
            "name": str, "name_normalized": str, "creator": str, "is_general": bool, "is_member": bool,
            "topic": dict, "purpose": dict, "previous_names": list, "updated": int, "unlinked": int,
        }  # fmt: skip
        channels = [c for c in said["channels"] if not c.get("is_im")]
        self.assertTrue(channels)
        for channel in channels:
            for key, kind in kinds.items():
                self.assertIsInstance(channel.get(key), kind, f"{key} of {channel}")
            for about in (channel["topic"], channel["purpose"]):
                self.assertEqual((type(about["value"]), type(about["creator"]), type(about["last_set"])), (str, str, int))

    def test_k_the_url_ends_in_a_slash_and_permalinks_are_built_on_it(self):
        bot, general = server.bot["bot_token"], server.channels["general"]
        _, _, me = call("auth.test", token=bot)
        self.assertTrue(me["url"].endswith("/"))
        _, _, posted = call("chat.postMessage", body=form(channel=general, text="link"), kind=FORM, token=bot)
        _, _, link = call("chat.getPermalink", query={"channel": general, "message_ts": posted["ts"]}, token=bot)
        self.assertEqual(link["permalink"], f"{me['url']}archives/{general}/p{posted['ts'].replace('.', '')}")

    def test_urls_come_from_the_configuration_never_from_the_host_header(self):
        request = urllib.request.Request(
            server.api + "auth.test",
            headers={"Authorization": f"Bearer {server.bot['bot_token']}", "Host": "evil.example", "X-Forwarded-Host": "evil.example"},
        )
        with urllib.request.urlopen(request, timeout=10) as response:
            self.assertNotIn("evil", response.read().decode())


class Known(unittest.TestCase):
    """The list of known traps beside this file, against the tests."""

    def rows(self):
        table = pathlib.Path(__file__).with_name("traps.md").read_text(encoding="utf-8")
        return {m[1]: re.findall(r"`(\w+)`", m[2]) for m in re.finditer(r"^\| (\w) \|.*\|(.*)\|$", table, re.M)}

    def test_every_known_trap_has_its_test(self):
        tests = {
            name
            for file in [*ROOT.glob("tests/sdk/test_*.py"), *ROOT.glob("tests/it/**/*.rs")]
            for name in re.findall(r"(?:def (?=test_)|#\[test\]\s+fn )(\w+)\(", file.read_text("utf-8"))
        }
        rows = self.rows()
        self.assertEqual("".join(rows), "abcdefghijkl")
        for trap, named in rows.items():
            self.assertTrue(named, f"trap {trap} has no test")
            self.assertEqual(set(named) - tests, set(), f"trap {trap} names tests that are not there")

    def test_l_no_proxy_of_the_environment_is_in_the_way(self):
        left = [name for name in os.environ if re.fullmatch(r"(https?|all)_proxy", name, re.I)]
        self.assertEqual(left, [], "server.py takes them away, or calls to this machine would leave it")
        said = WebClient(server.bot["bot_token"], base_url=server.api).auth_test()
        self.assertTrue(said["ok"])


class Sockets(unittest.TestCase):
    def test_i_frames_that_the_plainest_parser_can_read(self):
        _, _, opened = call("rtm.connect", token=server.bot["bot_token"])

        async def go():
            # A client that offers compression and a foreign Origin, and answers pings by itself.
            async with aiohttp.ClientSession() as session:
                socket = await session.ws_connect(
                    opened["url"], compress=15, origin="https://api.slack.com", autoping=False
                )
                self.assertEqual(socket.compress, 0, "no compression")
                self.assertEqual((await self.text(socket))["type"], "hello")
                await socket.ping(b"\x00same payload\xff")
                pong = await socket.receive(timeout=5)
                while pong.type != aiohttp.WSMsgType.PONG:
                    pong = await socket.receive(timeout=5)
                self.assertEqual(bytes(pong.data), b"\x00same payload\xff")
                await socket.send_str(json.dumps({"id": 5, "type": "ping", "time": 1}))
                self.assertEqual((await self.until(socket, "pong"))["reply_to"], 5)
                # Nothing else happens: the server's own ping comes more often than every 30 seconds.
                ping = await socket.receive(timeout=30)
                while ping.type != aiohttp.WSMsgType.PING:
                    ping = await socket.receive(timeout=30)
                await socket.close()

        asyncio.run(asyncio.wait_for(go(), 60))

    def test_i_a_long_message_is_one_frame(self):
        _, _, opened = call("rtm.connect", token=server.bot["bot_token"])
        text = "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz " * 400

        async def go():
            async with aiohttp.ClientSession() as session:
                socket = await session.ws_connect(opened["url"])
                await self.until(socket, "hello")
                body = json.dumps({"channel": server.channels["general"], "text": text})
                posting = asyncio.to_thread(
                    call, "chat.postMessage", body=body, kind=JSON, token=server.people["ada"]["token"]
                )
                event, said = await asyncio.gather(self.until(socket, "message"), posting)
                self.assertTrue(said[2]["ok"], said)
                self.assertEqual(event["text"], said[2]["message"]["text"])
                await socket.close()

        asyncio.run(asyncio.wait_for(go(), 30))

    def test_a_socket_url_opens_once(self):
        _, _, opened = call("rtm.connect", token=server.bot["bot_token"])

        async def go():
            async with aiohttp.ClientSession() as session:
                async with session.ws_connect(opened["url"]) as first:
                    await self.until(first, "hello")
                    with self.assertRaises(aiohttp.WSServerHandshakeError):
                        await session.ws_connect(opened["url"])

        asyncio.run(asyncio.wait_for(go(), 30))

    async def text(self, socket):
        return json.loads((await socket.receive(timeout=10)).data)

    async def until(self, socket, kind):
        while True:
            message = await socket.receive(timeout=10)
            self.assertEqual(message.type, aiohttp.WSMsgType.TEXT, message)
            event = json.loads(message.data)
            if event.get("type") == kind:
                return event


if __name__ == "__main__":
    unittest.main()
