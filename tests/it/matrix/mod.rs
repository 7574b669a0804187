//! The permission matrix: every method × role × relation to the channel, generated and compared with `table.txt`.
//!
//! A method without a row fails, a row without its method fails, and a wrong cell is named with what was expected and
//! what came. Beyond the cells three things hold everywhere: who may not see a channel gets the very answer they would
//! get for one that does not exist; a refused call leaves no trace in the channel's log; no answer is a failure of ours.

mod cast;
mod demands;
mod rows;
mod scene;

use cast::{ACTORS, Cast, GUEST, LETTERS, PARTS, by_token};
use comity::api::schema::Schema;
use comity::api::table::{Auth, METHODS};
use comity::store::records::user::Role;
use rows::{About, Row, rows};
use scene::Scene;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A letter, and the codes it stands for.
const CODES: &[(char, &[&str])] = &[
    ('0', &["channel_not_found", "invalid_channel", "invalid_channel_provided", "cannot_find_channel"]),
    ('m', &["message_not_found", "thread_not_found", "not_found", "invalid_scheduled_message_id", "app_not_found"]),
    (
        'm',
        &[
            "emoji_not_found",
            "invalid_client_id",
            "invalid_trigger_id",
            "session_not_found",
            "token_not_found",
            "invitation_not_found",
            "no_such_subteam",
            "error_invalid_emoji_to_rename",
            "error_invalid_alias",
            "app_not_found",
            "bot_not_found",
        ],
    ),
    ('u', &["user_not_found", "users_not_found", "bot_not_found"]),
    ('j', &["not_in_channel"]),
    ('r', &["user_is_restricted"]),
    ('d', &["restricted_action", "not_authorized", "not_an_admin", "cant_update_message", "cant_delete_message"]),
    ('d', &["permission_denied", "not_admin", "cannot_update_admin_user", "cannot_add_others"]),
    ('d', &["cant_update_admin_user", "cannot_modify_self", "cannot_modify_primary_owner", "not_primary_owner"]),
    ('z', &["is_archived", "already_archived"]),
    ('k', &["method_not_supported_for_channel_type", "not_archived", "already_in_channel", "user_not_in_channel"]),
    ('k', &["user_already_deleted", "user_is_already_deleted", "user_not_deleted", "user_disabled", "invalid_users"]),
    ('k', &["bots_not_allowed", "cannot_add_bot", "cant_invite_self", "cant_kick_self", "user_is_not_a_guest"]),
    ('k', &["one_or_more_invalid_channels", "failed_to_validate_channels"]),
    ('b', &["bad_image", "invalid_recipient"]),
    ('s', &["missing_scope"]),
    ('t', &["not_allowed_token_type"]),
    ('a', &["not_authed"]),
];

#[test]
fn every_method_has_a_row() {
    let written: BTreeSet<String> = rows().into_iter().map(|r| r.method).collect();
    let known: BTreeSet<String> = METHODS.iter().map(|m| m.name.to_owned()).collect();
    let missing: Vec<_> = known.difference(&written).collect();
    let gone: Vec<_> = written.difference(&known).collect();
    assert!(
        missing.is_empty(),
        "methods without a row in tests/it/matrix/table.txt: {missing:?}; write each with its arguments and `?` for \
         every cell, run the matrix, judge the line it prints against what ought to be, and put it into the table"
    );
    assert!(gone.is_empty(), "rows of methods that are gone: {gone:?}");
}

