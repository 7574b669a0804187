//! Disks that fail and files that are not what they should be: each ends in an error that names cause and remedy, and
//! nothing acknowledged is lost.

use crate::store_conformance::{Dice, append, commit, put, write};
use crate::store_disk::{Cut, Disk, Replay};
use comity::base::{Error, Kind, limits};
use comity::store::redb::{RedbOptions, RedbStore};
use comity::store::{Commit, Order, Store};
use redb::{Database, TableDefinition};
use std::path::Path;
use std::process::Command;
use std::sync::mpsc;

const ENOSPC: i32 = 28;
const EIO: i32 = 5;
const EROFS: i32 = 30;

/// Commits one row and one entry; the value is large, so that the file has to grow.
fn post(n: u64) -> Commit {
    let ops = vec![put(&[&[1][..], &n.to_be_bytes()].concat(), &[n as u8; 30_000])];
    Commit { ops, append: vec![append(b"general", n, &n.to_be_bytes())], ..commit() }
}

/// Posts until the disk fails; how many were acknowledged, and the failure.
fn post_until_failure(store: &RedbStore) -> (u64, Error) {
    for n in 1..1_000 {
        if let Err(err) = write(store, post(n)) {
            return (n - 1, err);
        }
    }
    panic!("the disk never failed");
}

/// That the first `count` posts are there, whole.
fn assert_posts(store: &RedbStore, count: u64) {
    let seen = store.snapshot().unwrap();
    let log = seen.read_log(b"general", 0, 2_000).unwrap();
    assert!(log.len() as u64 >= count, "{} entries of {count}", log.len());
    let rows = seen.range(&[1], &[2], Order::Ascending, 2_000).unwrap();
    assert_eq!(rows.len(), log.len());
    for (n, (row, entry)) in (1_u64..).zip(rows.iter().zip(&log)) {
        assert_eq!((entry.seq, &entry.value[..]), (n, &n.to_be_bytes()[..]));
        assert_eq!(row.value, [n as u8; 30_000]);
    }
}

fn says(err: &Error, words: &[&str]) {
    assert!(words.iter().all(|word| err.detail.contains(word)), "{err} does not say {words:?}");
}

fn refused(opened: comity::base::Result<RedbStore>, words: &[&str]) {
    match opened {
        Ok(_) => panic!("it opened, but should say {words:?}"),
        Err(err) => says(&err, words),
    }
}

fn at(path: &Path) -> comity::base::Result<RedbStore> {
    RedbStore::open(path, RedbOptions::default())
}

#[test]
fn a_failing_disk_stops_the_writer_and_loses_nothing() {
    let mut dice = Dice::cast("failing disks");
    for (os_error, words) in [(ENOSPC, ["disk is full", "free space"]), (EIO, ["disk failed", "check it"])] {
        // The failure comes at every moment of a commit, over several commits.
        for after in 0..120 {
            let disk = Disk::default();
            let store = RedbStore::with_backend(disk.clone(), RedbOptions::default()).unwrap();
            let (start, before) = (disk.bytes(), disk.events().len());
            disk.fail(after, os_error);
            let (count, err) = post_until_failure(&store);
            assert_eq!(err.kind, Kind::Unavailable);
            says(&err, &words);
            says(&err, &["nothing acknowledged was lost"]);
            assert_eq!(store.stopped(), Some(err.clone()));
            assert_eq!(write(&store, post(999)).unwrap_err(), err, "later commits are told the same");
            assert_eq!(store.lease("a", "b", 0, 1).unwrap_err(), err);
            drop(store);
            // The machine is started again, with power or after a cut.
            let mut replay = Replay::of(start);
            disk.events()[before..].iter().for_each(|event| replay.step(event));
            for cut in [Cut::Everything, Cut::Nothing, Cut::Subset] {
                let disk = Disk::holding(replay.image(cut, &mut dice));
                let store = RedbStore::with_backend(disk, RedbOptions::default()).unwrap();
                assert_posts(&store, count);
                let next = store.snapshot().unwrap().head(b"general").unwrap().seq + 1;
                write(&store, post(next)).unwrap();
            }
        }
    }
}

