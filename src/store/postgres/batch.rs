//! One transaction of PostgreSQL, into which the writer puts whatever is waiting.
//!
//! First it locks everything the commits touch, by a hash of its name and in one order on every node, so that rows
//! and logs that are not there yet are locked too. Only then it takes its number and looks. So of two commits that
//! meet, the later number is the later in every log, and it sees what the earlier one did.

use super::fault::fault;
use super::position::{Base, signed, unsigned};
use super::read::column;
use super::session::Session;
use crate::base::{Error, Result};
use crate::store::contract::{Commit, CommitId, Head, Op, Position, Receipt, Rev};
use crate::store::decide::{Facts, Move, Plan, Verdict, judge};
use std::collections::HashMap;

/// Names locked one by one; PostgreSQL's lock table holds 6,400 by default. A batch with more locks the whole store.
const LOCKS: usize = 1_000;
const BEGIN_SHARED: &str = "BEGIN; SELECT pg_advisory_xact_lock_shared(4901530971112027137)";
const BEGIN_ALONE: &str = "BEGIN; SELECT pg_advisory_xact_lock(4901530971112027137)";
const LOCK: &str = "SELECT pg_advisory_xact_lock(name) FROM unnest($1::bigint[]) AS name";

const LOOK: &str = "
    SELECT 'n', ''::bytea, pg_current_xact_id()::text::bigint, 0::bigint, ''::bytea
    UNION ALL SELECT 'c', id, position, 0, seqs FROM comity_commits WHERE id = ANY($1)
    UNION ALL SELECT 'r', key, rev, 0, '' FROM comity_rows WHERE key = ANY($2)
    UNION ALL SELECT 'p', part, seq, stamp, '' FROM comity_parts WHERE part = ANY($3)";

/// What failed: for certain, or with an outcome nobody knows until the commit is tried again.
pub(super) struct Failure {
    /// What to tell those who wait.
    pub error: Error,
    /// Whether trying again may help.
    pub passing: bool,
}

impl From<postgres::Error> for Failure {
    fn from(err: postgres::Error) -> Self {
        Self { passing: super::fault::passing(&err), error: fault(err) }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { error, passing: false }
    }
}

/// Applies the commits in one transaction. The inner result concerns one commit alone.
pub(super) fn apply(
    session: &mut Session,
    base: Base,
    commits: &[&Commit],
) -> std::result::Result<Vec<Result<Receipt>>, Failure> {
    lock(session, commits)?;
    let mut batch = Batch::look(session, base, commits)?;
    let mut outcomes = Vec::with_capacity(commits.len());
    for commit in commits {
        outcomes.push(match judge(commit, &mut batch)? {
            Verdict::Known(receipt) => Ok(receipt),
            Verdict::Conflict => Err(Error::conflict()),
            Verdict::Apply(plan) => Ok(batch.apply(commit, plan)),
        });
    }
    batch.write(session)?;
    session.client.batch_execute("COMMIT")?;
    Ok(outcomes)
}

fn lock(session: &mut Session, commits: &[&Commit]) -> std::result::Result<(), postgres::Error> {
    let mut names = Vec::new();
    for commit in commits {
        names.push(lock_name(b'c', &commit.id.0));
        names.extend(commit.require.iter().map(|(key, _)| lock_name(b'r', key)));
        names.extend(commit.ops.iter().map(|(Op::Put { key, .. } | Op::Delete { key })| lock_name(b'r', key)));
        names.extend(commit.append.iter().map(|entry| lock_name(b'p', &entry.part)));
    }
    names.sort_unstable();
    names.dedup();
    if names.len() > LOCKS {
        return session.client.batch_execute(BEGIN_ALONE);
    }
    session.client.batch_execute(BEGIN_SHARED)?;
    session.query(LOCK, &[&names]).map(drop)
}

/// FNV-1a, since every node of every version must hash alike. Two names with one hash only wait for each other.
fn lock_name(kind: u8, name: &[u8]) -> i64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in std::iter::once(&kind).chain(name) {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    hash.cast_signed()
}

