//! What a client may send as blocks, attachments, views and metadata, after Slack's documentation of Block Kit: the same
//! shapes stand in the OpenAPI document and judge what comes in (`judge`). A name that ends in `Block` also takes a
//! `block_id`, one in `Element` what every element takes.

use crate::base::limits;
use serde_json::{Value, json};

/// How wide or high a picture says it is; nobody lays it out by a number that is none.
const PIXELS: &str = "integer 0..100000";

/// What every block may have besides its own.
const OF_BLOCKS: [(&str, &str); 1] = [("block_id?", "string 255")];
/// What every element may have besides its own.
const OF_ELEMENTS: [(&str, &str); 4] = [
    ("action_id?", "string 255"),
    ("placeholder?", "PlainText 150"),
    ("confirm?", "Confirmation"),
    ("focus_on_load?", "boolean"),
];

/// All shapes of what is sent.
pub(super) fn all() -> Vec<(&'static str, Value)> {
    let families = [sent(), kinds::all(), elements::all(), rich::all(), attachments::all(), metadata::all()];
    let mut all: Vec<_> = families.into_iter().flatten().collect();
    for (name, shape) in &mut all {
        let common = match name {
            name if name.ends_with("Block") => &OF_BLOCKS[..],
            name if name.ends_with("Element") => &OF_ELEMENTS[..],
            _ => continue,
        };
        let Value::Object(fields) = shape else { continue };
        for (field, shape) in common {
            fields.entry(*field).or_insert(json!(shape));
        }
    }
    all
}

/// Whole arguments.
fn sent() -> Vec<(&'static str, Value)> {
    vec![
        ("SentBlocks", json!(["SentBlock", 0, (limits::BLOCKS_PER_MESSAGE)])),
        ("SentAttachments", json!(["SentAttachment", 0, (limits::ATTACHMENTS_PER_MESSAGE)])),
        ("SentUnfurls", json!({ "*": "SentAttachment" })),
        ("SentView", json!("ModalView | HomeView")),
        (
            "ModalView",
            json!({
                "type": "'modal'",
                "title": (format!("PlainText {}", limits::VIEW_LABEL_CHARS)),
                "submit?": (format!("PlainText {}", limits::VIEW_LABEL_CHARS)),
                "close?": (format!("PlainText {}", limits::VIEW_LABEL_CHARS)),
                "blocks": ["SentBlock", 0, (limits::BLOCKS_PER_VIEW)],
                "private_metadata?": "string 3000",
                "callback_id?": "string 255",
                "external_id?": "string 255",
                "clear_on_close?": "boolean",
                "notify_on_close?": "boolean",
            }),
        ),
        (
            "HomeView",
            json!({
                "type": "'home'",
                "title?": (format!("PlainText {}", limits::VIEW_LABEL_CHARS)),
                "submit?": (format!("PlainText {}", limits::VIEW_LABEL_CHARS)),
                "close?": (format!("PlainText {}", limits::VIEW_LABEL_CHARS)),
                "blocks": ["SentBlock", 0, (limits::BLOCKS_PER_VIEW)],
                "private_metadata?": "string 3000",
                "callback_id?": "string 255",
                "external_id?": "string 255",
                "clear_on_close?": "boolean",
                "notify_on_close?": "boolean",
            }),
        ),
    ]
}

mod kinds {
    use super::PIXELS;

