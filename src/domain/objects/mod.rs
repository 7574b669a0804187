//! The JSON objects of Slack's API, made from records: full objects with the right types, as strict decoders want.

pub mod app;
pub mod bookmark;
pub mod conversation;
pub mod dnd;
pub mod draft;
pub mod event;
pub mod message;
pub mod pin;
pub mod reminder;
pub mod scheduled;
pub mod user;
pub mod usergroup;
pub mod view;

use crate::base::id::{ChannelId, TeamId};
use crate::base::{Error, Result, Ts};
use crate::store::View;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What an object is made through: a view, and the workspace it is shown in.
#[derive(Clone, Copy)]
pub struct Lens<'v, 'a> {
    /// Where the records are read.
    pub view: &'v View<'a>,
    /// The workspace.
    pub team: TeamId,
    /// Where the installation is reached, for the addresses of pictures.
    pub site: &'v str,
}

impl Lens<'_, '_> {
    /// Where people open a message.
    pub fn permalink(&self, channel: ChannelId, ts: Ts, thread: Option<Ts>) -> String {
        let link = format!("{}/archives/{channel}/p{}", self.site, ts.to_string().replace('.', ""));
        match thread {
            Some(root) => format!("{link}?thread_ts={root}&cid={channel}"),
            None => link,
        }
    }
}

/// An object some of whose fields are JSON already, as somebody sent it: that is handed on as it is.
#[derive(Clone, Debug, Default)]
pub struct Object {
    made: Map<String, Value>,
    stored: BTreeMap<String, Box<RawValue>>,
}

impl Object {
    /// Sets a field.
    pub fn insert(&mut self, name: impl Into<String>, value: Value) {
        let name = name.into();
        self.stored.remove(&name);
        self.made.insert(name, value);
    }

    /// Takes a field away.
    pub fn remove(&mut self, name: &str) {
        self.made.remove(name);
        self.stored.remove(name);
    }

    /// Sets a field to JSON as it was stored.
    pub fn hand_on(&mut self, name: &str, stored: &str) -> Result<()> {
        self.set_raw(name.to_owned(), RawValue::from_string(stored.to_owned()).map_err(damaged)?);
        Ok(())
    }

    /// Sets every field of a stored object.
    pub fn hand_on_fields(&mut self, stored: &str) -> Result<()> {
        let fields: BTreeMap<String, Box<RawValue>> = serde_json::from_str(stored).map_err(damaged)?;
        fields.into_iter().for_each(|(name, value)| self.set_raw(name, value));
        Ok(())
    }

    /// Sets a field to another object.
    pub fn put(&mut self, name: &str, object: &impl Serialize) -> Result<()> {
        let written = serde_json::value::to_raw_value(object);
        self.set_raw(
            name.to_owned(),
            written.map_err(|e| Error::internal(format!("an object can't be written: {e}")))?,
        );
        Ok(())
    }

    fn set_raw(&mut self, name: String, value: Box<RawValue>) {
        self.made.remove(&name);
        self.stored.insert(name, value);
    }

    /// The whole of it taken apart, for the one who tells of a single object.
    pub fn parsed(&self) -> Result<Value> {
        serde_json::to_value(self).map_err(damaged)
    }
}

fn damaged(e: serde_json::Error) -> Error {
    Error::internal(format!("a stored message has damaged JSON: {e}"))
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.made.len() + self.stored.len()))?;
        self.made.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
        self.stored.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
        map.end()
    }
}
