//! The memory of the bare server, and what one idle socket adds to it.

use std::time::Duration;

use crate::bare::Bare;
use crate::crowd::Crowd;
use crate::figures::Figures;
use crate::{Plan, Result};

/// Puts down `bare start memory` and `bare socket memory`.
pub async fn measure(plan: &Plan, figures: &mut Figures) -> Result<()> {
    let bare = Bare::start()?;
    tokio::time::sleep(SETTLE).await;
    let before = bare.process.resident()?;
    let crowd = Crowd::open(bare.address, &vec!["/ws".to_owned(); plan.idle_sockets]).await?;
    tokio::time::sleep(SETTLE).await;
    let after = bare.process.resident()?;
    drop(crowd);
    figures.put("bare start memory", Some(before));
    figures.put("bare socket memory", Some((after - before) / plan.idle_sockets as f64));
    Ok(())
}

/// How long memory is left to settle before it is read.
pub const SETTLE: Duration = Duration::from_millis(700);
