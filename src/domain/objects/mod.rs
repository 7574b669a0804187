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

use crate::base::Ts;
use crate::base::id::{ChannelId, TeamId};
use crate::store::View;

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