#[test]
fn a_read_only_disk_is_named() {
    let disk = Disk::default();
    drop(RedbStore::with_backend(disk.clone(), RedbOptions::default()).unwrap());
    let store = RedbStore::with_backend(disk.clone(), RedbOptions::default()).unwrap();
    disk.fail(0, EROFS);
    says(&write(&store, post(1)).unwrap_err(), &["can't be written", "mount the disk writable"]);
    drop(store);
    let disk = Disk::holding(disk.bytes());
    disk.fail(0, EROFS);
    let opened = RedbStore::with_backend(disk, RedbOptions::default());
    // Opening may need no write; then the first commit does.
    let err = opened.and_then(|store| write(&store, post(1))).unwrap_err();
    says(&err, &["can't be written", "mount the disk writable"]);
}

/// The kernel itself refuses: a file may not grow beyond what `ulimit` allows. The limit holds for a whole process,
/// so this test runs itself once more in one of its own.
#[test]
fn a_file_the_kernel_lets_not_grow_loses_nothing() {
    const MARK: &str = "COMITY_TEST_SMALL_DISK";
    if let Some(path) = std::env::var_os(MARK) {
        let store = at(Path::new(&path)).unwrap();
        let (count, err) = post_until_failure(&store);
        says(&err, &["disk is full", "free space"]);
        println!("acknowledged={count}.");
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store.redb");
    let name = std::thread::current().name().unwrap().to_owned();
    let run = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 8192; exec \"$0\" --exact \"$1\" --nocapture"])
        .arg(std::env::current_exe().unwrap())
        .arg(name)
        .env(MARK, &path)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{said}{}", String::from_utf8_lossy(&run.stderr));
    let count = said.split("acknowledged=").nth(1).and_then(|rest| rest.split('.').next()).unwrap();
    let count: u64 = count.parse().unwrap();
    assert!(count > 10, "{count}");
    assert_posts(&at(&path).unwrap(), count);
}

#[test]
fn a_damaged_file_is_told_or_still_right() {
    let mut dice = Dice::cast("damaged files");
    let disk = Disk::default();
    let store = RedbStore::with_backend(disk.clone(), RedbOptions::default()).unwrap();
    for n in 1..=60 {
        write(&store, Commit { ops: vec![put(&[1, n], &[n; 400])], ..post(n.into()) }).unwrap();
    }
    let read = |store: &RedbStore| -> comity::base::Result<_> {
        let seen = store.snapshot()?;
        Ok((seen.range(&[0], &[255], Order::Ascending, 999)?, seen.read_log(b"general", 0, 999)?))
    };
    let right = read(&store).unwrap();
    drop(store);
    let whole = disk.bytes();
    for round in 0..300 {
        let mut bytes = whole.clone();
        for _ in 0..1 + dice.below(4) {
            // Half of the damage goes where most of what matters lies.
            let end = if dice.one_in(2) { 4_096 * 2 } else { bytes.len() as u64 };
            bytes[dice.below(end) as usize] ^= 1 << dice.below(8);
        }
        if dice.one_in(10) {
            bytes.truncate(dice.below(whole.len() as u64) as usize);
        }
        let checked = RedbOptions::default();
        match RedbStore::with_backend(Disk::holding(bytes.clone()), checked).and_then(|store| read(&store)) {
            Ok(found) => assert!(found == right || bytes.is_empty(), "round {round}: checked, and yet wrong"),
            Err(err) => assert!(!err.detail.is_empty(), "{err:?}"),
        }
        // Without the check a changed value may be read, which unsealing finds out; a panic must not come of it.
        let unchecked = RedbOptions { check: false, ..RedbOptions::default() };
        let store = RedbStore::with_backend(Disk::holding(bytes), unchecked);
        let used = store.and_then(|store| read(&store).and_then(|_| write(&store, post(61))));
        if let Err(err) = used {
            assert!(!err.detail.is_empty() || err.kind == Kind::Conflict, "{err:?}");
        }
    }
}