    objects! {
        "SentBlock": "ActionsBlock | AlertBlock | AuthProviderBlock | CallBlock | CardBlock | CarouselBlock | \
            ContainerBlock | ContextActionsBlock | ContextBlock | DataTableBlock | DataVisualizationBlock | DividerBlock | FileBlock | HeaderBlock | ImageBlock | \
            InputBlock | MarkdownBlock | PlanBlock | RichTextBlock | SectionBlock | TableBlock | TaskCardBlock | VideoBlock";
        "ActionsBlock": { "type": "'actions'", "elements": ["ActionElement", 1, 25] };
        "AlertBlock": {
            "type": "'alert'",
            "text": "Text 3000",
            "level?": "'default' | 'info' | 'warning' | 'error' | 'success'",
        };
        "AuthProviderBlock": {
            "type": "'auth_provider'",
            "value": "string 1..150",
            "name": "PlainText 75",
            "is_connected": "boolean",
            "description?": "PlainText 150",
            "icon_url?": "link 3000",
            "auth_url?": "link 3000",
            "disconnect_url?": "link 3000",
            "connected_identity?": "PlainText 75",
            "connected_context?": "PlainText 75",
            "accessory?": "OverflowElement",
            "fallback?": ["SentBlock", 0, 50],
        };
        "CallBlock": {
            "type": "'call'",
            "call_id": "string 255",
            "api_decoration_available?": "boolean",
            "call?": { "v1?": "SentCall", "media_backend_type?": "string 255" },
        };
        "SentCall": {
            "id?": "string 255",
            "app_id?": "string 255",
            "created_by?": "string 255",
            "name?": "string 3000",
            "display_id?": "string 255",
            "join_url?": "link 3000",
            "desktop_app_join_url?": "string 3000",
            "date_start?": "integer",
            "date_end?": "integer",
            "channels?": ["string 255", 0, 100],
            "has_ended?": "boolean",
            "was_accepted?": "boolean",
            "was_missed?": "boolean",
            "was_rejected?": "boolean",
            "is_dm_call?": "boolean",
            "active_participants?": ["SentParticipant", 0, 100],
            "all_participants?": ["SentParticipant", 0, 100],
            "app_icon_urls?": { "*": "string 3000" },
        };
        "SentParticipant": {
            "slack_id?": "string 255",
            "external_id?": "string 255",
            "display_name?": "string 3000",
            "avatar_url?": "string 3000",
        };
        "CardBlock": {
            "type": "'card'",
            "+": "hero_image | title | actions | body",
            "hero_image?": "ImageElement",
            "icon?": "ImageElement",
            "slack_icon?": { "type?": "string 255", "name?": "string 255" },
            "title?": "Text 150",
            "subtitle?": "Text 150",
            "body?": "Text 200",
            "subtext?": "Text 200",
            "actions?": ["ActionElement", 0, 25],
        };
        "CarouselBlock": { "type": "'carousel'", "elements": ["CardBlock", 1, 10] };
        "ContainerBlock": {
            "type": "'container'",
            "+": "title | rich_text_title",
            "title?": "PlainText 150",
            "rich_text_title?": "RichTextBlock",
            "subtitle?": "Text 150",
            "child_blocks": ["SentBlock", 1, 10],
            "width?": "'narrow' | 'standard' | 'wide' | 'full'",
            "icon?": "ImageElement",
            "is_collapsible?": "boolean",
            "default_collapsed?": "boolean",
            "has_header_divider?": "boolean",
        };
        "ContextActionsBlock": {
            "type": "'context_actions'",
            "elements": ["FeedbackButtonsElement | IconButtonElement", 1, 5],
        };
        "ContextBlock": { "type": "'context'", "elements": ["PlainText | Mrkdwn | ImageElement", 1, 10] };
        "DataTableBlock": {
            "type": "'data_table'",
            "rows": [["RawText | RawNumber | RichTextBlock", 1, 20], 1, 101],
            "caption": "string 1..3000",
            "page_size?": "integer 1..100",
            "row_header_column_index?": "integer 0..19",
        };
        "DataVisualizationBlock": { "type": "'data_visualization'", "title": "string 50", "chart": "PieChart | AxisChart" };
        "PieChart": { "type": "'pie'", "segments": ["ChartPoint", 1, 100] };
        "AxisChart": {
            "type": "'bar' | 'area' | 'line'",
            "series": [{ "name": "string 255", "data": ["ChartPoint", 1, 1000] }, 1, 100],
            "axis_config?": { "categories?": ["string 255", 0, 1000], "x_label?": "string 255", "y_label?": "string 255" },
        };
        "ChartPoint": { "label": "string 255", "value": "number" };
        "DividerBlock": { "type": "'divider'" };
        "FileBlock": { "type": "'file'", "external_id": "string 255", "source": "string 255" };
        "HeaderBlock": { "type": "'header'", "text": "PlainText 150", "level?": "integer 1..6" };
        "ImageBlock": {
            "type": "'image'",
            "+": "image_url | slack_file",
            "image_url?": "link 3000",
            "slack_file?": "SlackFile",
            "alt_text": "string 2000",
            "fallback?": "string 3000",
            "image_width?": (PIXELS),
            "image_height?": (PIXELS),
            "image_bytes?": "integer",
            "title?": "PlainText 2000",
        };
        "InputBlock": {
            "type": "'input'",
            "label": "PlainText 2000",
            "element": "InputElement",
            "hint?": "PlainText 2000",
            "dispatch_action?": "boolean",
            "optional?": "boolean",
        };
        "MarkdownBlock": { "type": "'markdown'", "text": "string 1..12000" };
        "PlanBlock": { "type": "'plan'", "title": "string 1..3000", "tasks?": ["TaskCardBlock", 0, 50] };
        "RichTextBlock": { "type": "'rich_text'", "elements": ["RichPart", 0, 1000] };
        "SectionBlock": {
            "type": "'section'",
            "+": "text | fields",
            "text?": "Text 3000",
            "fields?": ["Text 2000", 1, 10],
            "accessory?": "AnyElement",
            "expand?": "boolean",
        };
        "TableBlock": {
            "type": "'table'",
            "rows": [["RawText | RawNumber | Mrkdwn | RichTextBlock", 1, 20], 1, 101],
            "column_settings?": ["ColumnSettings | null", 0, 20],
            "caption?": "string 3000 | Text 3000",
        };
        "TaskCardBlock": {
            "type": "'task_card'",
            "task_id": "string 1..255",
            "title": "string 1..3000",
            "details?": "RichTextBlock",
            "output?": "RichTextBlock",
            "sources?": ["UrlElement", 0, 100],
            "status?": "'pending' | 'in_progress' | 'complete' | 'error'",
        };
        "VideoBlock": {
            "type": "'video'",
            "alt_text": "string 1..2000",
            "title": "PlainText 199",
            "title_url?": "link 3000",
            "thumbnail_url": "link 3000",
            "video_url": "link 3000",
            "author_name?": "string 49",
            "description?": "PlainText 199",
            "provider_icon_url?": "link 3000",
            "provider_name?": "string 255",
        };

        "Text": "PlainText | Mrkdwn";
        "PlainText": { "type": "'plain_text'", "text": "string 1..3000", "emoji?": "boolean" };
        "Mrkdwn": { "type": "'mrkdwn'", "text": "string 1..3000", "verbatim?": "boolean" };
        "RawText": { "type": "'raw_text'", "text": "string 1..3000" };
        "RawNumber": { "type": "'raw_number'", "value": "number", "text?": "string 1..3000" };
        "ColumnSettings": { "align?": "'left' | 'center' | 'right'", "is_wrapped?": "boolean" };
        "SlackFile": { "+": "id | url", "id?": "string 255", "url?": "string 3000" };
    }
}