#[test]
fn everybody_may_do_what_the_matrix_says_and_nothing_else() {
    // Two workspaces side by side, with every other row each.
    let halves = [0, 1].map(|half| std::thread::spawn(move || rows_are_right(half)));
    let mut wrong: Vec<String> = halves.into_iter().flat_map(|half| half.join().unwrap()).collect();
    // Every method was called by everybody: what was not read by now is not read at all.
    for method in METHODS {
        let unread = Schema::of(method.name).into_iter().flat_map(Schema::unread);
        wrong.extend(
            unread.map(|name| format!("{} never reads {name}, which src/api/schema/ says it takes", method.name)),
        );
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Tries every other row; what is wrong.
fn rows_are_right(half: usize) -> Vec<String> {
    let cast = Cast::assemble();
    let mut wrong = Vec::new();
    for row in rows().iter().skip(half).step_by(2) {
        let Some(method) = comity::api::table::find(&row.method) else { continue };
        let mut seen = Vec::new();
        for (at, relation) in row.relations().iter().enumerate() {
            let got = cell(&cast, row, relation, &mut wrong);
            // A new row has one `?`: the line below is all there is to say.
            let written: Vec<char> = row.cells.get(at).map_or(Vec::new(), |cell| cell.chars().collect());
            for (role, (who, part, shows)) in ACTORS.iter().enumerate() {
                let own = *written.get(letter_of(role, *part)).unwrap_or(&'?');
                let expected = if role < LETTERS { own } else { by_token(method, *shows, own) };
                if own != '?' && got[role] != expected {
                    let (about, method, letter) = (row.about, &row.method, got[role]);
                    wrong.push(format!("{method} ({about:?}), {who}, {relation}: expected {expected}, got {letter}"));
                }
            }
            seen.push(got[..LETTERS].iter().collect::<String>());
        }
        if seen != row.cells {
            wrong.push(format!("    {}\n", row.line(&seen)));
        }
    }
    wrong
}

/// Where the letter stands that says what somebody may do: their own, or that of the person whose token they show.
fn letter_of(role: usize, part: usize) -> usize {
    if role < LETTERS { role } else { part }
}

/// What `x-role` says is what the cells say, which the test above holds against the server.
#[test]
fn the_least_role_of_each_method_is_what_the_matrix_says() {
    let persons = [(Role::Owner, 0), (Role::Admin, 1), (Role::Member, 2), (Role::Guest, 3)];
    for method in METHODS.iter().filter(|m| !matches!(m.auth, Auth::App | Auth::Bot | Auth::OfApp)) {
        let cells: Vec<String> =
            rows().into_iter().filter(|row| row.method == method.name).flat_map(|row| row.cells).collect();
        // Refused for who they are, wherever it is not for what they ask.
        let refused = |at: usize| {
            let letters: Vec<char> = cells.iter().filter_map(|cell| cell.chars().nth(at)).collect();
            letters.iter().all(|l| matches!(l, 'd' | 'r' | 'k')) && letters.iter().any(|l| matches!(l, 'd' | 'r'))
        };
        for (role, at) in persons {
            assert_eq!(refused(at), role < method.role, "{}: {role:?}, and x-role is {:?}", method.name, method.role);
        }
    }
}

/// The arguments each method is called with, filled in for Ada and `#general`, once for each set of names: what other
/// tests start from.
pub fn arguments_of(app: &crate::app::TestApp) -> BTreeMap<String, Vec<Value>> {
    let ts = app.ada.say(&app.general, "something to act on");
    let words = [
        ("channel", app.general.clone()),
        ("ts", ts),
        ("me", app.ada.id.to_string()),
        ("margaret", app.margaret.id.to_string()),
        ("person", app.edsger.id.to_string()),
        ("insider", app.grace.id.to_string()),
        ("outsider", app.linus.id.to_string()),
        ("general", app.general.clone()),
        ("unique", "something-new".to_owned()),
        ("soon", "4102444800".to_owned()),
    ];
    let mut all: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for row in rows() {
        let known = all.entry(row.method).or_default();
        let args = scene::fill(&row.args, &words);
        let names = |args: &Value| args.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        if known.iter().all(|other| names(other) != names(&args)) {
            known.push(args);
        }
    }
    all
}

/// Lets everybody make the call, and gives their letters. A scene that was left as it was serves the next of its part.
fn cell(cast: &Cast, row: &Row, relation: &str, wrong: &mut Vec<String>) -> [char; ACTORS.len()] {
    let mut letters = ['?'; ACTORS.len()];
    for (part, actors) in PARTS.iter().enumerate() {
        let mut scene = None;
        for role in *actors {
            let set = scene.take().unwrap_or_else(|| Scene::set(cast, row, part, relation));
            letters[*role] = letter(cast, row, *role, relation, &set, wrong);
            scene = Some(set).filter(|_| matches!(letters[*role], 's' | 't' | 'a'));
        }
    }
    letters
}

/// Makes one call and gives its letter; says what else is wrong about the answer.
fn letter(cast: &Cast, row: &Row, role: usize, relation: &str, scene: &Scene, wrong: &mut Vec<String>) -> char {
    let (who, part, _) = ACTORS[role];
    let actor = cast.actor(role);
    let before = log_ends(cast, scene);
    let answer = actor.call(&row.method, scene.args(&row.args));
    cast.called(&row.method, role);
    let place = || format!("{}, {who}, {relation}", row.method);
    if let Some((word, nowhere)) = hidden(row, part, relation, answer["ok"] == true) {
        let real = scene.word(word).unwrap_or_default();
        let elsewhere = actor.call(&row.method, scene.args_elsewhere(&row.args, word, nowhere));
        if hide(&answer, real) != hide(&elsewhere, nowhere) {
            wrong.push(format!("{}: tells what is hidden from what is not there: {answer} / {elsewhere}", place()));
        }
    }
    if answer["ok"] == true {
        cast.restore(&row.method, scene.word("person"));
        return '+';
    }
    if log_ends(cast, scene) != before {
        wrong.push(format!("{}: refused, and yet a log has grown: {answer}", place()));
    }
    let code = answer["error"].as_str().unwrap_or_default();
    let found = CODES.iter().find(|(_, codes)| codes.contains(&code));
    found.map(|(letter, _)| *letter).unwrap_or_else(|| {
        wrong.push(format!("{}: no letter stands for this answer: {answer}", place()));
        '?'
    })
}

/// What the actor may not know to exist: the word that stands for it, and one like it that stands for nothing.
fn hidden(row: &Row, part: usize, relation: &str, ok: bool) -> Option<(&'static str, &'static str)> {
    // What the actor left behind when they went is still theirs.
    let own = row.needs_a_visit() && ok;
    let away = match relation {
        "private" | "others" | "group" => true,
        "public" => part == GUEST,
        _ => false,
    };
    let strange = row.about == About::Person && part == GUEST && !matches!(relation, "me" | "near");
    match (away && !own, strange) {
        (true, _) => Some(("channel", "C0000000000000000")),
        (_, true) => Some(("person", "U0000000000000000")),
        _ => None,
    }
}

fn hide(answer: &Value, id: &str) -> String {
    answer.to_string().replace(id, "…")
}

/// The ends of the workspace's log, and of the channel's if there is one.
fn log_ends(cast: &Cast, scene: &Scene) -> (u64, u64) {
    let snapshot = cast.app.domain.store().snapshot().unwrap();
    let end = |part: &[u8]| snapshot.head(part).unwrap().seq;
    (end(cast.app.domain.team().as_bytes()), scene.channel.map_or(0, |channel| end(channel.as_bytes())))
}

/// Whether somebody may ever do this: 2 a member, 3 a guest, 4 a bot, 7 somebody without an account.
pub fn may(method: &str, role: usize) -> bool {
    rows().iter().any(|row| {
        row.method == method && row.cells.iter().any(|cell| matches!(cell.chars().nth(role), Some('+' | 'b')))
    })
}