/// A value that the disk turned costs itself, after a clean end and after a crash: all else is written anew, and the
/// damaged file is kept.
#[test]
fn a_damaged_value_costs_itself_and_the_file_is_mended() {
    for crashed in [false, true] {
        let dir = tempfile::tempdir().unwrap();
        let (path, kept) = (dir.path().join("store.redb"), dir.path().join("store.redb.damaged"));
        let store = at(&path).unwrap();
        for n in 1..=60 {
            write(&store, Commit { ops: vec![put(&[1, n], &[n; 400])], ..post(n.into()) }).unwrap();
        }
        let right = store.snapshot().unwrap().range(&[1], &[2], Order::Ascending, 999).unwrap();
        let killed = std::fs::read(&path).unwrap();
        drop(store);
        let mut bytes = if crashed { killed } else { std::fs::read(&path).unwrap() };
        let value = bytes.windows(400).rposition(|window| window == [42; 400]).unwrap();
        bytes[value + 200] = 7;
        std::fs::write(&path, &bytes).unwrap();

        let aside = RedbStore::open_aside(&path, RedbOptions::default()).unwrap();
        says(&aside.stopped().unwrap(), &["the store file is damaged"]);
        assert!(write(&aside, post(61)).is_err(), "what only looks writes nothing");
        drop(aside);
        assert!(std::fs::read(&path).unwrap() == bytes && !kept.exists(), "looking changes nothing");
        let store = at(&path).unwrap();
        let found = store.snapshot().unwrap().range(&[1], &[2], Order::Ascending, 999).unwrap();
        let other: Vec<_> = found.iter().zip(&right).filter(|(found, right)| found != right).collect();
        assert_eq!((found.len(), other.len(), &other[0].0.key), (right.len(), 1, &vec![1, 42]));
        write(&store, Commit { ops: vec![put(&[1, 42], &[42; 400])], ..post(61) }).unwrap();
        drop(store);
        assert!(std::fs::read(&kept).unwrap() == bytes, "the damaged file is kept as it was");
        std::fs::remove_file(&kept).unwrap();
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&path).unwrap().permissions());
        assert_eq!(mode & 0o077, 0, "nobody else may read the new file");
        assert_eq!(at(&path).unwrap().snapshot().unwrap().range(&[1], &[2], Order::Ascending, 999).unwrap().len(), 60);
        assert!(!kept.exists(), "a mended file is mended once");
    }
}

#[test]
fn what_is_not_our_file_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name);
    let not_ours = ["not a store file of Comity", "move the file away"];

    refused(at(&path("missing").join("store.redb")), &["data directory is missing", "missing/store.redb"]);
    std::fs::write(path("letter"), "Dear Ada, this is no database.".repeat(500)).unwrap();
    refused(at(&path("letter")), &not_ours);
    std::fs::write(path("empty"), "").unwrap();
    refused(at(&path("empty")), &not_ours);
    refused(at(dir.path()), &[]);

    let other = Database::create(path("other")).unwrap();
    let writing = other.begin_write().unwrap();
    writing.open_table(TableDefinition::<u64, u64>::new("accounts")).unwrap().insert(1, 2).unwrap();
    writing.commit().unwrap();
    drop(other);
    refused(at(&path("other")), &not_ours);
}

#[test]
fn a_file_of_a_newer_version_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store.redb");
    drop(at(&path).unwrap());
    let db = Database::open(&path).unwrap();
    let writing = db.begin_write().unwrap();
    let table: TableDefinition<'_, &[u8], &[u8]> = TableDefinition::new("comity");
    let value = [b"comity-store", &7_u32.to_be_bytes()[..]].concat();
    writing.open_table(table).unwrap().insert(&b"\0format"[..], value.as_slice()).unwrap();
    writing.commit().unwrap();
    drop(db);
    refused(at(&path), &["newer version of Comity", "format 7", "run that version"]);

    // redb's own format: the version stands first in both commit slots.
    let mut bytes = std::fs::read(&path).unwrap();
    (bytes[64], bytes[192]) = (9, 9);
    std::fs::write(&path, bytes).unwrap();
    refused(at(&path), &["newer version", "found 9"]);
}