mod elements {
    use super::PIXELS;

    objects! {
        "ActionElement": "ButtonElement | ChannelsElement | CheckboxesElement | ConversationsElement | DateElement | \
            DateTimeElement | ExternalElement | FeedbackButtonsElement | IconButtonElement | OverflowElement | \
            RadioButtonsElement | SelectElement | TimeElement | UsersElement | ManyChannelsElement | \
            ManyConversationsElement | ManyExternalElement | ManySelectElement | ManyUsersElement | \
            WorkflowButtonElement | PlainTextInputElement | RichTextInputElement | EmailInputElement | \
            UrlInputElement | NumberInputElement | FileInputElement";
        "AnyElement": "ActionElement | ImageElement";
        "InputElement": "ActionElement";
        "ButtonElement": {
            "type": "'button'",
            "text": "PlainText 75",
            "url?": "string 3000",
            "value?": "string 2000",
            "style?": "'primary' | 'danger' | 'default'",
            "accessibility_label?": "string 75",
            "alt_text?": "string 2000",
            "agent_prompt?": "string 4000",
            "agent_prompt_display?": "string 4000",
            "visible_to_user_ids?": ["string 255", 0, 100],
        };
        "WorkflowButtonElement": {
            "type": "'workflow_button'",
            "text": "PlainText 75",
            "workflow": { "trigger": { "url": "string 3000", "customizable_input_parameters?": ["any", 0, 100] } },
            "style?": "'primary' | 'danger'",
            "accessibility_label?": "string 75",
        };
        "IconButtonElement": {
            "type": "'icon_button'",
            "icon": "string 255",
            "text": "PlainText 75",
            "accessibility_label?": "string 75",
            "value?": "string 2000",
            "visible_to_user_ids?": ["string 255", 0, 100],
        };
        "FeedbackButtonsElement": {
            "type": "'feedback_buttons'",
            "positive_button": "FeedbackButton",
            "negative_button": "FeedbackButton",
        };
        "FeedbackButton": { "text": "PlainText 75", "value": "string 2000", "accessibility_label?": "string 75" };
        "ImageElement": {
            "type": "'image'",
            "+": "image_url | slack_file",
            "image_url?": "link 3000",
            "slack_file?": "SlackFile",
            "alt_text": "string 2000",
            "fallback?": "string 3000",
            "image_width?": (PIXELS),
            "image_height?": (PIXELS),
            "image_bytes?": "integer",
        };
        "UrlElement": { "type": "'url'", "url": "string 1..3000", "text": "string 1..3000" };
        "CheckboxesElement": {
            "type": "'checkboxes'", "options": ["Option", 1, 10], "initial_options?": ["Option", 0, 10],
        };
        "RadioButtonsElement": { "type": "'radio_buttons'", "options": ["Option", 1, 10], "initial_option?": "Option" };
        "OverflowElement": { "type": "'overflow'", "options": ["Option", 1, 5], "alt_text?": "string 2000" };
        "DateElement": { "type": "'datepicker'", "initial_date?": "string 10" };
        "TimeElement": { "type": "'timepicker'", "initial_time?": "string 5", "timezone?": "string 255" };
        "DateTimeElement": { "type": "'datetimepicker'", "initial_date_time?": "integer" };
        "SelectElement": {
            "type": "'static_select'",
            "+": "options | option_groups",
            "options?": ["Option", 0, 100],
            "option_groups?": ["OptionGroup", 0, 100],
            "initial_option?": "Option",
        };
        "ManySelectElement": {
            "type": "'multi_static_select'",
            "+": "options | option_groups",
            "options?": ["Option", 0, 100],
            "option_groups?": ["OptionGroup", 0, 100],
            "initial_options?": ["Option", 0, 100],
            "max_selected_items?": "integer 1..1000",
        };
        "ExternalElement": {
            "type": "'external_select'", "initial_option?": "Option", "min_query_length?": "integer 0..3000",
        };
        "ManyExternalElement": {
            "type": "'multi_external_select'",
            "initial_options?": ["Option", 0, 100],
            "min_query_length?": "integer 0..3000",
            "max_selected_items?": "integer 1..1000",
        };
        "UsersElement": { "type": "'users_select'", "initial_user?": "string 255" };
        "ManyUsersElement": {
            "type": "'multi_users_select'", "initial_users?": ["string 255", 0, 100], "max_selected_items?": "integer 1..1000",
        };
        "ConversationsElement": {
            "type": "'conversations_select'",
            "initial_conversation?": "string 255",
            "default_to_current_conversation?": "boolean",
            "response_url_enabled?": "boolean",
            "filter?": "ConversationFilter",
        };
        "ManyConversationsElement": {
            "type": "'multi_conversations_select'",
            "initial_conversations?": ["string 255", 0, 100],
            "default_to_current_conversation?": "boolean",
            "max_selected_items?": "integer 1..1000",
            "filter?": "ConversationFilter",
        };
        "ConversationFilter": {
            "include?": ["'im' | 'mpim' | 'private' | 'public'", 0, 4],
            "exclude_external_shared_channels?": "boolean",
            "exclude_bot_users?": "boolean",
        };
        "ChannelsElement": {
            "type": "'channels_select'", "initial_channel?": "string 255", "response_url_enabled?": "boolean",
        };
        "ManyChannelsElement": {
            "type": "'multi_channels_select'",
            "initial_channels?": ["string 255", 0, 100],
            "max_selected_items?": "integer 1..1000",
        };
        "PlainTextInputElement": {
            "type": "'plain_text_input'",
            "initial_value?": "string 3000",
            "multiline?": "boolean",
            "min_length?": "integer 0..3000",
            "max_length?": "integer 1..3000",
            "dispatch_action_config?": "DispatchConfig",
        };
        "RichTextInputElement": {
            "type": "'rich_text_input'",
            "initial_value?": "RichTextBlock",
            "dispatch_action_config?": "DispatchConfig",
            "min_lines?": "integer 0..3000",
            "max_lines?": "integer 1..3000",
        };
        "EmailInputElement": {
            "type": "'email_text_input'", "initial_value?": "string 3000", "dispatch_action_config?": "DispatchConfig",
        };
        "UrlInputElement": {
            "type": "'url_text_input'", "initial_value?": "string 3000", "dispatch_action_config?": "DispatchConfig",
        };
        "NumberInputElement": {
            "type": "'number_input'",
            "is_decimal_allowed?": "boolean",
            "initial_value?": "string 255 | number",
            "min_value?": "string 255 | number",
            "max_value?": "string 255 | number",
            "dispatch_action_config?": "DispatchConfig",
        };
        "FileInputElement": {
            "type": "'file_input'", "filetypes?": ["string 255", 0, 100], "max_files?": "integer 1..10",
        };
        "DispatchConfig": { "trigger_actions_on?": ["string 255", 0, 10] };

        "Option": {
            "text": "Text 75", "value": "string 150", "description?": "Text 75", "url?": "string 3000",
        };
        "OptionGroup": { "label": "PlainText 75", "options": ["Option", 0, 100] };
        "Confirmation": {
            "title": "PlainText 100",
            "text": "Text 300",
            "confirm": "PlainText 30",
            "deny": "PlainText 30",
            "style?": "'primary' | 'danger'",
        };
    }
}

