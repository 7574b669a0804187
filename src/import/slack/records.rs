//! The records of a list file, told apart before any of them is judged: so one that is no JSON costs itself, and a file that
//! ends too early costs its end.
//!
//! A record ends where its brackets close, outside of quoted text, or at a comma between records. One that can't be read may
//! have swallowed those behind it, as a bracket or quote that nobody closed does: then reading goes on at the next place
//! that begins a message, or from which on all brackets close with the list. The file is in memory as a whole, which
//! `IMPORT_FILE_BYTES` bounds.

use crate::base::Result;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::borrow::Cow;
use std::fmt;

/// One record of a list.
pub struct Record {
    /// Its place in the list, from 1.
    pub place: usize,
    /// What it says, or why it can't be read.
    pub value: std::result::Result<Value, &'static str>,
    /// What of it is not kept as it was written: the key, where it is one, and why.
    pub mended: Vec<(String, &'static str)>,
}

/// A file that says nothing.
pub const EMPTY: &str = "the file is empty";
const NO_LIST: &str = "it is no list of records, which begins with a square bracket";
const WIDE: &str = "it is UTF-16; save it as UTF-8, as Slack does";
const NO_JSON: &str = "it is not JSON";
const DEEP: &str = "it is nested deeper than 100 levels";
const CUT: &str =
    "the file ends in the middle of its list; whole records before that are read; download the export again";
const MORE: &str = "there is more behind the end of the list, which is not read";
const NO_TEXT: &str = "bytes that are not UTF-8 are shown as U+FFFD";
const HALF: &str = "half a surrogate pair is no character; it is shown as U+FFFD";
const TWICE: &str = "a key stands twice in it; the last one is kept";
/// A day of which nothing could be read is no odd record, but another kind of file.
pub const NONE: &str =
    "none of its records is a message, so a whole day is missing: correct them, or the file's name, and import again";
const ENDLESS: &str = "it has no end, so what follows it in the file is not read; download the export again";

/// How deep a record may be nested. What is kept aside of it comes to stand some levels deeper, and must be read again by a
/// library that takes 128.
const LEVELS: usize = 100;

/// How often a file may be looked through for places to go on at, and the bytes that a short one may have in any case: so
/// that a hopeless one ends in time.
const LOOKS: usize = 16;
const LOOKS_BYTES: usize = 16 * 1024 * 1024;

/// Hands over the records of a list one by one. For a file that is none, why it is not; no record was taken then.
pub fn each(bytes: &[u8], take: &mut dyn FnMut(Record) -> Result<()>) -> Result<Option<&'static str>> {
    if let [0xff, 0xfe, ..] | [0xfe, 0xff, ..] = bytes {
        return Ok(Some(WIDE));
    }
    // A byte order mark may be passed over (RFC 8259, section 8.1).
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match bytes.trim_ascii() {
        b"" | b"{}" => return Ok(Some(EMPTY)),
        b"null" => return Ok(None),
        [b'[', ..] => {}
        _ => return Ok(Some(NO_LIST)),
    }
    let mut list = List { bytes, looks: bytes.len().saturating_mul(LOOKS).max(LOOKS_BYTES) };
    let mut at = list.blank(0) + 1;
    for place in 1.. {
        at = list.between(at);
        let (record, next) = match bytes.get(at) {
            None => (odd(place, CUT), None),
            Some(b']') if list.is_end(at + 1) => break,
            Some(b']') => (odd(place, MORE), None),
            Some(_) => list.record(place, at),
        };
        take(record)?;
        let Some(next) = next else { break };
        at = next;
    }
    Ok(None)
}

/// Whether more than one record may be lost by this fault: what was behind it, or the whole file.
pub fn loses_more(why: &str) -> bool {
    [CUT, ENDLESS, MORE, NO_LIST, WIDE, NONE].contains(&why)
}

fn odd(place: usize, why: &'static str) -> Record {
    Record { place, value: Err(why), mended: Vec::new() }
}

/// A list file, and how many bytes may still be looked at to find out where a broken record ends.
struct List<'b> {
    bytes: &'b [u8],
    looks: usize,
}

