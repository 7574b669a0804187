//! What one person can make the server hold, compute and send: `docs/budget.md`, held against the server. Each method is
//! asked with the largest input it takes, in a process of its own, so that nothing other tests do is counted.

use crate::app::{PASSWORD, TestApp};
use crate::matrix::{arguments_of, may};
use crate::memory::in_own_process;
use comity::api::rates::Tier;
use comity::api::schema::{Kind, document};
use comity::api::table::{Auth, METHODS, Method};
use comity::base::limits;
use comity::config::Limits;
use comity::store::Order;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/budget.md");

/// What a call may cost, in bytes.
#[derive(Clone, Copy, Debug)]
struct Cost {
    answer: usize,
    kept: usize,
}

/// A product of numbers and of names of `base/limits.rs`, read from there.
fn bytes(text: &str) -> usize {
    let source = include_str!("../../src/base/limits.rs");
    let factor = |word: &str| -> usize {
        let word = word.trim().trim_matches('`');
        if let Ok(number) = word.replace('_', "").parse() {
            return number;
        }
        let (_, rest) = source
            .split_once(&format!("pub const {word}: "))
            .unwrap_or_else(|| panic!("docs/budget.md names {word}, which is not in src/base/limits.rs"));
        bytes(rest.split_once(" = ").unwrap().1.split_once(';').unwrap().0)
    };
    text.split('*').map(factor).product()
}

/// The rows of the page's table of methods: what each may cost.
fn costs() -> BTreeMap<String, Cost> {
    let page = std::fs::read_to_string(FILE).unwrap();
    let rows =
        page.split_once("| methods | answers").unwrap().1.lines().skip(2).take_while(|line| line.starts_with('|'));
    let mut all = BTreeMap::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let cost = Cost { answer: bytes(cells[1]), kept: bytes(cells[2]) };
        for name in cells[0].split(", ").map(|name| name.trim_matches('`')) {
            let of = |method: &&Method| {
                method.name == name || name.ends_with(".*") && method.name.starts_with(&name[..name.len() - 1])
            };
            let named: Vec<_> = METHODS.iter().filter(of).collect();
            assert!(!named.is_empty(), "docs/budget.md names {name}, which is no method");
            // What is named by itself counts for more than its family.
            for method in named {
                if method.name == name || !all.contains_key(method.name) {
                    all.insert(method.name.to_owned(), cost);
                }
            }
        }
    }
    all
}

/// Calls a minute of one session or token, or of one network where nobody is needed.
fn a_minute(method: &Method) -> usize {
    let limits = Limits::default();
    (match method.tier {
        Tier::One => limits.tier1_per_minute,
        Tier::Two => limits.tier2_per_minute,
        Tier::Three => limits.tier3_per_minute,
        Tier::Four => limits.tier4_per_minute,
        Tier::Special => limits.special_per_minute,
        Tier::Login => comity::app::LOGINS_PER_MINUTE,
        Tier::Guess => limits::GUESSES_FROM_NETWORK.0 + limits::GUESSES_FROM_NETWORK.1,
    }) as usize
}

/// What one of each can ask for in a minute, over every method they may call.
fn sums() -> String {
    let costs = costs();
    let who = [("a member", 2), ("a guest", 3), ("a bot", 4), ("a stranger", 7)];
    let mib = |bytes: usize| bytes.div_ceil(1024 * 1024);
    let row = |(who, role): (&str, usize)| {
        let theirs: Vec<_> = METHODS.iter().filter(|method| may(method.name, role)).collect();
        let sum = |cost: fn(&Cost) -> usize| -> usize {
            theirs.iter().map(|method| a_minute(method) * cost(&costs[method.name])).sum()
        };
        let calls: usize = theirs.iter().map(|method| a_minute(method)).sum();
        let (count, kept, sent) = (theirs.len(), mib(sum(|cost| cost.kept)), mib(sum(|cost| cost.answer)));
        format!("| {who} | {count} | {calls} | {} | {kept} | {sent} |\n", mib(calls * limits::REQUEST_BYTES))
    };
    who.map(row).concat()
}

