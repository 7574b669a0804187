"""A Bolt app over Socket Mode: it hears, acknowledges and answers, and nothing is lost when it does not."""

import logging
import threading
import time
import unittest

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse

from server import Server, eventually

server: Server


def setUpModule():
    global server
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
    server = Server()


def tearDownModule():
    server.stop()


def web(token):
    return WebClient(token=token, base_url=server.api)


def ada():
    return web(server.people["ada"]["token"])


def texts(channel="general", limit=20):
    return [m["text"] for m in ada().conversations_history(channel=server.channels[channel], limit=limit)["messages"]]


class Bolt(unittest.TestCase):
    def setUp(self):
        self.app = App(client=web(server.bot["bot_token"]))
        self.handler = SocketModeHandler(self.app, server.bot["app_token"])
        self.addCleanup(self.handler.close)

    def test_a_listener_hears_and_answers(self):
        @self.app.message("knock knock")
        def answer(message, say):
            say(f"who is there, <@{message['user']}>?")

        self.handler.connect()
        stamp = str(time.time_ns())
        ada().chat_postMessage(channel=server.channels["general"], text=f"knock knock {stamp}")
        wanted = f"who is there, <@{server.people['ada']['id']}>?"
        eventually("the bot's answer", lambda: wanted in texts())

    def test_a_bot_does_not_answer_itself(self):
        heard = []

        @self.app.event("message")
        def hear(event, say):
            heard.append(event)
            if len(heard) < 5:
                say("an echo of nobody in particular")

        self.handler.connect()
        ada().chat_postMessage(channel=server.channels["general"], text="is this a loop?")
        eventually("the first message", lambda: heard)
        eventually("its answer", lambda: "an echo of nobody in particular" in texts())
        # The bot's own message would come within this second, and be answered again.
        time.sleep(1)
        self.assertEqual([e["user"] for e in heard], [server.people["ada"]["id"]])

    def test_a_mention_and_a_reaction_are_events(self):
        heard = {}
        self.app.event("app_mention")(lambda event: heard.update(mention=event))
        self.app.event("reaction_added")(lambda event: heard.update(reaction=event))
        self.app.event("message")(lambda event: None)
        self.handler.connect()
        text = f"<@{server.bot['user_id']}> please look"
        ts = ada().chat_postMessage(channel=server.channels["general"], text=text)["ts"]
        ada().reactions_add(channel=server.channels["general"], timestamp=ts, name="eyes")
        eventually("both events", lambda: len(heard) == 2)
        self.assertEqual(heard["mention"]["text"], text)
        self.assertEqual((heard["reaction"]["reaction"], heard["reaction"]["item"]["ts"]), ("eyes", ts))

    def test_a_private_channel_without_the_bot_stays_silent(self):
        heard = []
        self.app.event("message")(lambda event: heard.append(event["text"]))
        self.handler.connect()
        ada().chat_postMessage(channel=server.channels["board"], text="for the board only")
        ada().chat_postMessage(channel=server.channels["general"], text="for everybody")
        eventually("the public message", lambda: "for everybody" in heard)
        self.assertNotIn("for the board only", heard)


class Delivery(unittest.TestCase):
    """The envelope protocol without Bolt, which always acknowledges."""

    def connect(self, listener):
        client = SocketModeClient(app_token=server.bot["app_token"], web_client=web(server.bot["bot_token"]))
        client.socket_mode_request_listeners.append(listener)
        client.connect()
        self.addCleanup(client.close)
        eventually("connected", client.is_connected)
        return client

    @staticmethod
    def acknowledge(client, request):
        client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))

    def test_what_is_not_acknowledged_comes_again(self):
        text = f"unacknowledged {time.time_ns()}"
        tries = []

        def listener(client, request):
            if request.payload["event"].get("text") != text:
                return self.acknowledge(client, request)
            tries.append((request.retry_attempt, request.retry_reason, request.payload["event_id"]))
            if len(tries) > 1:
                self.acknowledge(client, request)

        self.connect(listener)
        ada().chat_postMessage(channel=server.channels["general"], text=text)
        eventually("the second delivery", lambda: len(tries) > 1, seconds=15)
        self.assertEqual([t[0] for t in tries[:2]], [0, 1])
        self.assertEqual(tries[0][2], tries[1][2], "the same event")
        self.assertTrue(tries[1][1], "with a reason")
        time.sleep(4)
        self.assertEqual(len(tries), 2, "acknowledged, so it is over")

    def test_what_a_lost_connection_held_comes_on_the_next(self):
        text = f"held {time.time_ns()}"
        first = threading.Event()

        def deaf(client, request):
            if request.payload["event"].get("text") == text:
                first.set()
            else:
                self.acknowledge(client, request)

        client = self.connect(deaf)
        client.auto_reconnect_enabled = False
        ada().chat_postMessage(channel=server.channels["general"], text=text)
        self.assertTrue(first.wait(10))
        client.close()
        again = threading.Event()

        def listener(client, request):
            self.acknowledge(client, request)
            if request.payload["event"].get("text") == text:
                again.set()

        self.connect(listener)
        self.assertTrue(again.wait(15), "the event went down with the connection")

    def test_each_envelope_goes_to_one_of_several_sockets(self):
        lock, got = threading.Lock(), []

        def listener(client, request):
            self.acknowledge(client, request)
            with lock:
                got.append((id(client), request.payload["event"].get("text")))

        self.connect(listener)
        self.connect(listener)
        wanted = [f"one of two {time.time_ns()}" for _ in range(10)]
        for text in wanted:
            ada().chat_postMessage(channel=server.channels["general"], text=text)
        eventually("all ten", lambda: set(wanted) <= {t for _, t in got})
        time.sleep(1)
        self.assertEqual(sorted(t for _, t in got if t in wanted), sorted(wanted))

    def test_the_envelope_is_slacks(self):
        seen = []

        def listener(client, request):
            self.acknowledge(client, request)
            seen.append(request)

        self.connect(listener)
        text = f"look inside {time.time_ns()}"
        ada().chat_postMessage(channel=server.channels["general"], text=text)
        request = eventually("it", lambda: [r for r in seen if r.payload["event"].get("text") == text])[0]
        self.assertEqual((request.type, request.accepts_response_payload), ("events_api", False))
        payload = request.payload
        self.assertEqual((payload["type"], payload["team_id"]), ("event_callback", server.team["id"]))
        self.assertEqual(payload["api_app_id"], server.bot["app_id"])
        self.assertTrue(payload["event_id"].startswith("Ev") and isinstance(payload["event_time"], int))
        self.assertEqual(payload["authorizations"][0]["user_id"], server.bot["user_id"])
        self.assertEqual(payload["event"]["event_ts"], payload["event"]["ts"])
        self.assertEqual(payload["event"]["channel_type"], "channel")


if __name__ == "__main__":
    unittest.main()