impl List<'_> {
    /// The record that begins here, and where to go on; nothing where the rest of the file is lost.
    fn record(&mut self, place: usize, at: usize) -> (Record, Option<usize>) {
        match self.looked(at) {
            Some(end) => {
                let record = judge(place, &self.bytes[at..end]);
                let next = if record.value.is_err() { self.resumed(at + 1, end) } else { None };
                (record, next.or(Some(end)))
            }
            None => match self.resumed(at + 1, self.bytes.len()) {
                Some(next) => (odd(place, NO_JSON), Some(next)),
                None if self.bytes.trim_ascii_end().ends_with(b"]") => (odd(place, ENDLESS), None),
                None => (odd(place, CUT), None),
            },
        }
    }

    /// `end_of`, where a file that was looked through in vain counts.
    fn looked(&mut self, at: usize) -> Option<usize> {
        let end = self.end_of(at);
        if end.is_none() {
            self.looks = self.looks.saturating_sub(self.bytes.len() - at);
        }
        end
    }

    /// The next byte that is no white space.
    fn blank(&self, from: usize) -> usize {
        self.skip(from, |b| b.is_ascii_whitespace())
    }

    /// Where the next record begins. Commas too many or too few stand between whole records and lose nothing.
    fn between(&self, from: usize) -> usize {
        self.skip(from, |b| b.is_ascii_whitespace() || b == b',')
    }

    fn skip(&self, from: usize, passed: impl Fn(u8) -> bool) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        from + rest.iter().position(|b| !passed(*b)).unwrap_or(rest.len())
    }

    fn is_end(&self, at: usize) -> bool {
        self.blank(at) >= self.bytes.len()
    }

    /// Where the record that begins here ends; nothing when it does not before the file does. A bracket closes the ones
    /// that were opened within it, and one that closes none is passed over.
    fn end_of(&self, from: usize) -> Option<usize> {
        let mut open = Open::default();
        let mut at = from;
        loop {
            match self.bytes.get(at)? {
                b'"' => at = self.quoted(at)?,
                b']' | b',' if open.all.is_empty() => return Some(at),
                b @ (b'{' | b'[') => open.opens(*b == b'{'),
                b @ (b'}' | b']') if open.closes(*b == b'}') && open.all.is_empty() => return Some(at + 1),
                _ => {}
            }
            at += 1;
        }
    }

    /// The quote that ends the quoted text beginning here.
    fn quoted(&self, from: usize) -> Option<usize> {
        let mut at = from + 1;
        loop {
            match self.bytes.get(at)? {
                b'"' => return Some(at),
                b'\\' => at += 2,
                _ => at += 1,
            }
        }
    }

    /// Where to go on behind the beginning of a record that can't be read, if others were taken into it before its end.
    fn resumed(&mut self, from: usize, end: usize) -> Option<usize> {
        let mut at = from;
        loop {
            at = self.blank(self.skip(at, |b| b != b',') + 1);
            if at >= end || self.looks == 0 {
                return None;
            }
            if self.bytes[at] == b'{' && (self.is_message(at) || self.closes(at)) {
                return Some(at);
            }
        }
    }

    /// Whether a message begins here.
    fn is_message(&mut self, at: usize) -> bool {
        let mut values = serde_json::Deserializer::from_slice(&self.bytes[at..]).into_iter::<Value>();
        let read = values.next();
        self.looks = self.looks.saturating_sub(values.byte_offset().max(1));
        read.is_some_and(|value| value.is_ok_and(|value| value["type"] == "message" && value["ts"].is_string()))
    }

    /// Whether from here on every bracket closes, and the list with the file.
    fn closes(&mut self, from: usize) -> bool {
        let mut at = from;
        while self.looks > 0 && self.bytes.get(at).is_some_and(|b| *b != b']') {
            let Some(end) = self.looked(at) else { return false };
            self.looks = self.looks.saturating_sub(end - at);
            at = self.between(end);
        }
        self.bytes.get(at) == Some(&b']') && self.is_end(at + 1)
    }
}

/// The brackets that are open: true for a brace, false for a square one; and how many there are of each.
#[derive(Default)]
struct Open {
    all: Vec<bool>,
    counts: [usize; 2],
}

impl Open {
    fn opens(&mut self, brace: bool) {
        self.all.push(brace);
        self.counts[usize::from(brace)] += 1;
    }

    /// Closes the innermost bracket of this kind, with those inside it. False when there is none.
    fn closes(&mut self, brace: bool) -> bool {
        if self.counts[usize::from(brace)] == 0 {
            return false;
        }
        while let Some(last) = self.all.pop() {
            self.counts[usize::from(last)] -= 1;
            if last == brace {
                break;
            }
        }
        true
    }
}

