//! One call of a method: who, what, and the two things a handler can do, look and change.

use super::Site;
use super::args::Args;
use super::commit::commit;
use super::peer::Network;
use super::uses::Use;
use crate::base::id::{ChannelId, UserId};
use crate::base::{Error, Result, limits};
use crate::domain::access::{CHANNEL_NOT_FOUND, Seeing};
use crate::domain::objects::Lens;
use crate::domain::{Actor, Domain, access, channels};
use crate::store::records::channel::ChannelKind;
use crate::store::{Part, Tx, View};
use actix_web::cookie::Cookie;
use actix_web::web;
use std::cell::RefCell;
use std::sync::Arc;

/// Why a call has no answer.
#[derive(Debug)]
pub enum Refusal {
    /// What the domain said.
    Error(Error),
    /// Too many calls.
    RateLimited { secs: u64 },
    /// The token may not.
    MissingScope { needed: String, provided: String },
    /// There is no such method.
    UnknownMethod(String),
    /// The answer is larger than what is made between other people's calls: it is made apart, from the start.
    Large,
}

impl From<Error> for Refusal {
    fn from(e: Error) -> Self {
        Self::Error(e)
    }
}

/// What a command runs with besides its transaction.
#[derive(Clone)]
pub struct Context {
    /// Who.
    pub actor: Actor,
    /// Where.
    pub domain: Domain,
}

/// One call.
pub struct Call {
    /// Who calls, and the domain.
    pub cx: Arc<Context>,
    /// With what.
    pub args: Args,
    /// The server.
    pub site: web::Data<Site>,
    /// The method's name.
    pub method: &'static str,
    /// Where it comes from.
    pub network: Network,
    /// What the caller's program calls itself.
    pub agent: String,
    /// Whether a page of ours calls, which keeps cookies.
    pub in_client: bool,
    /// What the browser shows of having signed in before.
    pub device: Option<String>,
    /// Bytes the answer's list may have, as long as it is made here.
    pub room: usize,
    /// Cookies to send with the answer.
    pub cookies: RefCell<Vec<Cookie<'static>>>,
}

impl Call {
    /// Who calls.
    pub fn actor(&self) -> &Actor {
        &self.cx.actor
    }

    /// The domain.
    pub fn domain(&self) -> &Domain {
        &self.cx.domain
    }

    /// A view for queries.
    pub fn view(&self) -> Result<View<'_>> {
        self.domain().view()
    }

    /// What objects are made through.
    pub fn lens<'v, 'a>(&'v self, view: &'v View<'a>) -> Lens<'v, 'a> {
        self.domain().lens(view)
    }

    /// Has the call answered apart from others', from here on: for queries that look at a lot, whatever they answer.
    ///
    /// # Errors
    /// `Refusal::Large`, unless that is where it is answered.
    pub fn apart(&self) -> Result<(), Refusal> {
        if self.room < limits::ANSWER_BYTES { Err(Refusal::Large) } else { Ok(()) }
    }

    /// Runs a command and waits until it is on disk.
    pub async fn write<T: Send + 'static>(
        &self,
        parts: Vec<Part>,
        mut command: impl FnMut(&mut Tx, &Context) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let cx = self.cx.clone();
        commit(self.domain(), parts, move |tx| command(tx, &cx)).await
    }

    /// The conversation an argument names: an id, `#name`, or a person, whose direct conversation must exist. One that
    /// the caller may not see is not found, whatever the method goes on to say.
    pub fn channel(&self, view: &View, name: &'static str) -> Result<ChannelId> {
        let id = self.named(view, name)?;
        access::seeing(view, self.actor(), id).map(|seen| seen.channel.id)
    }

    fn named(&self, view: &View, name: &'static str) -> Result<ChannelId> {
        let text = self.args.required(name)?;
        if let Some(id) = ChannelId::parse(&text)
            && view.exists(&crate::store::records::channel::Channel::at(id))?
        {
            return Ok(id);
        }
        if let Some(user) = UserId::parse(&text) {
            return channels::conversation_of(view, &self.with(&[user]))?.ok_or(CHANNEL_NOT_FOUND);
        }
        channels::by_name(view, text.trim_start_matches('#'))?.ok_or(CHANNEL_NOT_FOUND)
    }

    /// These people and the caller, sorted: the people of a direct or group conversation.
    pub fn with(&self, others: &[UserId]) -> Vec<UserId> {
        let mut people: Vec<UserId> = others.iter().copied().chain([self.actor().user]).collect();
        people.sort_unstable();
        people.dedup();
        people
    }

    /// The conversation an argument names, as far as the caller may see it and the token's scopes fit.
    pub fn seeing(&self, view: &View, name: &'static str, how: Use) -> Result<Seeing, Refusal> {
        let seen = access::seeing(view, self.actor(), self.channel(view, name)?)?;
        self.fits(seen.channel.kind, how)?;
        Ok(seen)
    }

    /// Checks the scope that fits the kind of conversation: Slack has one for each.
    pub fn fits(&self, kind: ChannelKind, how: Use) -> Result<(), Refusal> {
        self.need(how.scopes(kind))
    }

    /// Checks that the token has one of these scopes.
    pub fn need(&self, needed: &[&str]) -> Result<(), Refusal> {
        match self.actor().has_scope(needed) {
            true => Ok(()),
            false => Err(Refusal::MissingScope { needed: needed.join(","), provided: self.actor().scopes.join(",") }),
        }
    }

    /// Sends a cookie with the answer, to a page of ours: a form on another site could sign a person in as somebody of its
    /// choosing.
    pub fn set_cookie(&self, cookie: Cookie<'static>) {
        self.cookies.borrow_mut().push(cookie);
    }

    /// An address below this installation's own.
    pub fn url(&self, path: &str) -> String {
        format!("{}/{path}", self.site.public_url)
    }
}
