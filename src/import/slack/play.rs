//! Putting the messages down, batch by batch, each batch together with the progress that counts it.

use super::archive::Archive;
use super::days::{self, Item};
use super::ids::Ids;
use super::lists::{Conversation, Lists};
use super::since::Since;
use super::survey::{Survey, Surveyed};
use super::{Options, Progress};
use crate::base::id::{AppId, BotId, ChannelId, UserId};
use crate::base::{Error, Result, Ts, World, limits};
use crate::domain::replay::{self, Past};
use crate::domain::{Domain, addresses};
use crate::store::records::import::Import;
use crate::store::records::message::{Author, Edited, Reacted, Reactions};
use crate::store::records::pin::Pin;
use crate::store::{Part, Tx};
use serde_json::json;
use std::sync::Arc;

/// A run in progress.
pub struct Play<'p> {
    /// Where everything is put down.
    pub domain: &'p Domain,
    /// Which archive it is.
    pub archive: [u8; 32],
    /// Who and which everything is here.
    pub ids: &'p Ids,
    /// How.
    pub options: &'p Options,
    /// How far it is.
    pub progress: Import,
    /// Messages done, over all conversations.
    pub done: u64,
    /// Messages in all.
    pub total: u64,
    /// Whom to tell.
    pub tell: &'p mut dyn FnMut(Progress),
}

/// A message ready to be put down; a reply without a root has a second shape.
struct Ready {
    past: Past,
    alone: Option<Past>,
    rows: usize,
}