mod rich {
    objects! {
        "RichPart": "RichSection | RichList | RichQuote | RichPreformatted";
        "RichSection": { "type": "'rich_text_section'", "elements": ["RichLeaf", 0, 5000] };
        "RichQuote": { "type": "'rich_text_quote'", "elements": ["RichLeaf", 0, 5000], "border?": "integer 0..1" };
        "RichPreformatted": {
            "type": "'rich_text_preformatted'",
            "elements": ["RichLeaf", 0, 5000],
            "border?": "integer 0..1",
            "language?": "string 255",
        };
        "RichList": {
            "type": "'rich_text_list'",
            "style": "'bullet' | 'ordered'",
            "elements": ["RichSection", 0, 1000],
            "indent?": "integer 0..8",
            "offset?": "integer 0..1000000",
            "border?": "integer 0..1",
        };
        "RichLeaf": "TextLeaf | LinkLeaf | EmojiLeaf | UserLeaf | UsergroupLeaf | ChannelLeaf | BroadcastLeaf | DateLeaf | \
            ColorLeaf | TeamLeaf";
        "TextLeaf": { "type": "'text'", "text": "string", "style?": "RichStyle" };
        "LinkLeaf": {
            "type": "'link'",
            "url": "string 3000",
            "text?": "string",
            "unsafe?": "boolean",
            "style?": "RichStyle",
        };
        "EmojiLeaf": {
            "type": "'emoji'",
            "name": "string 255",
            "unicode?": "string 255",
            "url?": "string 3000",
            "skin_tone?": "integer 1..6",
            "style?": "RichStyle",
        };
        "UserLeaf": { "type": "'user'", "user_id": "string 255", "style?": "RichStyle" };
        "UsergroupLeaf": { "type": "'usergroup'", "usergroup_id": "string 255", "style?": "RichStyle" };
        "ChannelLeaf": { "type": "'channel'", "channel_id": "string 255", "style?": "RichStyle" };
        "BroadcastLeaf": { "type": "'broadcast'", "range": "'here' | 'channel' | 'everyone'", "style?": "RichStyle" };
        "DateLeaf": {
            "type": "'date'",
            "timestamp": "integer",
            "format": "string 3000",
            "url?": "string 3000",
            "fallback?": "string 3000",
            "style?": "RichStyle",
        };
        "ColorLeaf": { "type": "'color'", "value": "string 255", "style?": "RichStyle" };
        "TeamLeaf": { "type": "'team'", "team_id": "string 255", "style?": "RichStyle" };
        "RichStyle": {
            "bold?": "boolean",
            "italic?": "boolean",
            "strike?": "boolean",
            "code?": "boolean",
            "underline?": "boolean",
            "highlight?": "boolean",
            "client_highlight?": "boolean",
            "unlink?": "boolean",
        };
    }
}

