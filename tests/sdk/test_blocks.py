"""Whatever the builders of slack_sdk make is taken, and comes back unchanged."""

import unittest

from slack_sdk import WebClient
from slack_sdk.models import attachments as old
from slack_sdk.models import blocks as kit
from slack_sdk.models.blocks import block_elements as more

from server import Server

server: Server


def setUpModule():
    global server
    server = Server()


def tearDownModule():
    server.stop()


plain = kit.PlainTextObject(text="a", emoji=True)
option = kit.Option(value="1", text=plain, description="d")
group = kit.OptionGroup(label="g", options=[option])
confirm = kit.ConfirmObject(title="t", text="x", confirm="y", deny="n", style="danger")
image = kit.ImageElement(image_url="https://example.org/a.png", alt_text="a")
feedback = kit.FeedbackButtonObject(text="good", value="1")
trigger = {"trigger": {"url": "https://example.org/t", "customizable_input_parameters": [{"name": "a", "value": "b"}]}}
where = {"include": ["public", "im"], "exclude_bot_users": True}
write = {"trigger_actions_on": ["on_enter_pressed"]}
leaf = kit.RichTextElementParts
bold = leaf.TextStyle(bold=True, italic=True, strike=True, code=True, underline=True)
section = kit.RichTextSectionElement(elements=[
    leaf.Text(text="a", style=bold), leaf.Channel(channel_id="C1"), leaf.User(user_id="U1", style=bold),
    leaf.Emoji(name="tada", skin_tone=2, unicode="1f389"), leaf.Link(url="https://example.org", text="b"),
    leaf.Team(team_id="T1"), leaf.UserGroup(usergroup_id="S1"), leaf.Broadcast(range="here"),
    leaf.Color(value="#f00"), leaf.Date(timestamp=1, format="{date}", url="https://example.org", fallback="x"),
])
rich = kit.RichTextBlock(elements=[
    section,
    kit.RichTextListElement(style="ordered", indent=1, offset=2, border=1, elements=[section]),
    kit.RichTextQuoteElement(elements=[leaf.Text(text="q")]),
    kit.RichTextPreformattedElement(elements=[leaf.Text(text="p")], border=0, language="rust"),
])
button = kit.ButtonElement(text="go", action_id="a", url="https://example.org", value="v", style="primary", confirm=confirm)
pick = {"action_id": "a", "placeholder": "p", "confirm": confirm, "focus_on_load": True}
elements = [
    button, kit.LinkButtonElement(text="go", url="https://example.org"),
    kit.CheckboxesElement(action_id="a", options=[option], initial_options=[option], confirm=confirm),
    kit.RadioButtonsElement(action_id="a", options=[option], initial_option=option),
    kit.OverflowMenuElement(action_id="a", options=[option, option]),
    kit.DatePickerElement(initial_date="2026-01-31", **pick), kit.TimePickerElement(initial_time="09:30", **pick),
    kit.DateTimePickerElement(action_id="a", initial_date_time=1_700_000_000),
    kit.StaticSelectElement(options=[option], initial_option=option, **pick),
    kit.StaticMultiSelectElement(option_groups=[group], initial_options=[option], max_selected_items=2, **pick),
    kit.ExternalDataSelectElement(initial_option=option, min_query_length=2, action_id="a", placeholder="p"),
    kit.ExternalDataMultiSelectElement(initial_options=[option], max_selected_items=2, action_id="a", placeholder="p"),
    kit.UserSelectElement(initial_user="U1", **pick), kit.UserMultiSelectElement(initial_users=["U1"], **pick),
    kit.ConversationSelectElement(initial_conversation="C1", response_url_enabled=True, filter=where, **pick),
    kit.ConversationMultiSelectElement(initial_conversations=["C1"], filter=where, **pick),
    kit.ChannelSelectElement(initial_channel="C1", **pick),
    kit.ChannelMultiSelectElement(initial_channels=["C1"], **pick),
    more.WorkflowButtonElement(text="w", action_id="a", workflow=trigger, style="danger"),
]
inputs = [
    kit.PlainTextInputElement(action_id="a", initial_value="x", multiline=True, min_length=1, max_length=9,
                              dispatch_action_config=write),
    more.RichTextInputElement(action_id="a", initial_value=rich), kit.EmailInputElement(action_id="a", initial_value="a@b"),
    kit.UrlInputElement(action_id="a", initial_value="https://example.org"),
    kit.NumberInputElement(action_id="a", is_decimal_allowed=True, initial_value="1", min_value="0", max_value="9"),
    more.FileInputElement(action_id="a", filetypes=["pdf"], max_files=2),
]
card = kit.CardBlock(hero_image=image, icon=image, title="t", subtitle="s", body="b", actions=[button])
task = kit.TaskCardBlock(task_id="1", title="t", details=rich, output=rich, status="in_progress",
                         sources=[kit.UrlSourceElement(url="https://example.org", text="s")])
