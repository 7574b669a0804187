//! Whom a text calls, by the table that the client's own reading is held to as well.

use comity::base::mrkdwn::{self, Called};
use serde_json::Value;

#[test]
fn server_and_client_agree_on_whom_a_text_calls() {
    let table: Vec<Value> = serde_json::from_str(include_str!("../data/text.json")).unwrap();
    assert!(table.len() > 200);
    for example in &table {
        let expected = example["calls"].as_array().cloned().unwrap_or_default();
        let text = example["text"].as_str().unwrap();
        let called = mrkdwn::called(text, true);
        let same = |(called, word): (&Called, &Value)| match called {
            Called::User(id) | Called::Usergroup(id) => word == id,
            Called::Everybody => ["here", "channel", "everyone"].iter().any(|range| word == range),
        };
        let fits = called.len() == expected.len() && called.iter().zip(&expected).all(same);
        assert!(fits, "{text:?} calls {called:?}, and the table says {expected:?}");
    }
}