/// Reads one record.
fn judge(place: usize, bytes: &[u8]) -> Record {
    let mut mended = Vec::new();
    let text = String::from_utf8_lossy(bytes);
    if matches!(text, Cow::Owned(_)) {
        mended.push((String::new(), NO_TEXT));
    }
    let whole = paired(&text);
    if matches!(whole, Cow::Owned(_)) {
        mended.push((String::new(), HALF));
    }
    let mut twice = Vec::new();
    let mut json = serde_json::Deserializer::from_str(&whole);
    let read = Noting { twice: &mut twice, levels: LEVELS }
        .deserialize(&mut json)
        .and_then(|value| json.end().map(|()| value));
    match read {
        Ok(value) => {
            mended.extend(twice.into_iter().map(|key| (key, TWICE)));
            Record { place, value: Ok(value), mended }
        }
        Err(e) if e.to_string().starts_with(DEEP) => odd(place, DEEP),
        Err(_) => odd(place, NO_JSON),
    }
}

/// The text with U+FFFD for each half of a surrogate pair that stands alone, which is what many programs make of it.
fn paired(text: &str) -> Cow<'_, str> {
    let unit = |at: usize| {
        let hex = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u16::from_str_radix(hex, 16).ok()
    };
    let mut whole = String::new();
    let (mut from, mut at) = (0, 0);
    while let Some(next) = text[at..].find('\\') {
        at += next;
        match (unit(at), unit(at + 6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => at += 12,
            (Some(0xd800..=0xdfff), _) => {
                whole.push_str(&text[from..at]);
                whole.push_str("\\ufffd");
                at += 6;
                from = at;
            }
            // A backslash and what it escapes, which may be a character of several bytes in what is no JSON.
            _ => at += 1 + text[at + 1..].chars().next().map_or(0, char::len_utf8),
        }
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    whole.push_str(&text[from..]);
    Cow::Owned(whole)
}

/// Reads a value and notes the keys that stand twice in one object, of which every JSON reader keeps the last.
struct Noting<'n> {
    twice: &'n mut Vec<String>,
    /// How many levels more there may be.
    levels: usize,
}

impl Noting<'_> {
    /// For what is nested in this.
    fn inner<E: serde::de::Error>(&mut self) -> std::result::Result<Noting<'_>, E> {
        let levels = self.levels.checked_sub(1).ok_or_else(|| E::custom(DEEP))?;
        Ok(Noting { twice: self.twice, levels })
    }
}

