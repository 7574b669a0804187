// Messages with every block and element of Block Kit, as bots send them.

const plain = (text) => ({ type: 'plain_text', text })
const mrkdwn = (text) => ({ type: 'mrkdwn', text })
const options = (...names) => names.map((name) => ({ text: plain(name), value: name.toLowerCase() }))
const button = (text, more = {}) => ({ type: 'button', action_id: text, text: plain(text), ...more })
const words = (...elements) => ({ type: 'rich_text_section', elements: elements.map((part) => (typeof part === 'string' ? { type: 'text', text: part } : part)) })
const rich = (...elements) => ({ type: 'rich_text', elements })

/** The post of a bot: `text` is what stands in where blocks cannot be shown. */
export const kit = ({ people, channels }) => ({
  rich: {
    text: 'Rich text',
    blocks: [
      rich(
        words({ type: 'text', text: 'Bold', style: { bold: true } }, ', ', { type: 'text', text: 'slanted', style: { italic: true } }, ', ', { type: 'text', text: 'struck', style: { strike: true } }, ', ', { type: 'text', text: 'underlined', style: { underline: true } }, ', ', { type: 'text', text: 'code()', style: { code: true } }, ' and ', { type: 'link', url: 'https://example.org/a', text: 'a link', style: { bold: true } }, '.\n'),
        words('For ', { type: 'user', user_id: people.ada.id }, ' in ', { type: 'channel', channel_id: channels.general }, ', ', { type: 'broadcast', range: 'here' }, ' ', { type: 'emoji', name: 'wave', skin_tone: 3 }, ' on ', { type: 'date', timestamp: 1_700_000_000, format: '{date_long} at {time}', fallback: 'then' }, ' in ', { type: 'color', value: '#0b6b66' }),
        { type: 'rich_text_list', style: 'bullet', indent: 0, elements: [words('A first point'), words('A second one')] },
        { type: 'rich_text_list', style: 'bullet', indent: 1, elements: [words('Below it, a point that is so long that it needs more than one line to be said, even on a wide page with nothing beside it, so that one sees how it is indented')] },
        { type: 'rich_text_list', style: 'ordered', indent: 0, offset: 2, elements: [words('The third of a numbered list'), words('The fourth')] },
        { type: 'rich_text_list', style: 'ordered', indent: 1, elements: [words('With letters below')] },
        { type: 'rich_text_quote', elements: [{ type: 'text', text: 'A quote of\ntwo lines' }] },
        { type: 'rich_text_preformatted', language: 'rust', elements: [{ type: 'text', text: 'fn page(cursor: Cursor) -> Page {\n    let end = cursor.start + 20; // was 19\n    slice("rows", end)\n}' }] },
      ),
    ],
  },
  sections: {
    text: 'Deployment finished',
    blocks: [
      { type: 'header', text: plain('Deployment finished :rocket:') },
      { type: 'section', text: mrkdwn('*staging* runs `a1b2c3d`; all 412 checks passed. See <https://example.org/run|the run>.'), accessory: button('Open', { url: 'https://example.org/open' }) },
      { type: 'section', fields: [mrkdwn('*Region*\neu-central'), mrkdwn('*Took*\n4 min 12 s'), plain('Plain *not bold*'), mrkdwn('*When*\n<!date^1700000000^{date_short} {time}|then>')] },
      { type: 'divider' },
      { type: 'section', text: mrkdwn('With a picture beside it'), accessory: { type: 'image', image_url: 'https://example.org/pixel.gif', alt_text: 'A lighthouse at night' } },
      { type: 'section', text: mrkdwn('With a menu'), accessory: { type: 'overflow', action_id: 'o', options: options('One', 'Two') } },
      { type: 'image', image_url: 'https://example.org/chart.png', alt_text: 'A chart of the week', title: plain('This week') },
      { type: 'context', elements: [{ type: 'image', image_url: 'https://example.org/i.png', alt_text: 'icon' }, mrkdwn('Region *eu-central* · 4 min 12 s')] },
      { type: 'actions', elements: [button('Promote', { style: 'primary' }), button('Roll back', { style: 'danger' }), button('Later')] },
    ],
  },
  controls: {
    text: 'A form',
    blocks: [
      { type: 'actions', elements: [
        { type: 'static_select', action_id: 's', placeholder: plain('Pick a region'), options: options('North', 'South') },
        { type: 'users_select', action_id: 'u', initial_user: people.grace.id },
        { type: 'channels_select', action_id: 'c', initial_channel: channels.general },
        { type: 'multi_static_select', action_id: 'm', initial_options: options('North', 'South'), options: options('North', 'South') },
        { type: 'datepicker', action_id: 'd', initial_date: '2026-05-04' },
        { type: 'timepicker', action_id: 't', initial_time: '09:30' },
        { type: 'datetimepicker', action_id: 'dt', initial_date_time: 1_700_000_000 },
        { type: 'overflow', action_id: 'o', options: options('One') },
        { type: 'workflow_button', action_id: 'w', text: plain('Start the workflow'), workflow: { trigger: { url: 'https://example.org' } } },
      ] },
      { type: 'section', text: mrkdwn('What shall be done?'), accessory: { type: 'checkboxes', action_id: 'x', options: options('Build', 'Test', 'Ship'), initial_options: options('Build') } },
      { type: 'input', label: plain('A title'), hint: plain('Everyone sees it'), element: { type: 'plain_text_input', action_id: 'i', placeholder: plain('A few words') } },
      { type: 'input', label: plain('Why'), optional: true, element: { type: 'plain_text_input', action_id: 'j', multiline: true, initial_value: 'Because' } },
      { type: 'input', label: plain('How urgent'), element: { type: 'radio_buttons', action_id: 'r', options: options('Today', 'This week'), initial_option: options('Today')[0] } },
      { type: 'input', label: plain('How many'), element: { type: 'number_input', action_id: 'n', is_decimal_allowed: false, initial_value: '3' } },
      { type: 'input', label: plain('A file'), element: { type: 'file_input', action_id: 'f' } },
    ],
  },
  rare: {
    text: 'Rare blocks',
    blocks: [
      { type: 'markdown', text: '## A heading\n\nSome **bold** words, a [link](https://example.org) and `code`.\n\n- one\n  - deeper\n- [x] done\n\n| name | count |\n|---|--:|\n| a | 1 |\n| b | 22 |\n\n> quoted' },
      { type: 'table', column_settings: [{}, { align: 'right' }], rows: [[{ type: 'raw_text', text: 'Host' }, { type: 'raw_text', text: 'Load' }], [{ type: 'raw_text', text: 'one.example.org' }, { type: 'raw_text', text: '12 %' }], [rich(words({ type: 'text', text: 'two', style: { bold: true } })), { type: 'raw_text', text: '7 %' }]] },
      { type: 'video', title: plain('How it is done'), title_url: 'https://example.org/watch', video_url: 'https://example.org/v', thumbnail_url: 'https://example.org/t.png', alt_text: 'a video', author_name: 'Grace', provider_name: 'Example', description: plain('Three minutes') },
      { type: 'alert', level: 'warning', text: mrkdwn('The *disk* is nearly full') },
      { type: 'alert', level: 'error', text: mrkdwn('The disk is full') },
      { type: 'card', title: mrkdwn('*A card*'), subtitle: mrkdwn('with a subtitle'), body: mrkdwn('and a body'), actions: [button('Do it')] },
      { type: 'carousel', elements: [{ type: 'card', title: mrkdwn('One') }, { type: 'card', title: mrkdwn('Two') }] },
      { type: 'plan', title: 'The plan', tasks: [{ type: 'task_card', task_id: '1', title: 'Read the logs', status: 'complete', sources: [{ type: 'url', url: 'https://example.org/log', text: 'the log' }] }, { type: 'task_card', task_id: '2', title: 'Mend the page', status: 'in_progress', details: rich(words('It loses its last row')) }, { type: 'task_card', task_id: '3', title: 'Ship', status: 'error' }] },
      { type: 'context_actions', elements: [{ type: 'feedback_buttons', action_id: 'fb', positive_button: { text: plain('Good'), value: 'y' }, negative_button: { text: plain('Bad'), value: 'n' } }, { type: 'icon_button', action_id: 'ib', icon: 'trash', text: plain('Remove') }] },
      { type: 'container', title: plain('Details'), child_blocks: [{ type: 'section', text: mrkdwn('Inside a container') }] },
      { type: 'file', external_id: 'report.pdf', source: 'remote' },
    ],
  },
  attachment: {
    text: 'Two alerts',
    attachments: [
      {
        color: '#8a55c0', pretext: 'Before it: *important*', service_name: 'Watchtower', author_name: 'Margaret', author_link: 'https://example.org/m', title: 'Latency is high', title_link: 'https://example.org/l',
        text: 'p99 is *410 ms* on `eu-1`', fields: [{ title: 'p99', value: '410 ms', short: true }, { title: 'Errors', value: '0', short: true }, { title: 'What to do', value: 'Look at <https://example.org/board|the board>', short: false }],
        image_url: 'https://example.org/graph.png', thumb_url: 'https://example.org/thumb.png', footer: 'Watchtower', ts: 1_700_000_000, actions: [{ type: 'button', text: 'Silence' }],
      },
      { color: 'danger', mrkdwn_in: ['pretext'], text: Array.from({ length: 40 }, (_, n) => `line ${n + 1} of *a long log*`).join('\n') },
    ],
  },
  long: { text: Array.from({ length: 60 }, (_, n) => `Paragraph ${n + 1} of a very long report.`).join('\n') },
  marks: { text: '*bold _both_* ~gone~ `code` <https://example.org|a link> <mailto:ada@example.org|mail> ada@example.org\n&gt; quoted\n• one\n    ◦ deeper\n1. first\n2. second\n```{"answer": 42, "list": [true, null]}```\n<!date^1700000000^Posted {date_pretty} at {time}^https://example.org/|then> <!here>' },
})

/** Posts all of them as the demo's bot; gives the names. */
export async function postKit(server, channel) {
  for (const [name, message] of Object.entries(kit(server.about))) {
    const response = await fetch(`${server.url}/api/chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.about.bot.bot_token}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ channel, ...message }),
    })
    const answer = await response.json()
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer)}`)
  }
}