mod attachments {
    use super::{PIXELS, limits};

    objects! {
        "SentAttachment": {
            "text?": (format!("string {}", limits::ATTACHMENT_CHARS)),
            "pretext?": (format!("string {}", limits::ATTACHMENT_CHARS)),
            "fallback?": (format!("string {}", limits::ATTACHMENT_CHARS)),
            "title?": (format!("string {}", limits::ATTACHMENT_CHARS)),
            "title_link?": "string 3000",
            "author_name?": "string 3000",
            "author_subname?": "string 3000",
            "author_link?": "string 3000",
            "author_icon?": "string 3000",
            "service_name?": "string 3000",
            "service_icon?": "string 3000",
            "from_url?": "string 3000",
            "original_url?": "string 3000",
            "color?": "string 255",
            "fields?": ["AttachmentField", 0, 100],
            "footer?": "string 3000 // Slack shows 300 characters.",
            "footer_icon?": "string 3000",
            "image_url?": "string 3000",
            "image_width?": (PIXELS),
            "image_height?": (PIXELS),
            "thumb_url?": "string 3000",
            "thumb_width?": (PIXELS),
            "thumb_height?": (PIXELS),
            "video_url?": "string 3000",
            "ts?": "number | string 255",
            "mrkdwn_in?": ["string 255", 0, 20],
            "callback_id?": "string 255",
            "attachment_type?": "string 255",
            "actions?": ["AttachmentAction", 0, 5],
            "blocks?": "SentBlocks",
            "app_id?": "read-only",
            "app_unfurl_url?": "read-only",
            "author_id?": "read-only",
            "bot_id?": "read-only",
            "bot_team_id?": "read-only",
            "channel_id?": "read-only",
            "channel_name?": "read-only",
            "channel_team?": "read-only",
            "file_id?": "read-only",
            "filename?": "read-only",
            "files?": "read-only",
            "hide_border?": "read-only",
            "hide_color?": "read-only",
            "indent?": "read-only",
            "is_app_unfurl?": "read-only",
            "is_file_attachment?": "read-only",
            "is_msg_unfurl?": "read-only",
            "is_reply_unfurl?": "read-only",
            "is_share?": "read-only",
            "is_thread_root_unfurl?": "read-only",
            "list?": "read-only",
            "list_record?": "read-only",
            "list_record_id?": "read-only",
            "list_records?": "read-only",
            "list_schema?": "read-only",
            "list_view?": "read-only",
            "list_view_id?": "read-only",
            "media_type?": "read-only",
            "message_blocks?": "read-only",
            "metadata?": "read-only",
            "mimetype?": "read-only",
            "msg_subtype?": "read-only",
            "preview?": "read-only",
            "service_url?": "read-only",
            "size?": "read-only",
            "slack_file_id?": "read-only",
            "url?": "read-only",
            "video_html?": "read-only",
            "video_html_height?": "read-only",
            "video_html_width?": "read-only",
        };
        "AttachmentField": {
            "title?": "string 3000 | number",
            "value?": (format!("string {} | number | boolean", limits::ATTACHMENT_CHARS)),
            "short?": "boolean | string 255 | integer",
        };
        "AttachmentAction": {
            "type?": "string 255",
            "name?": "string 255",
            "text?": "string 3000",
            "value?": "string 2000 | number",
            "url?": "string 3000",
            "style?": "string 255",
            "confirm?": {
                "title?": "string 3000",
                "text?": "string 3000",
                "ok_text?": "string 255",
                "dismiss_text?": "string 255",
            },
            "data_source?": "string 255",
            "min_query_length?": "integer 0..3000",
            "options?": ["AttachmentOption", 0, 100],
            "selected_options?": ["AttachmentOption", 0, 100],
            "option_groups?": ["AttachmentOptions", 0, 100],
        };
        "AttachmentOption": { "text?": "string 255", "value?": "string 2000", "description?": "string 255" };
        "AttachmentOptions": { "text?": "string 255", "options": ["AttachmentOption", 0, 100] };
    }
}

mod metadata {
    objects! {
        "SentMetadata": "EventMetadata | WorkObjects";
        "EventMetadata": { "event_type": "string 255", "event_payload": { "*": "any" } };
        "WorkObjects": {
            "event_type?": "string 255",
            "event_payload?": { "*": "any" },
            "entities": ["WorkObject", 1, 20],
        };
        "WorkObject": {
            "app_unfurl_url?": "string 3000",
            "url": "string 1..3000",
            "external_ref": { "id": "string 1..255", "type?": "string 255" },
            "entity_type": "string 1..255",
            "entity_payload": { "*": "any" },
        };
    }
}
