//! Every limit by name, with the reason for its size. Limits that an operator may change are read from the
//! configuration and only start from these.
//!
//! What a command or a query does with *all of somebody's* grows with how many there are, and others may make them many.
//! So each such list has a bound, or is gone through a batch at a time:
//!
//! | all of | who reads or changes them all | bound |
//! |---|---|---|
//! | a person's sessions | lists, signing in | `SESSIONS`; of more the one unused longest leaves |
//! | their tokens, a bot's | lists | `TOKENS`, more are refused |
//! | both | deactivating, another password, `session.reset`, taking a bot over | none needed: one count ends all |
//! | what is left of those that ended | clearing up | `SWEEP_PAGE` a commit |
//! | a person's conversations | start of a client or socket, counts, mentions | `CHANNELS_PER_PERSON`, more are refused |
//! | a channel's members | telling, listing; archiving touches none | `MEMBERS_PER_CHANNEL`, more are refused |
//! | a bot's private conversations | taking it over | `TAKEOVER_BATCH` a commit |
//! | a channel's pins, bookmarks | lists | `PINS_PER_CHANNEL`, `BOOKMARKS_PER_CHANNEL` |
//! | a channel's earlier names | every change of it, as they are one record | `PREVIOUS_NAMES`; the earliest go |
//! | a thread's people | each page with its root | `THREAD_PARTICIPANTS`; the earliest are not named |
//! | threads a person follows, or has read | the list of threads | `THREADS_FOLLOWED`; those read longest ago are let go |
//! | whom a message calls | posting | `MENTIONS_PER_MESSAGE`; the rest is not called |
//! | whom its words may have called | editing, deleting | the groups a text has room for; looked at, not required |
//! | reactions to a message | each page with it, deleting | `REACTIONS_PER_MESSAGE` and the size of a record |
//! | what a person has reacted to | their list | `REACTIONS_LISTED` are looked at |
//! | saved, reminders, drafts, scheduled | lists | `SAVED_PER_PERSON`, `REMINDERS_PER_PERSON`, ... |
//! | a user group's people, channels | a mention, a change | `USERGROUP_USERS`, `USERGROUP_CHANNELS` |
//! | user groups, custom emoji, webhooks, apps | lists, looking for a free name | `USERGROUPS`, `CUSTOM_EMOJI`, ... |
//! | invitations, who came with one | lists, keeping another | `INVITATIONS`, `INVITATION_USES` |
//! | people | pages | `MEMBERS_PER_CHANNEL`, as everybody but guests is in one channel |
//! | items of a list | one answer | `ANSWER_BYTES`, whatever was asked for; rows are read `ROWS_AT_ONCE` |
//! | calls of a person at once | answering | `ANSWERS_PER_PERSON_BYTES`; one more is told to come again |
//! | calls of strangers at once | reading what they send | `STRANGER_BYTES` a network, `STRANGERS_BYTES` in all |
//! | people of one invitation to a channel | the one commit | `INVITED_AT_ONCE` |
//! | jobs that are due | one a turn; a damaged one is passed over | `JOBS_DAMAGED`, `JOBS_COUNTED` |
//! | records found damaged | the page on health | `DAMAGED_NAMED`; more are not named |
//!
//! What all share, one person must not use up:
//!
//! | shared | of one person |
//! |---|---|
//! | custom emoji | `EMOJI_PER_PERSON`; administrators may add more |
//! | the emoji on a message | `REACTIONS_PER_PERSON` |
//! | a channel's pins, bookmarks | any member of it may remove any |
//! | user groups, apps, webhooks, invitations | administrators make them, and each may remove another's |
//! | sockets | `SOCKETS_PER_USER`, `SOCKETS_PER_APP` |
//! | how many conversations somebody can be in | not bound: others bring them in at the rate of the API; channels can be left |
//! | channels, and the disk below all | not bound: no number is used up, and the rate of the API slows whoever makes many |

