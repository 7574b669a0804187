//! The permission matrix: every method × role × relation to the channel, generated and compared with `table.txt`.
//!
//! A method without a row fails, a row without its method fails, and a wrong cell is named with what was expected and
//! what came. Beyond the cells three things hold everywhere: who may not see a channel gets the very answer they would
//! get for one that does not exist; a refused call leaves no trace in the channel's log; no answer is a failure of ours.

mod cast;
mod rows;
mod scene;

use cast::{Cast, ROLES};
use comity::api::schema::Schema;
use comity::api::table::{Auth, METHODS};
use comity::store::records::user::Role;
use rows::{Row, rows};
use scene::Scene;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A guest sees a public channel only from inside.
const GUEST: usize = 3;

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
    ('b', &["bad_image"]),
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
    let cast = Cast::assemble();
    let mut wrong = Vec::new();
    for row in rows().iter().filter(|r| comity::api::table::find(&r.method).is_some()) {
        let mut seen = Vec::new();
        for (at, relation) in row.relations().iter().enumerate() {
            let got: String = (0..ROLES.len()).map(|role| cell(&cast, row, role, relation, &mut wrong)).collect();
            // A new row has one `?`: the line below is all there is to say.
            let expected = row.cells.get(at).map_or("?", String::as_str);
            for (role, letter) in
                got.char_indices().filter(|(i, c)| expected.chars().nth(*i).is_some_and(|e| e != *c && e != '?'))
            {
                let wanted = expected.chars().nth(role).unwrap_or('?');
                let (method, role) = (&row.method, ROLES[role]);
                wrong.push(format!("{method} ({:?}), {role}, {relation}: expected {wanted}, got {letter}", row.about));
            }
            seen.push(got);
        }
        if seen != row.cells {
            wrong.push(format!("    {}\n", row.line(&seen)));
        }
    }
    // Every method was called by everybody: what was not read by now is not read at all.
    for method in METHODS {
        let unread = Schema::of(method.name).into_iter().flat_map(Schema::unread);
        wrong.extend(
            unread.map(|name| format!("{} never reads {name}, which src/api/schema/ says it takes", method.name)),
        );
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What `x-role` says is what the cells say, which the test above holds against the server.
#[test]
fn the_least_role_of_each_method_is_what_the_matrix_says() {
    let persons = [(Role::Owner, 0), (Role::Admin, 1), (Role::Member, 2), (Role::Guest, 3)];
    for method in METHODS.iter().filter(|m| !matches!(m.auth, Auth::App | Auth::Bot | Auth::OfApp)) {
        let cells: Vec<String> =
            rows().into_iter().filter(|row| row.method == method.name).flat_map(|row| row.cells).collect();
        // Refused for who they are, and not for what they ask.
        let refused = |at: usize| cells.iter().all(|cell| matches!(cell.chars().nth(at), Some('d' | 'r')));
        for (role, at) in persons {
            assert_eq!(refused(at), role < method.role, "{}: {role:?}, and x-role is {:?}", method.name, method.role);
        }
    }
}

/// The arguments each method is called with, filled in for Ada and `#general`: what other tests start from.
pub fn arguments_of(app: &crate::app::TestApp) -> BTreeMap<String, Vec<Value>> {
    let ts = app.ada.say(&app.general, "something to act on");
    let words = [
        ("channel", app.general.clone()),
        ("ts", ts),
        ("me", app.ada.id.to_string()),
        ("margaret", app.margaret.id.to_string()),
        ("insider", app.grace.id.to_string()),
        ("outsider", app.linus.id.to_string()),
        ("general", app.general.clone()),
        ("unique", "something-new".to_owned()),
        ("soon", "4102444800".to_owned()),
    ];
    let mut all: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for row in rows() {
        all.entry(row.method).or_default().push(scene::fill(&row.args, &words));
    }
    all
}

/// Makes one call and gives its letter; says what else is wrong about the answer.
fn cell(cast: &Cast, row: &Row, role: usize, relation: &str, wrong: &mut Vec<String>) -> char {
    let scene = Scene::set(cast, row, role, relation);
    let actor = cast.actor(role);
    let before = log_end(cast, &scene);
    let answer = actor.call(&row.method, scene.args(&row.args));
    let place = || format!("{}, {}, {relation}", row.method, ROLES[role]);
    let hidden = matches!(relation, "private" | "others") || (relation == "public" && role == GUEST);
    // What the actor left behind when they went is still theirs.
    let own = row.needs_a_visit() && answer["ok"] == true;
    if let Some(channel) = scene.channel.filter(|_| hidden && !own) {
        let nowhere = "C0000000000000000";
        let elsewhere = actor.call(&row.method, scene.args_elsewhere(&row.args, nowhere));
        if hide(&answer, &channel.to_string()) != hide(&elsewhere, nowhere) {
            wrong.push(format!("{}: tells a hidden channel from none: {answer} / {elsewhere}", place()));
        }
    }
    if answer["ok"] == true {
        return '+';
    }
    if log_end(cast, &scene) != before {
        wrong.push(format!("{}: refused, and yet the channel's log has grown: {answer}", place()));
    }
    let code = answer["error"].as_str().unwrap_or_default();
    let found = CODES.iter().find(|(_, codes)| codes.contains(&code));
    found.map(|(letter, _)| *letter).unwrap_or_else(|| {
        wrong.push(format!("{}: no letter stands for this answer: {answer}", place()));
        '?'
    })
}

fn hide(answer: &Value, id: &str) -> String {
    answer.to_string().replace(id, "…")
}

/// The end of the channel's log, if there is a channel.
fn log_end(cast: &Cast, scene: &Scene) -> u64 {
    let snapshot = cast.app.domain.store().snapshot().unwrap();
    scene.channel.map_or(0, |channel| snapshot.head(channel.as_bytes()).unwrap().seq)
}