impl Play<'_> {
    /// How many messages are done when the progress says this.
    pub fn done(progress: &Import, survey: &Survey) -> u64 {
        let whole = survey.conversations.iter().take(progress.conversations as usize);
        whole.map(|c| c.times.len() as u64).sum::<u64>() + progress.messages
    }

    /// Plays everything that is not done yet. False when it was stopped.
    pub fn run(&mut self, archive: &mut Archive, lists: &Lists, survey: &Survey) -> Result<bool> {
        let from = self.progress.conversations as usize;
        for (conversation, surveyed) in lists.conversations.iter().zip(&survey.conversations).skip(from) {
            let old = &conversation.listed.id;
            let channel = self.ids.which(old).ok_or_else(|| Error::internal("an imported conversation has no id"))?;
            // What was deleted or unpinned here stays so.
            let since = Since::read(&self.domain.view()?, channel, surveyed)?;
            if !self.messages(archive, surveyed, channel, &since)? || !self.threads(surveyed, channel)? {
                return Ok(false);
            }
            self.finish(conversation, surveyed, channel, &since)?;
            // Old days are not read again soon; their keys need not stay in memory.
            self.domain.vault().expire(self.domain.world().now());
        }
        Ok(true)
    }

    /// Notes that everything is in.
    pub fn end(&mut self) -> Result<()> {
        let next = Import { finished: Some(self.domain.world().now()), ..self.progress.clone() };
        self.domain.run(&[], |tx| self.advance(tx, &next))
    }

    /// Puts down the messages of one conversation. A batch may hold several days.
    fn messages(
        &mut self,
        archive: &mut Archive,
        surveyed: &Surveyed,
        channel: ChannelId,
        since: &Since,
    ) -> Result<bool> {
        let start = self.progress.messages;
        let mut before = 0;
        let mut batch: Vec<Ready> = Vec::new();
        let mut rows = 0;
        for (chunk, count) in &surveyed.chunks {
            if before + count > start {
                let skip = start.saturating_sub(before) as usize;
                for item in days::load(archive, chunk, &surveyed.moved)?.items.into_iter().skip(skip) {
                    let ready = self.ready(item, surveyed, since)?;
                    let full = batch.len() >= self.options.batch || rows + ready.rows > limits::IMPORT_BATCH_ROWS;
                    if full && !self.put(&mut batch, channel, since)? {
                        return Ok(false);
                    }
                    rows = if full { 0 } else { rows } + ready.rows;
                    batch.push(ready);
                }
            }
            before += count;
        }
        self.put(&mut batch, channel, since)
    }

    /// Puts a batch down and moves the progress, in one commit under the time of the batch's first message. False when
    /// the run was stopped.
    fn put(&mut self, batch: &mut Vec<Ready>, channel: ChannelId, since: &Since) -> Result<bool> {
        if self.options.stopped() {
            return Ok(false);
        }
        let Some(first) = batch.first() else { return Ok(true) };
        let world = Arc::new(Then { now: first.past.ts, here: self.domain.clone() });
        let next = Import { messages: self.progress.messages + batch.len() as u64, ..self.progress.clone() };
        let origin = self.domain.installation();
        self.domain.in_world(world).run(&[Part::Channel(channel)], |tx| {
            self.advance(tx, &next)?;
            for ready in batch.iter().filter(|ready| !since.deleted(ready.past.ts)) {
                let past = match &ready.alone {
                    Some(alone) if !has_root(tx, channel, &ready.past)? => alone,
                    _ => &ready.past,
                };
                replay::message(tx, channel, origin, past)?;
            }
            Ok(())
        })?;
        self.progress = next;
        self.done += batch.len() as u64;
        (self.tell)(Progress { done: self.done, total: self.total });
        batch.clear();
        Ok(true)
    }

    /// Lets everybody in a thread follow it, all read.
    fn threads(&mut self, surveyed: &Surveyed, channel: ChannelId) -> Result<bool> {
        let mut batch: Vec<Ts> = Vec::new();
        let mut replies = 0;
        let mut roots = surveyed.threads.iter().peekable();
        while let Some((root, count)) = roots.next() {
            batch.push(*root);
            replies += count;
            if roots.peek().is_none_or(|(_, next)| replies + *next > limits::IMPORT_BATCH_ROWS as u64) {
                if self.options.stopped() {
                    return Ok(false);
                }
                self.domain.run(&[], |tx| batch.iter().try_for_each(|root| replay::thread_read(tx, channel, *root)))?;
                (batch, replies) = (Vec::new(), 0);
            }
        }
        Ok(true)
    }

    /// Pins what was pinned, and moves on to the next conversation.
    fn finish(
        &mut self,
        conversation: &Conversation,
        surveyed: &Surveyed,
        channel: ChannelId,
        since: &Since,
    ) -> Result<()> {
        let next = Import { conversations: self.progress.conversations + 1, messages: 0, ..self.progress.clone() };
        self.domain.run(&[], |tx| {
            self.advance(tx, &next)?;
            let pinned = |tx: &mut Tx, ts: Ts, user: UserId, created: Ts| match since.unpinned(ts) {
                true => Ok(false),
                false => replay::pin(tx, channel, &Pin { ts, user, created }),
            };
            for pin in &conversation.listed.pins {
                let who = [&pin.user, &pin.owner, &conversation.listed.creator];
                let user = who.into_iter().find_map(|old| self.ids.who(old));
                if let (Some(ts), Some(user)) = (Ts::parse(&pin.id), user.or(conversation_creator(tx, channel)?)) {
                    pinned(tx, ts, user, Ts::from_secs(pin.created))?;
                }
            }
            for (ts, (by, at)) in &surveyed.pinned {
                let user = self.ids.who(by).or(self.ids.who(&conversation.listed.creator));
                if let Some(user) = user.or(conversation_creator(tx, channel)?) {
                    let created = if *at > 0 { Ts::from_secs(*at) } else { *ts };
                    pinned(tx, *ts, user, created)?;
                }
            }
            Ok(())
        })?;
        self.progress = next;
        Ok(())
    }

    /// Writes the progress. Another run of the same import must not have moved it meanwhile.
    fn advance(&self, tx: &mut Tx, next: &Import) -> Result<()> {
        let place = Import::at(tx, &self.archive)?;
        if tx.get(&place)?.as_ref() != Some(&self.progress) {
            return Err(Error::unavailable("another run imports this archive; wait for it, then run this one again"));
        }
        tx.put(&place, next)
    }

    fn ready(&self, mut item: Item, surveyed: &Surveyed, since: &Since) -> Result<Ready> {
        let gone = item.said.thread.is_some_and(|root| since.deleted(root));
        let orphan = gone || surveyed.orphans.contains_key(&item.ts);
        let past = self.past(&mut item)?;
        let rows = weight(&past);
        let mut alone = None;
        if let Some(root) = past.thread.filter(|_| orphan) {
            item.said.remark("original_thread_ts", &root.to_string());
            if past.broadcast {
                item.said.remark("original_subtype", "thread_broadcast");
            }
            if let Some(root) = item.said.root.take() {
                item.said.keep("root", root);
            }
            let subtype = past.subtype.clone().filter(|_| !past.broadcast);
            let body = item.said.body(self.ids)?.0;
            alone = Some(Past { thread: None, broadcast: false, subtype, body, ..past.clone() });
        }
        Ok(Ready { past, alone, rows })
    }

    /// A message of the export as it will be here.
    fn past(&self, item: &mut Item) -> Result<Past> {
        let said = &mut item.said;
        let user = said.user.as_deref().and_then(|old| self.ids.who(old));
        let bot = said.bot.as_deref().and_then(BotId::parse);
        if let (Some(old), None) = (said.bot.clone(), bot) {
            said.keep("bot_id", json!(old));
        }
        let app = said.app.as_deref().and_then(AppId::parse);
        if let (Some(old), None) = (said.app.clone(), app) {
            said.keep("app_id", json!(old));
        }
        let author = Author { user, bot, app };
        let mut edited = None;
        if let Some((editor, ts)) = said.edited.clone() {
            let who = editor.as_deref().map_or(user, |old| self.ids.who(old));
            match (who, editor) {
                (Some(user), _) => edited = Some(Edited { user, ts }),
                (None, Some(bot)) => said.keep("edited", json!({ "ts": ts.to_string(), "user": bot })),
                (None, None) => said.keep("edited", json!({ "ts": ts.to_string() })),
            }
        }
        let people = |users: Vec<&str>| users.into_iter().filter_map(|old| self.ids.who(old)).collect();
        let list =
            said.reactors().into_iter().map(|(name, users)| Reacted { name: name.to_owned(), users: people(users) });
        let reactions = Reactions { list: list.collect() };
        Ok(Past {
            ts: item.ts,
            author,
            body: said.body(self.ids)?.0,
            thread: said.thread,
            broadcast: said.thread.is_some() && said.broadcast(),
            subtype: said.subtype.clone(),
            edited,
            reactions,
        })
    }
}