#[test]
fn the_page_has_every_method_and_its_sums_are_right() {
    let known = costs();
    let missing: Vec<_> = METHODS.iter().map(|m| m.name).filter(|name| !known.contains_key(*name)).collect();
    assert!(missing.is_empty(), "docs/budget.md does not say what these may cost: {missing:?}");
    let page = std::fs::read_to_string(FILE).unwrap();
    let (before, rest) = page.split_once("|---|--:|--:|--:|--:|--:|\n").unwrap();
    let old: String = rest.lines().take_while(|line| line.starts_with('|')).map(|line| format!("{line}\n")).collect();
    if std::env::var("BUDGET").is_ok_and(|wish| wish == "update") {
        let made = format!("{before}|---|--:|--:|--:|--:|--:|\n{}{}", sums(), &rest[old.len()..]);
        std::fs::write(FILE, made).unwrap();
        return;
    }
    assert_eq!(old, sums(), "run `BUDGET=update cargo test budget` and read the difference in docs/budget.md");
}

/// A workspace in which lists are long and messages large, seen by everybody.
fn fill(app: &TestApp) {
    let text = "< & \u{1f600} ".repeat(limits::MESSAGE_CHARS / 6);
    let mut said = Vec::new();
    for _ in 0..40 {
        said.push(app.ada.say(&app.general, &text));
    }
    for (at, ts) in said.iter().enumerate() {
        app.ada.ok("pins.add", json!({ "channel": app.general, "timestamp": ts }));
        app.ada.ok("stars.add", json!({ "channel": app.general, "timestamp": ts }));
        app.ada.ok("reactions.add", json!({ "channel": app.general, "timestamp": ts, "name": "eyes" }));
        let reply = json!({ "channel": app.general, "thread_ts": said[0], "text": text });
        app.ada.ok("chat.postMessage", reply);
        let title = "t".repeat(limits::BOOKMARK_TITLE_CHARS);
        let link = format!("https://example.org/{}", "l".repeat(limits::LINK_BYTES - 30));
        app.ada.ok("bookmarks.add", json!({ "channel_id": app.general, "title": title, "type": "link", "link": link }));
        let cake = "c".repeat(limits::REMINDER_CHARS);
        app.ada.ok("reminders.add", json!({ "text": cake, "time": "tomorrow" }));
        let name = format!("room-{at}-{}", "n".repeat(limits::CHANNEL_NAME_CHARS - 10));
        let room = app.ada.ok("conversations.create", json!({ "name": name }));
        app.ada.ok("drafts.set", json!({ "channel": room["channel"]["id"], "text": text }));
        app.ada.ok("usergroups.create", json!({ "name": format!("group {at}") }));
        app.ada.ok("admin.apps.create", json!({ "name": format!("app {at}") }));
        app.ada.ok("admin.users.invite", json!({}));
    }
}

/// What templates name besides the usual words: one thing of each kind that Ada made.
fn things(app: &TestApp) -> Vec<(&'static str, String)> {
    let made = |method: &str, args: Value, pointer: &str| {
        let answer = app.ada.ok(method, args);
        answer.pointer(pointer).unwrap().as_str().unwrap().to_owned()
    };
    let app_id = made("admin.apps.create", json!({ "name": "Robot" }), "/app/id");
    let hook = json!({ "app_id": app_id, "channel_id": app.general, "name": "Deploy" });
    let link = json!({ "channel_id": app.general, "title": "Handbook", "type": "link", "link": "https://example.org" });
    let soon = comity::base::World::now(&comity::base::world::SystemWorld).secs() + 3_600;
    let later = json!({ "channel": app.general, "text": "later", "post_at": soon });
    vec![
        ("$hook", made("admin.webhooks.create", hook, "/webhook/bot_id")),
        ("$made", app_id.clone()),
        ("$app", app_id),
        ("$group", made("usergroups.create", json!({ "name": "Night shift" }), "/usergroup/id")),
        ("$reminder", made("reminders.add", json!({ "text": "cake", "time": "tomorrow" }), "/reminder/id")),
        ("$bookmark", made("bookmarks.add", link, "/bookmark/id")),
        ("$scheduled", made("chat.scheduleMessage", later, "/scheduled_message_id")),
        ("$invitation", made("admin.users.invite", json!({}), "/invitation/id")),
        ("4102444800", soon.to_string()),
        ("$password", PASSWORD.to_owned()),
    ]
}

