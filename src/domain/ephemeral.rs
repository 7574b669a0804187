//! Ephemeral messages: shown to one person for now. Nothing is kept, so there is nothing to edit, find or purge.

use super::access::Posting;
use super::history::{Content, Known, Message};
use super::objects::{event, message};
use super::{Actor, Domain, memberships, messages, threads};
use crate::base::id::UserId;
use crate::base::{Error, Result, Ts};
use crate::store::View;
use crate::store::records::message::{Address, Body, Entry, Lane, Reactions};
use serde_json::{Value, json};

/// A message to be shown, and to whom.
#[derive(Clone, Debug)]
pub struct Ephemeral {
    /// Who sees it.
    pub user: UserId,
    /// Its name for the moment.
    pub ts: Ts,
    /// The message as the person's sockets are told of it.
    pub message: Value,
}

/// Makes an ephemeral message for somebody in the channel; sending it is for `signals`.
pub fn make(
    view: &View,
    actor: &Actor,
    domain: &Domain,
    posting: &Posting,
    user: UserId,
    thread: Option<Ts>,
    body: Body,
) -> Result<Ephemeral> {
    let channel = posting.id();
    if !memberships::is_member(view, channel, user)? {
        return Err(Error::denied("user_not_in_channel"));
    }
    messages::check_size(&body)?;
    let thread = thread.map(|ts| threads::root(view, channel, ts)).transpose()?.map(|root| root.ts);
    let ts = view.now();
    let entry = Entry {
        ts,
        author: actor.author(),
        origin: domain.installation(),
        subtype: None,
        thread,
        body_hash: messages::hash(&body)?,
        edited: None,
    };
    let known = Known { entry, body: Some(body), reactions: Reactions::default(), thread: None };
    let address = Address { channel, lane: Lane::Main, ts };
    let whole = Message { address, content: Content::Known(Box::new(known)) };
    let mut message = message::message(domain.lens(view), &whole, None)?;
    message.insert("channel", json!(channel));
    message.insert("channel_type", json!(event::channel_type(posting.channel().kind)));
    message.insert("is_ephemeral", json!(true));
    Ok(Ephemeral { user, ts, message: message.parsed()? })
}