impl<'de> DeserializeSeed<'de> for Noting<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> std::result::Result<Value, D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Noting<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> std::result::Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> std::result::Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> std::result::Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> std::result::Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> std::result::Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> std::result::Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> std::result::Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> std::result::Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(one) = list.next_element_seed(self.inner()?)? {
            all.push(one);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> std::result::Result<Value, A::Error> {
        let mut all = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let value = map.next_value_seed(self.inner()?)?;
            if all.contains_key(&key) {
                self.twice.push(key.clone());
            }
            all.insert(key, value);
        }
        Ok(Value::Object(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    type Values = Vec<std::result::Result<Value, &'static str>>;

    fn read(bytes: &[u8]) -> (Values, Vec<(String, &'static str)>) {
        let (mut all, mut mended) = (Vec::new(), Vec::new());
        let none = each(bytes, &mut |record| {
            assert_eq!(record.place, all.len() + 1);
            all.push(record.value);
            mended.extend(record.mended);
            Ok(())
        });
        assert_eq!(none.unwrap(), None);
        (all, mended)
    }

    #[test]
    fn whatever_is_broken_costs_one_record_and_those_around_it_are_read() {
        let (first, last) = (json!({ "ts": "1", "text": "a, {b} [c" }), json!({ "ts": "2", "list": [{ "ts": "3" }] }));
        let deep = "[".repeat(2_000) + &"]".repeat(2_000);
        for broken in [
            r#"{"ts": NaN, "x": [{"ts": "8"}, {"ts": "9"}]}"#,
            r#"{"ts": "1", "x": -Infinity}"#,
            r#"{"deep": [[["#,
            "{bad",
            "{bad}",
            "bad",
            r#"{"text": "no end}"#,
            r#"{"text": "no \x escape"}"#,
            r#"{"text": "a" "b"}"#,
            r#"{'text': 'a'}"#,
            r#"{"text": [}"#,
            r#"{"text": ]}"#,
            "{\"text\": \"a raw\nline\"}",
            r#"{"text": "\ud83"}"#,
            r#"{"n": 1e999}"#,
            &("[".repeat(101) + &"]".repeat(101)),
            &deep,
        ] {
            for space in ["", " ", "\n    "] {
                let text = format!("[{space}{first},{space}{broken},{space}{last}{space}]{space}");
                let (found, mended) = read(text.as_bytes());
                assert_eq!(found.iter().filter_map(|r| r.as_ref().ok()).collect::<Vec<_>>(), [&first, &last], "{text}");
                assert_eq!((found.len(), mended.len()), (3, 0), "{text}");
            }
        }
    }

    #[test]
    fn a_character_that_is_none_costs_that_character() {
        let (found, mended) = read(br#"[{"a": "\ud83d", "b": "\udE00 \\ud83d \ud83d\ude00"}]"#);
        assert_eq!(found, [Ok(json!({ "a": "\u{fffd}", "b": "\u{fffd} \\ud83d \u{1f600}" }))]);
        assert_eq!(mended, [(String::new(), HALF)]);
        let (found, mended) = read(b"[{\"a\": \"caf\xe9\"}, {\"a\": \"caf\xc3\xa9\"}]");
        assert_eq!(found, [Ok(json!({ "a": "caf\u{fffd}" })), Ok(json!({ "a": "café" }))]);
        assert_eq!(mended, [(String::new(), NO_TEXT)]);
        let (found, mended) = read(br#"[{"a": 1, "b": {"c": 1, "c": 2}, "a": 3}]"#);
        assert_eq!(found, [Ok(json!({ "a": 3, "b": { "c": 2 } }))]);
        assert_eq!(mended, [("c".to_owned(), TWICE), ("a".to_owned(), TWICE)]);
    }

    #[test]
    fn a_file_that_is_cut_keeps_what_stands_before_the_cut() {
        let records = [r#"{"ts": "1", "text": "é, }"}"#, r#"{"ts": "2"}"#, "[3]"];
        let whole = format!("[{}]", records.join(","));
        for end in 1..whole.len() - 1 {
            let ends = records.iter().scan(0, |at, record| {
                *at += record.len() + 1;
                Some(*at)
            });
            let (found, _) = read(&whole.as_bytes()[..end]);
            let (last, before) = found.split_last().unwrap();
            assert_eq!(*last, Err(CUT), "{end}");
            assert!(before.iter().all(Result::is_ok), "{end}");
            assert_eq!(before.len(), ends.filter(|at| *at <= end).count(), "{end}");
        }
        assert_eq!(read(b"[{bad ]").0, [Err(ENDLESS)]);
        assert_eq!(read(b"[1] 2").0, [Ok(json!(1)), Err(MORE)]);
        assert_eq!(read(b"[,{},, {} {},]").0, [Ok(json!({})), Ok(json!({})), Ok(json!({}))]);
        for (none, why) in [("", EMPTY), (" \n", EMPTY), ("{bad", NO_LIST), ("{}", EMPTY), ("\u{feff}7", NO_LIST)] {
            assert_eq!(each(none.as_bytes(), &mut |_| panic!("{none}")).unwrap(), Some(why));
        }
        assert!(read(b"null").0.is_empty());
    }

    #[test]
    fn a_hopeless_file_ends_in_time() {
        let begun = std::time::Instant::now();
        for part in ["[", "{", "}", "[{", "[}", ",{\"", ",{", ",{\"a\":[1,{\"b\":2}", ",{\"type\":\"message\",\"a\":["]
        {
            let mut bytes = b"[{\"a".to_vec();
            bytes.extend(part.repeat(200_000 / part.len()).into_bytes());
            each(&bytes, &mut |_| Ok(())).unwrap();
        }
        assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<i64>().prop_map(|n| json!(n)),
            ".{0,6}".prop_map(Value::String),
            "[\\[\\]{},\"\\\\: ]{0,9}".prop_map(Value::String),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
                prop::collection::vec(("[a-z\\]}\"]{0,3}", inner), 0..4)
                    .prop_map(|all| Value::Object(all.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn every_list_of_json_is_read_as_the_library_reads_it(list in prop::collection::vec(value(), 0..6), pretty: bool) {
            let whole = Value::Array(list.clone());
            let text = if pretty { serde_json::to_string_pretty(&whole).unwrap() } else { whole.to_string() };
            let (found, mended) = read(text.as_bytes());
            prop_assert_eq!(found.into_iter().map(Result::unwrap).collect::<Vec<_>>(), list);
            prop_assert!(mended.is_empty());
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..60), text in "[\\[\\]{},\"\\\\u0-9a-f é]{0,60}") {
            for bytes in [bytes, text.into_bytes()] {
                let bytes = [&b"["[..], &bytes].concat();
                each(&bytes, &mut |_| Ok(())).unwrap();
            }
        }
    }
}