/// Methods in the order in which most of them still have something to act on: what takes things away comes last.
fn in_order() -> Vec<&'static Method> {
    let takes = ["delete", "remove", "revoke", "archive", "leave", "kick", "close", "end", "disable", "uninstall"];
    let ends = |method: &Method| takes.iter().any(|word| method.name.to_lowercase().contains(word));
    let (last, first): (Vec<_>, Vec<_>) = METHODS.iter().partition(|method| ends(method));
    // These end what they are called with, or take people's rights away from the rest.
    let never = ["auth.revoke", "client.logout", "client.transferOwnership", "client.setPassword"];
    first.into_iter().chain(last).filter(|method| !never.contains(&method.name)).collect()
}

/// The arguments that a method takes, each as large as a request may be, one at a time; then lists without end.
fn largest(method: &str, template: &Value, document: &Value) -> Vec<Value> {
    let body = &document["paths"][format!("/{method}")]["post"]["requestBody"]["content"];
    let known = body.as_object().and_then(|kinds| kinds.values().next()).map(|kind| &kind["schema"]["properties"]);
    let long = "\u{7f}<&\u{e9} ".repeat(limits::REQUEST_BYTES / 8);
    let mut all = vec![template.clone()];
    let mut with = |name: &str, value: Value| {
        let mut args = template.clone();
        args[name] = value;
        all.push(args);
    };
    for (name, shape) in known.and_then(Value::as_object).into_iter().flatten() {
        match Kind::of(&json!(shape["type"].as_str().unwrap_or("any"))) {
            Kind::Int => with(name, json!(1_000_000)),
            Kind::Text if template.get(name).is_some_and(|v| v.as_str().is_some_and(|v| v.len() > 8)) => {
                with(name, json!(long[..long.floor_char_boundary(limits::MESSAGE_CHARS)]));
                with(name, json!(long[..long.floor_char_boundary(limits::TOPIC_CHARS)]));
            }
            Kind::Text => with(name, json!(long[..long.floor_char_boundary(limits::REQUEST_BYTES * 3 / 4)])),
            _ => with(name, json!(vec!["U0000000000"; limits::REQUEST_BYTES / 20])),
        }
    }
    all
}

/// The arguments with the names of things in them.
fn named(args: &Value, things: &[(&str, String)]) -> Value {
    let text = things.iter().fold(args.to_string(), |text, (word, id)| text.replace(word, id));
    serde_json::from_str(&text).unwrap()
}

/// All that the store holds.
fn held(app: &TestApp) -> usize {
    let snapshot = app.domain.store().snapshot().unwrap();
    let rows = snapshot.range(&[0], &[255], Order::Ascending, usize::MAX).unwrap();
    rows.iter().map(|row| row.key.len() + row.value.len()).sum()
}

/// A line of this process's own account, in bytes.
fn account(name: &str) -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    line.trim_matches(|c: char| !c.is_ascii_digit()).parse::<usize>().unwrap() * 1024
}

/// How much more memory than before a call took at its worst, client and server together, and how long it took.
fn measured(call: impl FnOnce() -> Value) -> (Value, usize, Duration) {
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let (before, begun) = (account("VmRSS:"), Instant::now());
    let answer = call();
    let took = begun.elapsed();
    (answer, account("VmHWM:").saturating_sub(before), took)
}

