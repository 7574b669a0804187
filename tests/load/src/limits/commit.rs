//! Bare redb: durable two-phase commits of 1, 16 and 64 records. The groups are what a server can reach whose waiting
//! clients share a commit.

use std::time::{Duration, Instant};

use redb::{Database, Durability, TableDefinition};

use crate::figures::Figures;
use crate::stats::Samples;
use crate::{Plan, Result};

const TABLE: TableDefinition<u64, &[u8]> = TableDefinition::new("records");
/// Bytes of one record: a short message with its head.
const RECORD: usize = 300;
const COMMITS_MAX: usize = 20_000;

/// Puts down `commit p50`, `commit 16 rate` and `commit 64 rate` (records a second).
pub fn measure(plan: &Plan, figures: &mut Figures) -> Result<()> {
    let path = plan.directory.join("bare.redb");
    let database = Database::create(&path)?;
    let mut next = 0;
    figures.put("commit p50", commits(&database, &mut next, 1, plan.time)?.percentile(50.0));
    for group in [16, 64] {
        let start = Instant::now();
        let done = commits(&database, &mut next, group, plan.time)?.len() as u64 * group;
        figures.put(format!("commit {group} rate"), Some(done as f64 / start.elapsed().as_secs_f64()));
    }
    drop(database);
    std::fs::remove_file(&path)?;
    Ok(())
}

fn commits(database: &Database, next: &mut u64, group: u64, time: Duration) -> Result<Samples> {
    let mut took = Samples::default();
    let until = Instant::now() + time;
    while Instant::now() < until && took.len() < COMMITS_MAX {
        let start = Instant::now();
        let mut transaction = database.begin_write()?;
        transaction.set_durability(Durability::Immediate)?;
        transaction.set_two_phase_commit(true);
        {
            let mut table = transaction.open_table(TABLE)?;
            for _ in 0..group {
                *next += 1;
                table.insert(*next, [0x5a; RECORD].as_slice())?;
            }
        }
        transaction.commit()?;
        took.add(start.elapsed());
    }
    Ok(took)
}