/// What the transaction has found and what it will write.
struct Batch<'a> {
    base: Base,
    number: u64,
    applied: u64,
    receipts: HashMap<CommitId, Receipt>,
    revs: HashMap<&'a [u8], Rev>,
    heads: HashMap<Vec<u8>, Head>,
    rows: HashMap<&'a [u8], Option<(Position, &'a [u8])>>,
    log: Vec<(&'a [u8], u64, u64, &'a [u8])>,
    moved: Vec<(Position, Move)>,
    made: Vec<(CommitId, Position, Vec<u8>)>,
}

impl<'a> Batch<'a> {
    fn look(session: &mut Session, base: Base, commits: &[&'a Commit]) -> std::result::Result<Self, Failure> {
        let ids: Vec<&[u8]> = commits.iter().map(|commit| commit.id.0.as_slice()).collect();
        let keys: Vec<&'a [u8]> =
            commits.iter().flat_map(|c| c.require.iter().map(|(key, _)| key.as_slice())).collect();
        let parts: Vec<&[u8]> = commits.iter().flat_map(|c| c.append.iter().map(|e| e.part.as_slice())).collect();
        let mut batch = Self {
            base,
            number: 0,
            applied: 0,
            receipts: HashMap::new(),
            revs: keys.iter().map(|key| (*key, 0)).collect(),
            heads: HashMap::new(),
            rows: HashMap::new(),
            log: Vec::new(),
            moved: Vec::new(),
            made: Vec::new(),
        };
        for row in session.query(LOOK, &[&ids, &keys, &parts])? {
            let (kind, name): (&str, &[u8]) = (column(&row, 0)?, column(&row, 1)?);
            let (first, second) = (unsigned(column(&row, 2)?), unsigned(column(&row, 3)?));
            match kind {
                "n" => batch.number = first,
                "c" => {
                    let id =
                        name.try_into().map_err(|_| Error::internal("a commit's id is cut short in PostgreSQL"))?;
                    let seqs = column::<&[u8]>(&row, 4)?.as_chunks::<8>().0;
                    let seqs = seqs.iter().map(|seq| u64::from_be_bytes(*seq)).collect();
                    batch.receipts.insert(CommitId(id), Receipt { position: first, seqs });
                }
                "r" => {
                    if let Some(rev) = batch.revs.get_mut(name) {
                        *rev = first;
                    }
                }
                _ => drop(batch.heads.insert(name.to_vec(), Head { seq: first, stamp: second })),
            }
        }
        Ok(batch)
    }

    fn apply(&mut self, commit: &'a Commit, plan: Plan) -> Receipt {
        let position = self.base.position(self.number, self.applied);
        self.applied += 1;
        for op in &commit.ops {
            let (key, row) = match op {
                Op::Put { key, value } => (key, Some((position, value.as_slice()))),
                Op::Delete { key } => (key, None),
            };
            self.revs.insert(key, row.map_or(0, |(rev, _)| rev));
            self.rows.insert(key, row);
        }
        let entries = commit.append.iter().zip(&plan.seqs);
        self.log.extend(entries.map(|(entry, seq)| (&*entry.part, *seq, entry.stamp, &*entry.value)));
        for m in plan.moves {
            self.heads.insert(m.part.clone(), m.head);
            self.moved.push((position, m));
        }
        let seqs = plan.seqs.iter().flat_map(|seq| seq.to_be_bytes()).collect();
        self.made.push((commit.id, position, seqs));
        let receipt = Receipt { position, seqs: plan.seqs };
        self.receipts.insert(commit.id, receipt.clone());
        receipt
    }

    fn write(&self, session: &mut Session) -> std::result::Result<(), postgres::Error> {
        self.write_rows(session)?;
        self.write_log(session)?;
        if self.made.is_empty() {
            return Ok(());
        }
        let ids: Vec<&[u8]> = self.made.iter().map(|(id, ..)| id.0.as_slice()).collect();
        let positions: Vec<i64> = self.made.iter().map(|(_, position, _)| signed(*position)).collect();
        let seqs: Vec<&[u8]> = self.made.iter().map(|(.., seqs)| seqs.as_slice()).collect();
        let sql = "INSERT INTO comity_commits (id, position, seqs) SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bytea[])";
        session.query(sql, &[&ids, &positions, &seqs]).map(drop)
    }

    fn write_rows(&self, session: &mut Session) -> std::result::Result<(), postgres::Error> {
        let (mut keys, mut revs, mut values, mut gone) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (key, row) in &self.rows {
            match row {
                Some((rev, value)) => {
                    keys.push(*key);
                    revs.push(signed(*rev));
                    values.push(*value);
                }
                None => gone.push(*key),
            }
        }
        if !keys.is_empty() {
            let sql = "INSERT INTO comity_rows (key, rev, value) \
                       SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bytea[]) \
                       ON CONFLICT (key) DO UPDATE SET rev = excluded.rev, value = excluded.value";
            session.query(sql, &[&keys, &revs, &values])?;
        }
        if !gone.is_empty() {
            session.query("DELETE FROM comity_rows WHERE key = ANY($1)", &[&gone])?;
        }
        Ok(())
    }

    fn write_log(&self, session: &mut Session) -> std::result::Result<(), postgres::Error> {
        if self.log.is_empty() {
            return Ok(());
        }
        let parts: Vec<&[u8]> = self.log.iter().map(|entry| entry.0).collect();
        let seqs: Vec<i64> = self.log.iter().map(|entry| signed(entry.1)).collect();
        let stamps: Vec<i64> = self.log.iter().map(|entry| signed(entry.2)).collect();
        let values: Vec<&[u8]> = self.log.iter().map(|entry| entry.3).collect();
        let sql = "INSERT INTO comity_log (part, seq, stamp, value) \
                   SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bigint[], $4::bytea[])";
        session.query(sql, &[&parts, &seqs, &stamps, &values])?;

        let positions: Vec<i64> = self.moved.iter().map(|(position, _)| signed(*position)).collect();
        let parts: Vec<&[u8]> = self.moved.iter().map(|(_, m)| m.part.as_slice()).collect();
        let first: Vec<i64> = self.moved.iter().map(|(_, m)| signed(m.first)).collect();
        let last: Vec<i64> = self.moved.iter().map(|(_, m)| signed(m.head.seq)).collect();
        let sql = "INSERT INTO comity_moved (position, part, first, last) \
                   SELECT * FROM unnest($1::bigint[], $2::bytea[], $3::bigint[], $4::bigint[])";
        session.query(sql, &[&positions, &parts, &first, &last])?;

        let ends: HashMap<&[u8], Head> = self.moved.iter().map(|(_, m)| (m.part.as_slice(), m.head)).collect();
        let parts: Vec<&[u8]> = ends.keys().copied().collect();
        let seqs: Vec<i64> = ends.values().map(|head| signed(head.seq)).collect();
        let stamps: Vec<i64> = ends.values().map(|head| signed(head.stamp)).collect();
        let sql = "INSERT INTO comity_parts (part, seq, stamp) \
                   SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::bigint[]) \
                   ON CONFLICT (part) DO UPDATE SET seq = excluded.seq, stamp = excluded.stamp";
        session.query(sql, &[&parts, &seqs, &stamps]).map(drop)
    }
}

impl Facts for Batch<'_> {
    fn receipt(&mut self, id: CommitId) -> Result<Option<Receipt>> {
        Ok(self.receipts.get(&id).cloned())
    }

    fn rev(&mut self, key: &[u8]) -> Result<Rev> {
        Ok(self.revs.get(key).copied().unwrap_or_default())
    }

    fn head(&mut self, part: &[u8]) -> Result<Head> {
        Ok(self.heads.get(part).copied().unwrap_or_default())
    }
}