/// A picture of about so many bytes, which no encoder makes smaller.
fn noise(bytes: usize) -> Vec<u8> {
    let side = (bytes / 3).isqrt();
    let mut state = 1_u32;
    let dots: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    })
    .take(side * side * 3)
    .collect();
    let mut made = Vec::new();
    let mut encoder = png::Encoder::new(&mut made, side as u32, side as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header().unwrap().write_image_data(&dots).unwrap();
    made
}

/// Times a request's and an answer's bytes that may be in memory while a call runs, the test's own client included.
const COPIES: usize = 24;
/// What any call may take besides: a password's hash needs the most.
const ASIDE: usize = 64 * 1024 * 1024;
/// Times as long as the echo of a full request that a call may take; this machine's pace is in both.
const PACE: u32 = 60;

#[test]
fn no_call_costs_more_than_the_page_says() {
    if !in_own_process("budget::no_call_costs_more_than_the_page_says") {
        return;
    }
    let app = TestApp::start_in_memory();
    fill(&app);
    let (costs, templates, document) = (costs(), arguments_of(&app), document());
    let echo = || app.ada.call("api.test", json!({ "text": "e".repeat(limits::REQUEST_BYTES - 100) }));
    let pace = (0..5).map(|_| measured(echo).2).max().unwrap().max(Duration::from_millis(20));
    let mut wrong = Vec::new();
    let mut judge = |name: &str, about: &str, asked: usize, call: &dyn Fn() -> Value| {
        let (cost, before) = (costs[name], held(&app));
        let (answer, memory, mut took) = measured(call);
        let (sent, kept) = (answer.to_string().len(), held(&app).saturating_sub(before));
        // Somebody else may have had the machine; what is slow by itself is slow again.
        for _ in 0..2 {
            if took > pace * PACE {
                took = took.min(measured(call).2);
            }
        }
        let over = [
            (sent > cost.answer, format!("answers {sent} bytes, the page says {}", cost.answer)),
            (kept > cost.kept, format!("keeps {kept} bytes, the page says {}", cost.kept)),
            (memory > COPIES * (asked + sent) + ASIDE, format!("{memory} bytes of memory for {asked} and {sent}")),
            (took > pace * PACE, format!("{took:?}, where an echo takes {pace:?}")),
        ];
        wrong.extend(over.iter().filter(|(is, _)| *is).map(|(_, how)| format!("{name} {about:.80}: {how}")));
        answer["ok"] == true
    };
    let picture = noise(limits::PHOTO_BYTES * 9 / 10);
    let kept =
        judge("users.setPhoto", "a picture", picture.len(), &|| app.ada.upload("users.setPhoto", "image", &picture));
    assert!(kept, "the picture was taken");
    let (things, stranger, mut did) = (things(&app), app.stranger(), 0);
    for method in in_order() {
        let of_app = matches!(method.auth, Auth::Bot | Auth::OfApp);
        // Ada may most; a member, a guest, a bot and a stranger do what they may as well.
        let first = if of_app { &app.courier } else { &app.ada };
        let others = [(2, &app.linus), (3, &app.edsger), (4, &app.courier), (7, &stranger)];
        let others = others.into_iter().filter(|(role, _)| may(method.name, *role)).map(|(_, person)| person);
        let all: Vec<_> = templates[method.name]
            .iter()
            .flat_map(|template| largest(method.name, template, &document))
            .map(|args| named(&args, &things))
            .collect();
        let mut one = false;
        for (who, args) in std::iter::once(first).chain(others).flat_map(|who| all.iter().map(move |args| (who, args)))
        {
            let text = args.to_string();
            one |= judge(method.name, &text, text.len(), &|| who.call(method.name, args.clone()));
        }
        did += usize::from(one);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(did > 110, "only {did} methods did anything");
}