table = kit.TableBlock(
    rows=[[kit.RawTextObject(text="a"), kit.RawNumberObject(value=1.5, text="1.5"), rich]],
    column_settings=[{"align": "right", "is_wrapped": True}, None],
)
whole = [
    kit.SectionBlock(text="a", fields=["b", plain], accessory=image, expand=True), kit.DividerBlock(),
    kit.ImageBlock(image_url="https://example.org/a.png", alt_text="a", title="t"),
    kit.ImageBlock(slack_file={"id": "F1"}, alt_text="a"),
    kit.ContextBlock(elements=[image, plain, kit.MarkdownTextObject(text="m", verbatim=True)]),
    kit.ContextActionsBlock(elements=[
        kit.FeedbackButtonsElement(action_id="f", positive_button=feedback, negative_button=feedback),
        kit.IconButtonElement(icon="trash", text="t", action_id="i", value="v", visible_to_user_ids=["U1"]),
    ]),
    kit.FileBlock(external_id="1"), kit.CallBlock(call_id="R1"), kit.HeaderBlock(text="h"), kit.MarkdownBlock(text="**m**"),
    kit.VideoBlock(alt_text="a", video_url="https://example.org/v", thumbnail_url="https://example.org/t", title="t",
                   title_url="https://example.org", description="d", provider_name="p", author_name="Ada"),
    rich, table, task, kit.PlanBlock(title="p", tasks=[task]), kit.AlertBlock(text="a", level="warning"), card,
    kit.ContainerBlock(title="c", child_blocks=[kit.DividerBlock()], width="wide", icon=image, is_collapsible=True),
    kit.CarouselBlock(elements=[card]),
    kit.AuthProviderBlock(value="v", name="n", is_connected=False, fallback=[kit.DividerBlock()]),
    *[kit.ActionsBlock(elements=[element]) for element in elements],
    *[kit.SectionBlock(text="a", accessory=element) for element in elements],
    *[kit.InputBlock(label="l", element=element, hint="h", optional=True) for element in inputs],
]


class Builders(unittest.TestCase):
    def read_back(self, **said):
        courier = WebClient(token=server.bot["bot_token"], base_url=server.api)
        channel = server.channels["random"]
        ts = courier.chat_postMessage(channel=channel, text="built", **said)["ts"]
        return courier.conversations_history(channel=channel, oldest=ts, inclusive=True)["messages"][0]

    def test_every_block_comes_back_as_built(self):
        for block in whole:
            block = block.to_dict()
            with self.subTest(block=block):
                self.assertEqual(self.read_back(blocks=[block])["blocks"], [block])

    def test_attachments_come_back_as_built(self):
        texts = {"text": "a", "fallback": "f", "title": "t", "pretext": "p", "footer": "x", "color": "good", "ts": 1,
                 "fields": [old.AttachmentField(title="a", value="b")], "markdown_in": ["text"]}
        action = {"name": "a", "text": "b"}
        actions = [old.ActionButton(value="v", style="danger", **action), old.ActionUserSelector(**action),
                   old.ActionChannelSelector(**action), old.ActionExternalSelector(selected_option=option, **action)]
        built = [old.Attachment(**texts), old.BlockAttachment(blocks=[rich], fallback="f"),
                 old.InteractiveAttachment(callback_id="c", actions=actions, **texts)]
        for attachment in built:
            attachment = attachment.to_dict()
            with self.subTest(attachment=attachment):
                self.assertEqual(self.read_back(attachments=[attachment])["attachments"], [{**attachment, "id": 1}])
