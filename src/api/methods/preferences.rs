//! `users.prefs.*`, presence, and the preferences of one channel

use crate::api::call::{Call, Refusal};
use crate::base::id::UserId;
use crate::base::{Error, Result};
use crate::domain::objects::conversation;
use crate::domain::preferences::{self, ChannelChange};
use crate::domain::{access, people, presence};
use crate::store::Part;
use crate::store::records::member::Notify;
use crate::store::records::preferences::Preferences;
use serde_json::{Map, Value, json};

/// `users.prefs.get`
pub async fn get(call: &Call) -> Result<Value, Refusal> {
    Ok(object(&preferences::get(&call.view()?, call.actor().user)?))
}

/// `users.prefs.set`: one preference by name and value, or several as `prefs`.
pub async fn set(call: &Call) -> Result<Value, Refusal> {
    let values: Vec<(String, String)> = match call.args.json("prefs")? {
        Some(Value::Object(prefs)) => prefs.into_iter().map(|(name, value)| (name, value.to_string())).collect(),
        Some(_) => return Err(Error::invalid("invalid_arguments").because("prefs must be an object").into()),
        None => vec![(call.args.required("name")?, value(call))],
    };
    let parts = vec![Part::Person(call.actor().user), Part::Team(call.domain().team())];
    let mine = call.write(parts, move |tx, cx| preferences::set(tx, &cx.actor, cx.domain.team(), &values)).await?;
    Ok(object(&mine))
}

/// A value as JSON; a plain word is a text.
fn value(call: &Call) -> String {
    match call.args.json("value") {
        Ok(value) => value.unwrap_or_else(|| json!("")).to_string(),
        Err(_) => json!(call.args.text("value").unwrap_or_default()).to_string(),
    }
}

/// Preferences as an object, their values as JSON.
pub fn object(mine: &Preferences) -> Value {
    let opened = |(name, text): (&String, &String)| (name.clone(), serde_json::from_str(text).unwrap_or(Value::Null));
    let prefs: Map<String, Value> = mine.values.iter().map(opened).collect();
    json!({ "prefs": prefs })
}

/// `users.setPresence`
pub async fn set_presence(call: &Call) -> Result<Value, Refusal> {
    let away = match call.args.text("presence").as_deref() {
        Some("away") => true,
        Some("auto" | "active") => false,
        _ => return Err(Error::invalid("invalid_presence").into()),
    };
    let parts = vec![Part::Person(call.actor().user)];
    call.write(parts, move |tx, cx| preferences::set_away(tx, &cx.actor, away)).await?;
    Ok(json!({}))
}

/// `users.setActive`: long without effect at Slack too.
pub async fn set_active(_: &Call) -> Result<Value, Refusal> {
    Ok(json!({}))
}

/// `users.getPresence`
pub async fn get_presence(call: &Call) -> Result<Value, Refusal> {
    let view = call.view()?;
    let me = call.actor().user;
    let user = match call.args.text("user") {
        Some(text) => UserId::parse(&text).ok_or(people::USER_NOT_FOUND)?,
        None => me,
    };
    people::seeing(&view, call.actor(), user)?;
    let shown = presence::word(call.site.presence.shown_active(&view, user)?);
    if user != me {
        return Ok(json!({ "presence": shown }));
    }
    let online = call.site.presence.is_active(me);
    Ok(json!({
        "presence": shown,
        "online": online,
        "auto_away": !online,
        "manual_away": preferences::get(&view, me)?.manual_away,
        "connection_count": call.site.presence.connection_count(me),
        "last_activity": view.now().secs(),
    }))
}

/// `client.setChannelPrefs`
pub async fn set_channel(call: &Call) -> Result<Value, Refusal> {
    let notify = match call.args.text("notify").as_deref() {
        None => None,
        Some("default") => Some(Notify::Default),
        Some("all") => Some(Notify::All),
        Some("mentions") => Some(Notify::Mentions),
        Some("nothing") => Some(Notify::Nothing),
        Some(_) => return Err(Error::invalid("invalid_arguments").because("notify has another value").into()),
    };
    let change = ChannelChange { muted: call.args.bool("muted")?, notify, starred: call.args.bool("starred")? };
    let id = call.channel(&call.view()?, "channel")?;
    let parts = vec![Part::Person(call.actor().user)];
    let mine = call.write(parts, move |tx, cx| preferences::set_channel(tx, &cx.actor, id, change)).await?;
    let view = call.view()?;
    let seen = access::seeing(&view, call.actor(), id)?;
    Ok(json!({ "channel": conversation::own_side(call.lens(&view), &seen.channel, call.actor().user, &mine)? }))
}
