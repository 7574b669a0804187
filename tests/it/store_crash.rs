//! Power cuts. A few hundred commits are written to a disk that remembers everything; then the file that a cut would
//! leave is rebuilt for every sync and the moments between, and each must open with all that was acknowledged.

use crate::store_conformance::{Dice, append, commit, delete, put, require, write};
use crate::store_disk::{Cut, Disk, Event, Replay};
use comity::store::memory::MemoryStore;
use comity::store::redb::{RedbOptions, RedbStore};
use comity::store::{Append, Commit, Order, Receipt, Store};
use std::hash::{DefaultHasher, Hasher};
use std::sync::mpsc;

const PARTS: [&[u8]; 4] = [b"general", b"random", b"inbox", b"audit"];

/// What was done, and what the store must look like after each step.
struct History {
    events: Vec<Event>,
    /// The bytes of the store as it was made, before the first step.
    start: Vec<u8>,
    /// A digest of everything, after each step.
    states: Vec<u64>,
    /// The commits by step, with what they got.
    commits: Vec<(usize, Commit, Receipt)>,
}

fn options() -> RedbOptions {
    RedbOptions { cache_bytes: 1 << 20, ..RedbOptions::default() }
}

/// Everything that can be read, as one number.
fn digest(store: &dyn Store) -> u64 {
    let seen = store.snapshot().unwrap();
    let mut hash = DefaultHasher::new();
    hash.write_u64(seen.position().unwrap());
    for row in seen.range(&[0], &[255], Order::Ascending, usize::MAX).unwrap() {
        hash.write(&row.key);
        hash.write_u64(row.rev);
        hash.write(&row.value);
    }
    for part in PARTS {
        hash.write_u64(seen.head(part).unwrap().seq);
        for entry in seen.read_log(part, 0, usize::MAX).unwrap() {
            hash.write_u64(entry.seq);
            hash.write_u64(entry.stamp);
            hash.write(&entry.value);
        }
    }
    for moved in seen.moved_since(0, usize::MAX).unwrap() {
        hash.write_u64(moved.position);
        hash.write(&moved.part);
        hash.write_u64(moved.first);
        hash.write_u64(moved.last);
    }
    hash.finish()
}

fn draw(dice: &mut Dice, clock: &mut u64) -> Commit {
    let mut drawn = commit();
    for n in 0..1 + dice.below(3) {
        let key = [n as u8 + 1, dice.below(60) as u8];
        let length = if dice.one_in(15) { 20_000 } else { dice.below(600) };
        let value = vec![dice.below(256) as u8; length as usize];
        drawn.ops.push(if dice.one_in(5) { delete(&key) } else { put(&key, &value) });
    }
    for _ in 0..dice.below(3) {
        *clock += 1;
        let part = PARTS[dice.below(4) as usize];
        let stamp = if dice.one_in(20) { 1 } else { *clock };
        drawn.append.push(Append { stamp, ..append(part, 0, &clock.to_be_bytes()) });
    }
    if dice.one_in(10) {
        drawn.require.push(require(&[1, 200], 9));
    }
    drawn
}

/// Drives a store from a seed: commits one by one and together, with conflicts, purges and leases between them.
fn record(dice: &mut Dice, groups: usize) -> History {
    let disk = Disk::default();
    let store = RedbStore::with_backend(disk.clone(), options()).unwrap();
    let (start, before) = (disk.bytes(), disk.events().len());
    let model = MemoryStore::new();
    let (mut states, mut commits, mut clock) = (vec![digest(&model)], Vec::new(), 1);
    for _ in 0..groups {
        let (done, outcomes) = mpsc::channel();
        let together = if dice.one_in(3) { 1 + dice.below(8) } else { 1 };
        for _ in 0..together {
            let drawn = draw(dice, &mut clock);
            let due = write(&model, drawn.clone());
            states.push(digest(&model));
            let (step, disk, done) = (states.len() - 1, disk.clone(), done.clone());
            if let Ok(receipt) = &due {
                commits.push((step, drawn.clone(), receipt.clone()));
            }
            let answered = move |outcome| {
                disk.mark(step);
                done.send((outcome, due)).unwrap();
            };
            store.commit(drawn, Box::new(answered));
        }
        drop(done);
        outcomes.iter().for_each(|(got, due)| assert_eq!(got, due));
        if dice.one_in(12) {
            let (part, seq) = (PARTS[dice.below(4) as usize], dice.below(clock));
            store.purge_log(part, seq).unwrap();
            model.purge_log(part, seq).unwrap();
            states.push(digest(&model));
            disk.mark(states.len() - 1);
            assert!(store.lease("purge", "node", 0, clock).unwrap());
        }
    }
    assert_eq!(digest(&store), *states.last().unwrap());
    drop(store);
    History { events: disk.events()[before..].to_vec(), start, states, commits }
}

