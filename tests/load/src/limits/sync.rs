//! A file that grows by 4 KiB and is synced each time: the least a durable write costs on this disk.

use std::fs::File;
use std::io::Write;
use std::time::Instant;

use crate::figures::Figures;
use crate::stats::Samples;
use crate::{Plan, Result};

const APPENDS_MAX: usize = 20_000;

/// Puts down `sync p50`.
pub fn measure(plan: &Plan, figures: &mut Figures) -> Result<()> {
    let path = plan.directory.join("append");
    let mut file = File::create(&path)?;
    let block = [0x5a; 4096];
    let mut took = Samples::default();
    let until = Instant::now() + plan.time;
    while Instant::now() < until && took.len() < APPENDS_MAX {
        let start = Instant::now();
        file.write_all(&block)?;
        file.sync_data()?;
        took.add(start.elapsed());
    }
    figures.put("sync p50", took.percentile(50.0));
    std::fs::remove_file(&path)?;
    Ok(())
}