/// About how many rows a message writes: its own, its thread's, and one for everybody it calls or who reacted.
fn weight(past: &Past) -> usize {
    let texts = [Some(&past.body.text), past.body.blocks.as_ref(), past.body.attachments.as_ref()];
    let called = |text: &String| {
        let groups = text.matches("subteam").count() + text.matches("usergroup_id").count();
        text.matches("<@").count() + text.matches("\"user_id\"").count() + groups * limits::MENTIONS_PER_MESSAGE
    };
    let people: usize = texts.into_iter().flatten().map(called).sum();
    let reacted: usize = past.reactions.list.iter().map(|line| line.users.len()).sum();
    6 + people.min(limits::MENTIONS_PER_MESSAGE) + reacted
}

fn has_root(tx: &Tx, channel: ChannelId, past: &Past) -> Result<bool> {
    match past.thread {
        Some(root) => Ok(addresses::locate(tx, channel, root)?.is_some()),
        None => Ok(true),
    }
}

fn conversation_creator(tx: &Tx, channel: ChannelId) -> Result<Option<UserId>> {
    Ok(tx.get(&crate::store::records::channel::Channel::at(channel))?.map(|c| c.creator))
}

/// The world at the time of a message: the clock stands, chance is the installation's own.
struct Then {
    now: Ts,
    here: Domain,
}

impl World for Then {
    fn now(&self) -> Ts {
        self.now
    }

    fn fill(&self, buf: &mut [u8]) {
        self.here.world().fill(buf);
    }
}