impl History {
    /// Opens one image and checks it against what was acknowledged. `again` cuts the power once more, while it opens.
    fn check(&self, image: Vec<u8>, acknowledged: usize, again: bool, dice: &mut Dice, what: &str) {
        let disk = Disk::holding(image.clone());
        let store = RedbStore::with_backend(disk.clone(), options());
        let store = store.unwrap_or_else(|err| panic!("{what}: the file does not open: {err}"));
        let found = digest(&store);
        let kept = self.states[acknowledged..].contains(&found);
        assert!(kept, "{what}: the store is not what it was at step {acknowledged} or later");
        if again {
            drop(store);
            let (events, mut replay) = (disk.events(), Replay::of(image));
            let stop = dice.below(events.len() as u64 + 1) as usize;
            events[..stop].iter().for_each(|event| replay.step(event));
            let cut = Cut::ALL[dice.below(8) as usize];
            let second = Disk::holding(replay.image(cut, dice));
            let store = RedbStore::with_backend(second, options());
            let store = store.unwrap_or_else(|err| panic!("{what}, then {cut:?} while opening: {err}"));
            assert_eq!(digest(&store), found, "{what}, then {cut:?} while opening");
            self.go_on(&store, acknowledged, what);
        } else {
            self.go_on(&store, acknowledged, what);
        }
    }

    /// The store still knows its commits and takes new ones.
    fn go_on(&self, store: &RedbStore, acknowledged: usize, what: &str) {
        if let Some((_, known, receipt)) = self.commits.iter().rev().find(|(step, ..)| *step <= acknowledged) {
            assert_eq!(&write(store, known.clone()).unwrap(), receipt, "{what}: an acknowledged commit is forgotten");
        }
        let position = store.snapshot().unwrap().position().unwrap();
        let next = write(store, Commit { ops: vec![put(b"\x09next", b"1")], ..commit() }).unwrap();
        assert_eq!(next.position, position + 1, "{what}");
    }
}

#[test]
fn a_power_cut_loses_nothing_acknowledged() {
    let mut dice = Dice::cast("power cuts");
    let history = record(&mut dice, 90);
    let (mut replay, mut acknowledged, mut images) = (Replay::of(history.start.clone()), 0, 0);
    for (at, event) in history.events.iter().enumerate() {
        if let Event::Mark(step) = event {
            acknowledged = acknowledged.max(*step);
        }
        let cuts = match event {
            _ if replay.is_settled() => vec![Cut::Nothing],
            Event::Sync => Cut::ALL.to_vec(),
            _ => vec![Cut::ALL[dice.below(8) as usize]],
        };
        for cut in cuts {
            let what = format!("event {at}, {cut:?}");
            let image = replay.image(cut, &mut dice);
            let again = dice.one_in(3);
            history.check(image, acknowledged, again, &mut dice, &what);
            images += 1;
        }
        replay.step(event);
    }
    println!("{} commits, {images} images", history.commits.len());
    assert!(images >= 2_000, "only {images} images");
}

/// One sync puts the data down, the second makes it count: between them a torn page can't be taken for a whole one.
#[test]
fn an_acknowledgement_follows_two_syncs() {
    let disk = Disk::default();
    let store = RedbStore::with_backend(disk.clone(), options()).unwrap();
    for n in 0..10_u8 {
        let before = disk.events().len();
        write(&store, Commit { ops: vec![put(&[1, n], b"x")], ..commit() }).unwrap();
        let syncs = disk.events()[before..].iter().filter(|event| matches!(event, Event::Sync)).count();
        assert_eq!(syncs, 2);
    }
}