/// Characters of one message's text; Slack cuts at this length and warns `message_truncated`.
pub const MESSAGE_CHARS: usize = 40_000;
/// Bytes of one message's body with blocks, attachments and metadata: what one sealed record can hold.
pub const MESSAGE_BYTES: usize = 60 * 1024;
/// Blocks in one message (Slack's limit).
pub const BLOCKS_PER_MESSAGE: usize = 50;
/// Attachments in one message (Slack's limit).
pub const ATTACHMENTS_PER_MESSAGE: usize = 100;
/// Characters of each text of an attachment: an attachment says no more than a message.
pub const ATTACHMENT_CHARS: usize = MESSAGE_CHARS;
/// How deep blocks, attachments, views and metadata may nest: Slack's own nest ten deep, and readers call themselves.
pub const NESTED_DEPTH: usize = 32;
/// The largest number in blocks and attachments, either way: every program's kind of number holds it exactly.
pub const NUMBER_MAX: f64 = 9_007_199_254_740_991.0;
/// The same of whole numbers without a bound of their own: programs in Java hold them in 32 bits.
pub const INTEGER_MAX: f64 = 2_147_483_647.0;
/// The latest end of a guest's time, the last second of the year 9999: programs write years with four digits.
pub const EXPIRATION_SECS: u64 = 253_402_300_799;
/// Channels a newcomer is put into besides the one everybody is in (Slack's limit); joining appends to all of them.
pub const DEFAULT_CHANNELS: usize = 100;
/// Conversations one person may be in, those of two not counted out: a client's start reads each.
pub const CHANNELS_PER_PERSON: usize = 10_000;
/// People invited to a channel in one call (Slack's limit): a commit with some rows and lines for each.
pub const INVITED_AT_ONCE: usize = 1_000;
/// Earlier names of a channel that are kept: they are part of its record, which every change writes anew.
pub const PREVIOUS_NAMES: usize = 50;
/// Threads one person follows, has left or has read apart from the channel: the list of threads reads each.
pub const THREADS_FOLLOWED: usize = 2_000;
/// Threads let go at once where there are too many, so that not every reply has to look through all.
pub const THREADS_LET_GO: usize = 100;
/// Members of one channel: fan-out and the member list stay within one page of memory each.
pub const MEMBERS_PER_CHANNEL: usize = 10_000;
/// People in a group message besides the one who opens it (Slack's limit is nine people).
pub const GROUP_MEMBERS: usize = 9;
/// Characters of a channel name (Slack's limit).
pub const CHANNEL_NAME_CHARS: usize = 80;
/// Characters of a topic or purpose (Slack's limit).
pub const TOPIC_CHARS: usize = 250;
/// Different emoji on one message (Slack's limit).
pub const REACTIONS_PER_MESSAGE: usize = 50;
/// Different emoji of one person on one message (Slack's limit), so that nobody uses up everybody's.
pub const REACTIONS_PER_PERSON: usize = 23;
/// People who may react to one message with the same emoji and be kept by name.
pub const REACTORS_PER_EMOJI: usize = 1_000;
/// Messages one person has reacted to that are looked through for a list of them; the page is sorted in memory.
pub const REACTIONS_LISTED: usize = 50_000;
/// People a thread's summary names: it is one sealed record, read with every page that shows the root.
pub const THREAD_PARTICIPANTS: usize = 1_000;
/// Pins in one channel (Slack's limit).
pub const PINS_PER_CHANNEL: usize = 100;
/// Bookmarks in one channel (Slack's limit).
pub const BOOKMARKS_PER_CHANNEL: usize = 100;
/// People a mention of a user group or a text may notify one by one; `@channel` is stored once, not per person.
pub const MENTIONS_PER_MESSAGE: usize = 500;
/// Messages one page of history may hold (Slack's limit).
pub const PAGE_MAX: usize = 999;
/// Bytes of the list in one answer; of a longer one the rest is the next page. A thousand ordinary messages have a tenth of
/// it, and a client that reads all of a channel asks no oftener for it.
pub const ANSWER_BYTES: usize = 4 * 1024 * 1024;
/// Bytes of a list that is made on the thread that answers others too, which takes a millisecond; a longer one is made
/// apart.
pub const ANSWER_BYTES_SMALL: usize = 256 * 1024;
/// Threads for what may wait, of all cores together: passwords, large answers, commits after a conflict. More wait their turn.
pub const WAITING_THREADS: usize = 64;
/// Large answers made at once, each with some times `ANSWER_BYTES` of memory and all of a core; others wait their turn. On
/// a larger machine half as many as it has cores: the other half answers those who ask for little.
pub const LARGE_ANSWERS_AT_ONCE: usize = 2;
/// Bytes a call counts as besides what was sent with it, as long as it has no answer.
pub const CALL_BYTES: usize = 8 * 1024;
/// Bytes of answers one person may have under way, where an ordinary one counts as `ANSWER_BYTES_SMALL` and a large one as
/// `ANSWER_BYTES`: 128 calls at once or eight large ones. Slack's SDK for Node makes a hundred at once, a browser six.
pub const ANSWERS_PER_PERSON_BYTES: usize = 32 * 1024 * 1024;
/// Rows of a long range read at once: with `VALUE_BYTES` each no more than `ANSWER_BYTES`.
pub const ROWS_AT_ONCE: usize = ANSWER_BYTES / VALUE_BYTES;
/// Unread messages counted exactly; beyond it the client shows "more".
pub const UNREAD_COUNT_MAX: usize = 1_000;
/// Times a command is run again after a conflict before it gives up with `service_unavailable`.
pub const COMMAND_ATTEMPTS: usize = 50;
/// Bytes of one row key: the storage contract.
pub const KEY_BYTES: usize = 1_024;
/// Bytes of one sealed value: the storage contract. Larger things are blobs.
pub const VALUE_BYTES: usize = 64 * 1_024;
/// Commits waiting for the writer: beyond it new ones are refused, so a stalled disk can't fill the memory.
pub const QUEUED_COMMITS: usize = 4_096;
/// Write sets in one durable commit: enough to amortise the sync, few enough to keep its time short.
pub const COMMITS_PER_BATCH: usize = 256;
/// Bytes of a log part's name: the storage contract.
pub const PART_BYTES: usize = 64;
/// Bytes of a lease's name or holder: the storage contract.
pub const LEASE_NAME_BYTES: usize = 128;
/// Row changes, required rows or log entries, each, in one commit: a larger change is split by its command, so that
/// no commit keeps the others waiting for long.
pub const CHANGES_PER_COMMIT: usize = 20_000;
/// Bytes of one commit's rows and log entries together, for the same reason.
pub const COMMIT_BYTES: usize = 16 * 1024 * 1024;
/// Bytes of the commits that go to PostgreSQL in one transaction, which holds them in memory while it is sent.
pub const BATCH_BYTES: usize = 2 * COMMIT_BYTES;
/// Commits whose ids are remembered: a retry comes within a second or two, and the busiest server takes three for these.
/// About 4 MB of memory when full.
pub const COMMIT_IDS_KEPT: usize = 65_536;
/// Ends of logs the writer remembers, so that appending reads nothing; about 2 MB when full.
pub const HEADS_CACHED: usize = 16_384;
/// Log entries removed in one durable step of a purge: other commits go in between.
pub const PURGE_STEP: usize = 1_000;
/// Connections to PostgreSQL one node reads with: a connection costs the database a process.
pub const POSTGRES_READERS: usize = 16;
/// Seconds to wait for one of these, and to go on trying a commit while PostgreSQL is away.
pub const POSTGRES_PATIENCE_SECS: u64 = 15;
/// Bytes of pages the embedded engine keeps in memory unless told otherwise; the kernel's own cache lies below it.
pub const STORE_CACHE_BYTES: usize = 32 * 1024 * 1024;
/// Bytes of a person's picture: shown at 512 points at most, and read as a whole.
pub const PHOTO_BYTES: usize = 256 * 1024;
/// Bytes of it in one row.
pub const PHOTO_PART_BYTES: usize = 60 * 1024;
/// Pixels of a picture each way: some programs send photos as they are, and a browser that shows one holds four bytes a
/// pixel. Nothing is shown at more than 512.
pub const PICTURE_SIDE: u32 = 2_048;
/// Frames of an animation, and passes over a JPEG that comes in several: a browser decodes each as a whole picture, and
/// goes on as long as it is seen.
pub const PICTURE_FRAMES: usize = 200;
/// Bytes of a request body outside file uploads.
pub const REQUEST_BYTES: usize = 1024 * 1024;
/// Bytes of what is sent to a method that needs nobody, such as signing in.
pub const STRANGER_BODY_BYTES: usize = 64 * 1024;
/// Bytes that are under way for callers of one network who show no token or session before what they send: many people
/// sign in behind one address in the morning.
pub const STRANGER_BYTES: usize = 8 * 1024 * 1024;
/// The same of all networks together.
pub const STRANGERS_BYTES: usize = 16 * STRANGER_BYTES;
/// Bytes of a browser's report against the page's policy: the policy, three addresses and a sample of forty characters.
pub const REPORT_BYTES: usize = 16 * 1024;
/// Sockets one person or app may hold open; the oldest is closed for a new one.
pub const SOCKETS_PER_USER: usize = 20;
/// Events waiting for one socket: a client that does not read is disconnected, and resumes when it does.
pub const SOCKET_QUEUE: usize = 1_024;
/// Bytes of one frame from a client.
pub const SOCKET_FRAME_BYTES: usize = 64 * 1_024;
/// Tickets for sockets that may be out at once: an app or a client needs one for half a minute.
pub const TICKETS: usize = 10_000;
/// Seconds a ticket for a socket is good (Slack's value).
pub const TICKET_SECS: u64 = 30;
/// Sockets one server holds open; beyond it a new one is told to try again.
pub const SOCKETS: usize = 50_000;
/// Frames a second one client may go on sending; beyond it the server reads more slowly.
pub const SOCKET_FRAMES_PER_SEC: u32 = 20;
/// Frames a client may send at once before `SOCKET_FRAMES_PER_SEC` counts.
pub const SOCKET_FRAMES_BURST: u32 = 100;
/// Milliseconds between two times one socket's typing is told to others; clients say it every few seconds.
pub const TYPING_MILLIS: u64 = 1_000;
/// Events given to the sockets but not kept that may wait to be told; typing beyond it is lost, and nobody minds.
pub const SIGNALS_WAITING: usize = 10_000;
/// People one socket may ask the presence of (Slack's limit).
pub const PRESENCE_IDS: usize = 500;
/// Seconds after somebody's last socket closed until others see them away: a reloaded page is back by then.
pub const AWAY_AFTER_SECS: u64 = 10;
/// Events a socket that resumes is told one by one; with more than these a client is quicker asking for everything.
pub const REPLAY_EVENTS: usize = 1_000;
/// Commits looked through for a socket that resumes.
pub const REPLAY_COMMITS: usize = 20_000;
/// Sockets one app may hold open in Socket Mode (Slack's limit).
pub const SOCKETS_PER_APP: usize = 10;
/// Envelopes one app may have that it has not acknowledged; more wait in the log.
pub const ENVELOPES_WAITING: usize = 256;
/// Times an envelope is sent again before it is given up (Slack's limit).
pub const ENVELOPE_RETRIES: u32 = 3;
/// Seconds an app has to acknowledge an envelope (Slack's limit).
pub const ENVELOPE_ACK_SECS: u64 = 3;
/// Commits kept for an app that is not connected; of a longer absence it gets the end.
pub const APP_BACKLOG_COMMITS: usize = 20_000;
/// Seconds an unwrapped data key may stay in memory; a configuration may shorten it, and never make it longer.
pub const LEASE_SECS: u64 = 300;
/// Bytes of a file with a certificate chain or its key: the longest chains in use have a tenth of it.
pub const PEM_BYTES: usize = 256 * 1024;
/// Data keys in one scope's ring: re-keying is rare, and every lease holds them all.
pub const KEYS_PER_SCOPE: usize = 16;
/// Roots that may open one installation: every one is tried at start, and each passphrase costs a second.
pub const ROOT_SLOTS: usize = 16;
/// Bytes of a key file; all of them are far smaller, and a larger one is something else.
pub const KEY_FILE_BYTES: usize = 16 * 1024;
/// Bytes of a store that looking at it may hold changed in memory: mending after a crash changes far less.
pub const ASIDE_BYTES: u64 = 256 * 1024 * 1024;
/// Files in a data directory looked at for a copy of the root key; it holds three, and a start must not read a disk.
pub const KEY_COPIES_LOOKED_AT: usize = 1_000;
/// Bytes read from inside a slot; the installation key and its header are 58.
pub const SLOT_PLAIN_BYTES: usize = 128;
/// Work for one guess at a root passphrase, as a power of two: about a second and 256 MiB, as stock `age` does.
pub const SCRYPT_LOG_WORK: u8 = 18;
/// Work a slot file may ask of us: 1 GiB for some seconds, so that a planted file can't use up the machine.
pub const SCRYPT_LOG_WORK_MAX: u8 = 20;
/// Characters of a root passphrase: a stolen slot file can be guessed at for ever.
pub const PASSPHRASE_CHARS: std::ops::RangeInclusive<usize> = 12..=1_024;
/// Characters of a password: shorter ones are guessed, longer ones only cost time.
pub const PASSWORD_CHARS: std::ops::RangeInclusive<usize> = 10..=256;
/// Calls waiting for a password to be hashed: what a core is done with within a minute, and a Monday morning of a large office.
/// Beyond that the network with the longest part of the line gives a place up to one with a shorter.
pub const PASSWORDS_WAITING: usize = 2_000;
/// Guesses at one person's password from one network: at once, and a minute after that. A person mistypes; the rest is
/// slower than what `GUESSES_AT_PERSON` gives back, so that one network alone makes nobody else wait.
pub const GUESSES_FROM_NETWORK: (u32, u32) = (8, 1);
/// Guesses at one person's password from everywhere, by browsers that never signed them in: at once, and a minute after
/// that. Who has many networks is slowed to some thousand a day; a password has at least ten characters.
pub const GUESSES_AT_PERSON: (u32, u32) = (100, 4);
/// Guesses of a browser that signed this person in before, or is signed in: at once, and a minute after that.
pub const GUESSES_OF_BROWSER: (u32, u32) = (8, 4);
/// Wrong tries at the link that sets a server up, from one network: at once, and a minute after that. A person who copies
/// it needs one or two.
pub const LINK_GUESSES: (u32, u32) = (20, 6);
/// Seconds a browser counts as one that signed somebody in before: a year, renewed each time.
pub const DEVICE_SECS: u64 = 365 * 86_400;
/// Browsers one person may be signed in in, less the programs that stand in the same list: more than anybody uses, and what a
/// list shows at once. Of more the one that was unused longest leaves.
pub const SESSIONS: usize = 100;
/// Tokens and sessions one person or bot may have: each app somebody lets in makes one, and lists read each.
pub const TOKENS: usize = 5_000;
/// Tokens looked at in one step of clearing up what has ended: far fewer rows than a commit may change.
pub const SWEEP_PAGE: usize = 1_000;
/// Seconds between two times everybody's tokens are looked through.
pub const SWEEP_SECS: u64 = 3_600;
/// Characters of a handle that a newcomer chooses.
pub const HANDLE_CHARS: usize = 40;
/// Invitations and password links that may be out at once, and ended ones kept to be looked at: listing reads each.
pub const INVITATIONS: usize = 500;
/// Seconds an invitation may be good: long enough for a holiday, short enough for a forgotten mail.
pub const INVITATION_SECS: std::ops::RangeInclusive<u64> = 60..=30 * 86_400;
/// Seconds it is good unless told otherwise: a week.
pub const INVITATION_SECS_USUAL: u64 = 7 * 86_400;
/// People who may join with one link: a school class, not a leak.
pub const INVITATION_USES: u32 = 100;
/// Channels one invitation leads to.
pub const INVITATION_CHANNELS: usize = 50;
/// Seconds a link to set a password is good: the person waits for it.
pub const PASSWORD_LINK_SECS: u64 = 86_400;
/// Characters of a profile field.
pub const PROFILE_FIELD_CHARS: usize = 256;
/// Bytes of an email address: what a path of SMTP has room for (RFC 5321, 4.5.3.1.3).
pub const EMAIL_BYTES: usize = 254;
/// Bytes of a custom emoji's picture (Slack's limit).
pub const EMOJI_BYTES: usize = 128 * 1024;
/// Custom emoji in a workspace.
pub const CUSTOM_EMOJI: usize = 5_000;
/// Custom emoji of one member, so that nobody uses up everybody's. Administrators may add more, as they bring a workspace's
/// emoji along; another administrator can remove them.
pub const EMOJI_PER_PERSON: usize = 500;
/// Days ahead a message may be scheduled (Slack's limit).
pub const SCHEDULE_DAYS: u64 = 120;
/// Entries in an archive to import: a thousand channels of five years of days.
pub const IMPORT_ENTRIES: usize = 2_000_000;
/// Bytes of one unpacked file of an archive: a list of a hundred thousand people, or a very busy channel's day.
pub const IMPORT_FILE_BYTES: u64 = 256 * 1024 * 1024;
/// Bytes of all unpacked files of an archive together.
pub const IMPORT_TOTAL_BYTES: u64 = 256 * 1024 * 1024 * 1024;
/// Bytes of an archive's days that overlap in time and must be sorted together in memory.
pub const IMPORT_OVERLAP_BYTES: u64 = 256 * 1024 * 1024;
/// Messages an import puts into one commit: the sync is shared, and others wait for milliseconds only.
pub const IMPORT_BATCH: usize = 500;
/// Row changes an import puts into one commit, far enough below what a commit may hold.
pub const IMPORT_BATCH_ROWS: usize = 6_000;
/// Characters of a bookmark's title: one line.
pub const BOOKMARK_TITLE_CHARS: usize = 255;
/// Bytes of a link or a picture's address, as in Slack's blocks.
pub const LINK_BYTES: usize = 3_000;
/// Messages one person keeps for later: listing them reads each.
pub const SAVED_PER_PERSON: usize = 2_000;
/// Reminders one person keeps, done ones included.
pub const REMINDERS_PER_PERSON: usize = 500;
/// Characters of a reminder.
pub const REMINDER_CHARS: usize = 4_000;
/// Years ahead a reminder may lie (Slack's limit).
pub const REMINDER_YEARS: u64 = 5;
/// Texts one person may have begun.
pub const DRAFTS_PER_PERSON: usize = 500;
/// Messages one person may have waiting.
pub const SCHEDULED_PER_PERSON: usize = 1_000;
/// Messages one person may schedule for one channel within `SCHEDULE_WINDOW_SECS` (Slack's limit).
pub const SCHEDULED_PER_WINDOW: usize = 30;
/// The time around a scheduled message in which others of its channel count (Slack's limit).
pub const SCHEDULE_WINDOW_SECS: u64 = 300;
/// User groups in a workspace: listing them reads each.
pub const USERGROUPS: usize = 1_000;
/// People in one user group: a mention of it must reach every one of them.
pub const USERGROUP_USERS: usize = MENTIONS_PER_MESSAGE;
/// Characters of a user group's name or handle.
pub const USERGROUP_NAME_CHARS: usize = 80;
/// Characters of a user group's description.
pub const USERGROUP_DESCRIPTION_CHARS: usize = 140;
/// Channels a user group names.
pub const USERGROUP_CHANNELS: usize = 100;
/// Preferences one person may set; all of them are one record.
pub const PREFERENCES_PER_PERSON: usize = 256;
/// Bytes of one preference's name.
pub const PREFERENCE_NAME_BYTES: usize = 64;
/// Bytes of all preferences of one person together: what one sealed record can hold.
pub const PREFERENCES_BYTES: usize = 48 * 1024;
/// Bytes of a time zone's name; the longest there is has 30.
pub const ZONE_BYTES: usize = 64;
/// Seconds a clock may be ahead of UTC: the islands furthest east and west.
pub const ZONE_OFFSET_SECS: std::ops::RangeInclusive<i32> = -12 * 3_600..=14 * 3_600;
/// Characters of an emoji's name, with its skin tones (Slack's limit).
pub const EMOJI_NAME_CHARS: usize = 100;
/// Minutes of quiet that may be asked for at once: a week.
pub const SNOOZE_MINUTES: u64 = 7 * 24 * 60;
/// Characters of a status text (Slack's limit).
pub const STATUS_CHARS: usize = 100;
/// Apps in a workspace.
pub const APPS: usize = 1_000;
/// Conversations a bot leaves in one commit when somebody takes it over: some rows and a line each, far below what one
/// commit may change; the next commit goes on.
pub const TAKEOVER_BATCH: usize = 100;
/// Incoming webhooks in a workspace.
pub const WEBHOOKS: usize = 5_000;
/// Times a job may fail before the log says so as an error: with the doubling delays below, after an hour and a half. It is
/// tried again for ever.
pub const JOB_ATTEMPTS_QUIET: u32 = 10;
/// Damaged jobs that are passed over for those behind them.
pub const JOBS_DAMAGED: usize = 100;
/// Damaged records named on the page on health and in the log: whoever sees that many restores a backup.
pub const DAMAGED_NAMED: usize = 100;
/// Jobs of the coming hour looked at for those that failed before; the page on health says no more than this.
pub const JOBS_COUNTED: usize = 10_000;
/// Seconds before a failed job is tried again the first time; doubled each time.
pub const JOB_RETRY_SECS: u64 = 5;
/// The longest time between two tries of a job or a worker.
pub const RETRY_SECS_MAX: u64 = 3_600;
/// Seconds one node holds the right to run a worker that must run once; renewed while it works.
pub const WORKER_LEASE_SECS: u64 = 30;
/// Milliseconds between two looks for work: scheduled messages are exact to the second.
pub const JOB_POLL_MS: u64 = 500;
/// Seconds between two looks for key leases that have ended: by so much a key may outlive its lease in memory.
pub const LEASE_SWEEP_SECS: u64 = 10;
/// Milliseconds the server waits for its workers when it stops: each finishes the one thing it does.
pub const JOBS_STOP_MS: u64 = 5_000;
/// Links of one message that apps may unfold.
pub const UNFURLS_PER_MESSAGE: usize = 20;
/// Bytes of one view an app shows: what one sealed record can hold.
pub const VIEW_BYTES: usize = 48 * 1024;
/// Blocks in one view (Slack's limit).
pub const BLOCKS_PER_VIEW: usize = 100;
/// Characters of a view's title and buttons (Slack's limit).
pub const VIEW_LABEL_CHARS: usize = 24;
/// Modals one above the other (Slack's limit).
pub const VIEWS_STACKED: u8 = 3;
/// Seconds in which an app may answer a person's doing with a view (Slack's limit).
pub const TRIGGER_SECS: u64 = 3;
/// Triggers remembered; a busy workspace makes a few each second.
pub const TRIGGERS: usize = 10_000;
/// Addresses an app may send people back to.
pub const REDIRECT_URLS: usize = 20;
/// Scopes one token may have; Slack knows about a hundred.
pub const SCOPES: usize = 200;
/// Seconds in which an app must take its token after it was let in (Slack's limit).
pub const GRANT_SECS: u64 = 600;
/// MiB free on the data's disk below which the doctor and the server's own page warn: the server would soon refuse to write.
pub const FREE_MIB_MIN: u64 = 512;
/// People whose tokens one answer lists: each costs a look at their own list.
pub const TOKEN_HOLDERS: usize = 10_000;