#[test]
fn a_file_in_use_is_not_opened_twice() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store.redb");
    let store = at(&path).unwrap();
    write(&store, post(1)).unwrap();
    refused(at(&path), &["another process has the store file open", "store.redb"]);
    write(&store, post(2)).unwrap();
    drop(store);
    assert_posts(&at(&path).unwrap(), 2);
}

#[test]
fn a_first_start_that_was_cut_off_starts_again() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("store.redb");
    std::fs::write(dir.path().join("store.redb.new"), [0; 5_000]).unwrap();
    write(&at(&path).unwrap(), post(1)).unwrap();
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "nothing unfinished is left");
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&path).unwrap().permissions());
    assert_eq!(mode & 0o077, 0, "nobody else may read the file");
}

#[test]
fn a_full_queue_refuses_and_goes_on() {
    let store = RedbStore::with_backend(Disk::default(), RedbOptions::default()).unwrap();
    let (release, hold) = mpsc::channel::<()>();
    let (held, holding) = mpsc::channel();
    let stall = move |_| {
        held.send(()).unwrap();
        hold.recv().unwrap();
    };
    store.commit(post(1), Box::new(stall));
    holding.recv().unwrap();
    let (done, outcomes) = mpsc::channel();
    for n in 0..limits::QUEUED_COMMITS as u64 + 10 {
        let small = Commit { append: vec![append(b"random", n + 1, b"")], ..commit() };
        let done = done.clone();
        store.commit(small, Box::new(move |outcome| done.send(outcome).unwrap()));
    }
    drop(done);
    for _ in 0..10 {
        says(&outcomes.recv().unwrap().unwrap_err(), &["too many commits", "try again"]);
    }
    release.send(()).unwrap();
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), limits::QUEUED_COMMITS);
}

#[test]
fn closing_answers_everyone() {
    let disk = Disk::default();
    let store = RedbStore::with_backend(disk.clone(), RedbOptions::default()).unwrap();
    let (done, outcomes) = mpsc::channel();
    for n in 1..=500 {
        let done = done.clone();
        let small = Commit { append: vec![append(b"general", n, b"")], ..commit() };
        store.commit(small, Box::new(move |outcome| done.send(outcome).unwrap()));
    }
    drop(done);
    store.close();
    assert_eq!(outcomes.try_iter().filter(|outcome| outcome.is_ok()).count(), 500);
    says(&write(&store, post(501)).unwrap_err(), &["server is stopping"]);
    assert_eq!(store.snapshot().unwrap().head(b"general").unwrap().seq, 500, "reading goes on");
}

#[test]
fn a_callback_that_panics_harms_nobody() {
    let store = RedbStore::with_backend(Disk::default(), RedbOptions::default()).unwrap();
    store.commit(post(1), Box::new(|_| panic!("a mistake of the caller")));
    write(&store, post(2)).unwrap();
    assert_posts(&store, 2);
}

/// The ids of old commits are forgotten, so that they do not grow for ever; those of young ones never are.
#[test]
fn only_old_commit_ids_are_forgotten() {
    let options = RedbOptions { commit_ids: 512, ..RedbOptions::default() };
    let store = RedbStore::with_backend(Disk::default(), options).unwrap();
    let posts: Vec<_> = (1..=2_000).map(|n| Commit { append: vec![append(b"general", n, b"")], ..commit() }).collect();
    let (done, outcomes) = mpsc::channel();
    for post in posts.clone() {
        let done = done.clone();
        store.commit(post, Box::new(move |outcome| done.send(outcome.unwrap()).unwrap()));
    }
    drop(done);
    let receipts: Vec<_> = outcomes.iter().collect();
    for n in 2_000 - 512..2_000 {
        assert_eq!(write(&store, posts[n].clone()).unwrap(), receipts[n], "a young id is known");
    }
    for post in &posts[..2_000 - 512] {
        // Unknown, it is judged as a new commit, and its stamp lies in the past.
        assert_eq!(write(&store, post.clone()).unwrap_err().kind, Kind::Conflict, "an old id is forgotten");
    }
}
