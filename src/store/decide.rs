//! Whether a commit may be applied, and which sequence numbers it gets: the same rule for the durable engines.

use super::contract::{Commit, CommitId, Head, Receipt, Rev};
use crate::base::Result;

/// What the rule needs to know, as of just before the commit.
pub(super) trait Facts {
    /// The receipt of a commit that was applied under this id.
    fn receipt(&mut self, id: CommitId) -> Result<Option<Receipt>>;
    /// A row's revision, 0 when it is not there.
    fn rev(&mut self, key: &[u8]) -> Result<Rev>;
    /// The end of a part's log.
    fn head(&mut self, part: &[u8]) -> Result<Head>;
}

/// The rule's answer.
pub(super) enum Verdict {
    /// It was applied before; this is what it got.
    Known(Receipt),
    /// A row or a log has moved on since the decision was made.
    Conflict,
    /// It may be applied.
    Apply(Plan),
}

/// What applying the commit will number.
pub(super) struct Plan {
    /// The sequence number of each appended entry.
    pub seqs: Vec<u64>,
    /// The parts it moves, in the order it first touches them.
    pub moves: Vec<Move>,
}

/// How one part moves.
pub(super) struct Move {
    /// The part.
    pub part: Vec<u8>,
    /// The first sequence number added.
    pub first: u64,
    /// The part's end afterwards.
    pub head: Head,
}

/// Judges one commit. It reads and decides everything before anything of the commit is written, so a commit that is
/// refused in the middle of a batch leaves nothing behind.
pub(super) fn judge(commit: &Commit, facts: &mut impl Facts) -> Result<Verdict> {
    if let Some(receipt) = facts.receipt(commit.id)? {
        return Ok(Verdict::Known(receipt));
    }
    for (key, rev) in &commit.require {
        if facts.rev(key)? != *rev {
            return Ok(Verdict::Conflict);
        }
    }
    let mut plan = Plan { seqs: Vec::with_capacity(commit.append.len()), moves: Vec::new() };
    for entry in &commit.append {
        let at = match plan.moves.iter().position(|m| m.part == entry.part) {
            Some(at) => at,
            None => {
                let head = facts.head(&entry.part)?;
                plan.moves.push(Move { part: entry.part.clone(), first: head.seq + 1, head });
                plan.moves.len() - 1
            }
        };
        let head = &mut plan.moves[at].head;
        // The first entry may have any time, even 0.
        if head.seq > 0 && entry.stamp <= head.stamp {
            return Ok(Verdict::Conflict);
        }
        *head = Head { seq: head.seq + 1, stamp: entry.stamp };
        plan.seqs.push(head.seq);
    }
    Ok(Verdict::Apply(plan))
}
