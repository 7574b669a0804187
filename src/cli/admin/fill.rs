//! `comity admin fill`: stores many messages in one channel, to see how a long history behaves.

use super::who;
use crate::base::Result;
use crate::cli::{complain, open};
use crate::config::Config;
use crate::domain::access;
use crate::domain::messages::{self, NewMessage};
use crate::store::records::message::Body;
use std::time::{Duration, Instant};

/// Messages in one commit: few enough that a commit stays short.
const PER_COMMIT: u64 = 200;
const TELL_EVERY: Duration = Duration::from_secs(5);

/// Store many messages in one channel, in the owner's name
#[derive(clap::Args)]
#[command(after_help = "\
Example:
  comity admin fill general 100000")]
pub struct Args {
    /// The channel's name or id; the owner must be in it
    channel: String,
    /// How many
    count: u64,
}

pub fn run(config: &Config, args: &Args) -> Result<()> {
    let domain = open::domain(config)?;
    let (owner, channel) = (who::owner(&domain)?, who::channel(&domain.view()?, &args.channel)?);
    let (start, mut told, mut done) = (Instant::now(), Instant::now(), 0);
    while done < args.count {
        let batch = PER_COMMIT.min(args.count - done);
        domain.run(&messages::parts(channel, &owner), |tx| {
            let posting = access::posting(tx, &owner, channel)?;
            for i in done..done + batch {
                let body =
                    Body { text: format!("message {i} of a long history, as long as most are"), ..Body::default() };
                let new = NewMessage { body, ..NewMessage::default() };
                messages::post(tx, &owner, &posting, domain.installation(), &new)?;
            }
            Ok(())
        })?;
        done += batch;
        if told.elapsed() > TELL_EVERY {
            told = Instant::now();
            complain(&format!("{done} of {} messages", args.count));
        }
    }
    say!("{done} messages in {:.1} s.", start.elapsed().as_secs_f64());
    Ok(())
}
