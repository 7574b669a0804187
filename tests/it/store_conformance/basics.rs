//! What one caller sees.

use super::*;
use comity::base::{Kind, limits};
use comity::store::{Head, LogEntry, Moved, Order, Row};

pub fn a_commit_happens_whole(site: &mut Site) {
    let store = site.store();
    let receipt = write(
        &*store,
        Commit {
            ops: vec![put(b"\x01ada", b"sealed"), put(b"\x01grace", b"too")],
            append: vec![append(b"general", 5, b"entry")],
            ..commit()
        },
    )
    .unwrap();
    assert_eq!(receipt.seqs, [1]);
    let seen = settled(&*store, receipt.position);
    let row = Row { key: b"\x01ada".to_vec(), rev: receipt.position, value: b"sealed".to_vec() };
    assert_eq!(seen.get(b"\x01ada").unwrap(), Some(row));
    assert_eq!(seen.get(b"\x01grace").unwrap().unwrap().rev, receipt.position);
    assert_eq!(seen.get(b"\x01").unwrap(), None);
    assert_eq!(seen.head(b"general").unwrap(), Head { seq: 1, stamp: 5 });
    assert_eq!(seen.read_log(b"general", 0, 9).unwrap(), [LogEntry { seq: 1, stamp: 5, value: b"entry".to_vec() }]);
    drop(seen);
    let gone = write(&*store, Commit { ops: vec![delete(b"\x01ada"), delete(b"\x01nobody")], ..commit() }).unwrap();
    assert!(gone.position > receipt.position);
    assert_eq!(store.snapshot().unwrap().get(b"\x01ada").unwrap(), None);
}

/// So large that an engine that locks row by row has to find another way.
pub fn a_large_commit_happens_whole(site: &mut Site) {
    let store = site.store();
    let key = |n: u32| [&[1][..], &n.to_be_bytes()].concat();
    let ops = (0..3_000).map(|n| put(&key(n), &[7; 200])).collect();
    let entries = (0..3_000_u64).map(|n| append(&n.to_be_bytes()[6..], n + 1, b"entry")).collect();
    let receipt = write(&*store, Commit { ops, append: entries, ..commit() }).unwrap();
    assert_eq!(receipt.seqs, vec![1; 3_000]);
    assert_eq!(store.snapshot().unwrap().count(&[1], &[2], None, 9_999).unwrap(), 3_000);
    let known = (0..3_000).map(|n| require(&key(n), receipt.position)).collect();
    let gone = (0..3_000).map(|n| delete(&key(n))).collect();
    let last = write(&*store, Commit { require: known, ops: gone, ..commit() }).unwrap().position;
    let seen = settled(&*store, last);
    assert_eq!(seen.count(&[1], &[2], None, 9_999).unwrap(), 0);
    assert_eq!(seen.moved_since(0, 1).unwrap().len(), 3_000);
}

pub fn a_stale_decision_changes_nothing(site: &mut Site) {
    let store = site.store();
    let first = write(&*store, Commit { ops: vec![put(b"topic", b"1")], ..commit() }).unwrap();
    let second =
        Commit { require: vec![require(b"topic", first.position)], ops: vec![put(b"topic", b"2")], ..commit() };
    let second = write(&*store, second).unwrap();
    for rev in [0, first.position, second.position + 1] {
        let stale = Commit {
            require: vec![require(b"topic", rev)],
            ops: vec![put(b"topic", b"3"), put(b"other", b"3")],
            append: vec![append(b"general", 9, b"3")],
            ..commit()
        };
        assert_eq!(write(&*store, stale).unwrap_err().kind, Kind::Conflict);
    }
    let seen = store.snapshot().unwrap();
    assert_eq!(seen.get(b"topic").unwrap().unwrap().value, b"2");
    assert_eq!(seen.get(b"other").unwrap(), None);
    assert_eq!(seen.head(b"general").unwrap(), Head::default());
}

/// Commits that wait together may share a durable step; a refused one must not touch the others.
pub fn a_conflict_leaves_its_neighbours_alone(site: &mut Site) {
    let store = site.store();
    let (done, outcomes) = mpsc::channel();
    for n in 1..=60_u64 {
        // Every third was decided on a row that is not there, after its own changes and entries were prepared.
        let stale = if n % 3 == 0 { vec![require(b"absent", 7)] } else { vec![] };
        let commit = Commit {
            require: stale,
            ops: vec![put(&[1, n as u8], b"x")],
            append: vec![append(b"general", n, &[n as u8])],
            ..commit()
        };
        let done = done.clone();
        store.commit(commit, Box::new(move |outcome| done.send((n, outcome)).unwrap()));
    }
    drop(done);
    let applied: Vec<_> = outcomes.iter().filter(|(_, outcome)| outcome.is_ok()).map(|(n, _)| n).collect();
    assert_eq!(applied, (1..=60).filter(|n| n % 3 != 0).collect::<Vec<_>>());
    let seen = store.snapshot().unwrap();
    assert_eq!(seen.count(&[1], &[2], None, 100).unwrap(), 40);
    let entries = seen.read_log(b"general", 0, 100).unwrap();
    assert_eq!(entries.iter().map(|entry| entry.seq).collect::<Vec<_>>(), (1..=40).collect::<Vec<_>>());
    assert_eq!(entries.iter().map(|entry| u64::from(entry.value[0])).collect::<Vec<_>>(), applied);
}

pub fn a_row_can_be_required_to_be_absent(site: &mut Site) {
    let store = site.store();
    let make = || Commit { require: vec![require(b"name", 0)], ops: vec![put(b"name", b"linus")], ..commit() };
    write(&*store, make()).unwrap();
    assert_eq!(write(&*store, make()).unwrap_err().kind, Kind::Conflict);
    write(&*store, Commit { ops: vec![delete(b"name")], ..commit() }).unwrap();
    write(&*store, make()).unwrap();
}

pub fn a_retry_gets_the_first_receipt(site: &mut Site) {
    let again = Commit {
        require: vec![require(b"row", 0)],
        ops: vec![put(b"row", b"1")],
        append: vec![append(b"general", 7, b"1"), append(b"random", 7, b"1"), append(b"general", 8, b"2")],
        ..commit()
    };
    let first = write(&*site.store(), again.clone()).unwrap();
    assert_eq!(first.seqs, [1, 1, 2]);
    write(&*site.store(), Commit { ops: vec![delete(b"row")], ..commit() }).unwrap();
    assert_eq!(write(&*site.store(), again.clone()).unwrap(), first);
    if site.keeps {
        site.restart();
        assert_eq!(write(&*site.store(), again).unwrap(), first);
    }
    let store = site.store();
    let seen = store.snapshot().unwrap();
    assert_eq!(seen.get(b"row").unwrap(), None, "the retry wrote nothing");
    assert_eq!(seen.head(b"general").unwrap().seq, 2);
}

pub fn numbers_are_dense(site: &mut Site) {
    let store = site.store();
    for n in 1..=20_u64 {
        let both = vec![append(b"a", 2 * n, b""), append(b"b", n, b""), append(b"a", 2 * n + 1, b"")];
        assert_eq!(write(&*store, Commit { append: both, ..commit() }).unwrap().seqs, [2 * n - 1, n, 2 * n]);
        let stale = Commit { require: vec![require(b"x", 1)], append: vec![append(b"a", 999, b"")], ..commit() };
        write(&*store, stale).unwrap_err();
    }
    let seen = store.snapshot().unwrap();
    let seqs: Vec<_> = seen.read_log(b"a", 0, 100).unwrap().iter().map(|entry| entry.seq).collect();
    assert_eq!(seqs, (1..=40).collect::<Vec<_>>());
    let page: Vec<_> = seen.read_log(b"a", 38, 100).unwrap().iter().map(|entry| entry.seq).collect();
    assert_eq!(page, [39, 40]);
    assert_eq!(seen.read_log(b"a", 10, 3).unwrap().len(), 3);
    assert!(seen.read_log(b"a", u64::MAX, 3).unwrap().is_empty());
    // Parts whose names start alike are different parts.
    assert_eq!(seen.head(b"ab").unwrap(), Head::default());
    assert_eq!(seen.head(b"b").unwrap(), Head { seq: 20, stamp: 20 });
}

pub fn stamps_do_not_go_back(site: &mut Site) {
    let store = site.store();
    let add = |stamps: &[u64]| {
        let append = stamps.iter().map(|stamp| append(b"general", *stamp, b"")).collect();
        write(&*store, Commit { append, ops: vec![put(b"last", &stamps[0].to_be_bytes())], ..commit() })
    };
    add(&[100]).unwrap();
    for refused in [&[100][..], &[99], &[0], &[101, 101], &[102, 101]] {
        assert_eq!(add(refused).unwrap_err().kind, Kind::Conflict, "{refused:?}");
    }
    assert_eq!(add(&[101, 102]).unwrap().seqs, [2, 3]);
    let seen = store.snapshot().unwrap();
    assert_eq!(seen.head(b"general").unwrap(), Head { seq: 3, stamp: 102 });
    assert_eq!(seen.get(b"last").unwrap().unwrap().value, 101_u64.to_be_bytes());
}

pub fn ranges_are_ordered_and_bounded(site: &mut Site) {
    let store = site.store();
    let keys: [&[u8]; 7] = [b"\x01", b"\x01a", b"\x01a\x00", b"\x01ab", b"\x01b", b"\x01\xff\xff", b"\x02"];
    let ops = keys.iter().rev().map(|key| put(key, key)).collect();
    write(&*store, Commit { ops, ..commit() }).unwrap();
    let seen = store.snapshot().unwrap();
    let range = |from: &[u8], to: &[u8], order, limit| -> Vec<Vec<u8>> {
        seen.range(from, to, order, limit).unwrap().into_iter().map(|row| row.key).collect()
    };
    assert_eq!(range(b"\x01", b"\x02", Order::Ascending, 99), keys[..6]);
    assert_eq!(range(b"\x01a", b"\x01b", Order::Ascending, 99), keys[1..4]);
    assert_eq!(range(b"\x01a", b"\x01b", Order::Descending, 2), [keys[3], keys[2]]);
    assert_eq!(range(b"\x01a", b"\x01b", Order::Ascending, 2), [keys[1], keys[2]]);
    assert!(range(b"\x02", b"\x01", Order::Ascending, 9).is_empty());
    assert!(range(b"\x01", b"\x01", Order::Descending, 9).is_empty());
    assert!(range(b"\x01", b"\x02", Order::Ascending, 0).is_empty());
    assert_eq!(range(b"", b"\xff", Order::Ascending, 99), keys);
    assert_eq!(seen.count(b"\x01", b"\x02", None, 99).unwrap(), 6);
    assert_eq!(seen.count(b"\x01", b"\x02", None, 4).unwrap(), 4);
    assert_eq!(seen.count(b"\x02", b"\x01", None, 4).unwrap(), 0);
}

pub fn moves_are_told_in_whole_commits(site: &mut Site) {
    let store = site.store();
    let three = |n: u64| vec![append(b"a", n, b""), append(b"b", n, b""), append(b"a", n + 1, b"")];
    let first = write(&*store, Commit { append: three(1), ..commit() }).unwrap().position;
    write(&*store, Commit { ops: vec![put(b"quiet", b"")], ..commit() }).unwrap();
    let third = write(&*store, Commit { append: three(5), ..commit() }).unwrap().position;
    let last = write(&*store, Commit { ops: vec![put(b"quiet", b"2")], ..commit() }).unwrap().position;
    let moved = |position, part: &[u8], first, last| Moved { position, part: part.to_vec(), first, last };
    let seen = settled(&*store, last);
    let one = [moved(first, b"a", 1, 2), moved(first, b"b", 1, 1)];
    let two = [moved(third, b"a", 3, 4), moved(third, b"b", 2, 2)];
    assert_eq!(seen.moved_since(0, 1).unwrap(), one);
    assert_eq!(seen.moved_since(0, 99).unwrap(), [one, two.clone()].concat());
    assert_eq!(seen.moved_since(first, 99).unwrap(), two);
    assert!(seen.moved_since(third, 99).unwrap().is_empty());
    assert!(seen.moved_since(u64::MAX, 99).unwrap().is_empty());
}

pub fn sizes_are_checked(site: &mut Site) {
    let store = site.store();
    let (key, value) = (vec![9; limits::KEY_BYTES], vec![9; limits::VALUE_BYTES]);
    let part = vec![9; limits::PART_BYTES];
    let most = Commit { ops: vec![put(&key, &value)], append: vec![append(&part, 1, &value)], ..commit() };
    write(&*store, most).unwrap();
    assert_eq!(store.snapshot().unwrap().get(&key).unwrap().unwrap().value, value);
    assert_eq!(store.snapshot().unwrap().read_log(&part, 0, 1).unwrap()[0].value, value);

    let more = |bytes: &[u8]| [bytes, b"x"].concat();
    let refused = [
        (Kind::Limit, Commit { ops: vec![put(&more(&key), b"")], ..commit() }),
        (Kind::Limit, Commit { ops: vec![delete(&more(&key))], ..commit() }),
        (Kind::Limit, Commit { require: vec![require(&more(&key), 0)], ..commit() }),
        (Kind::Limit, Commit { ops: vec![put(b"k", &more(&value))], ..commit() }),
        (Kind::Limit, Commit { append: vec![append(&more(&part), 9, b"")], ..commit() }),
        (Kind::Limit, Commit { append: vec![append(b"p", 9, &more(&value))], ..commit() }),
        (Kind::Limit, Commit { require: vec![require(b"k", 0); limits::CHANGES_PER_COMMIT + 1], ..commit() }),
        (Kind::Invalid, Commit { append: vec![append(b"p", u64::MAX, b"")], ..commit() }),
        (Kind::Internal, Commit { ops: vec![put(b"", b"")], ..commit() }),
        (Kind::Internal, Commit { append: vec![append(b"", 9, b"")], ..commit() }),
        (Kind::Internal, Commit { ops: vec![put(b"k", b"1"), delete(b"k")], ..commit() }),
    ];
    for (kind, bad) in refused {
        let err = write(&*store, bad).unwrap_err();
        assert_eq!(err.kind, kind, "{err}");
        assert!(!err.detail.is_empty(), "a refusal says why");
    }
    assert_eq!(store.snapshot().unwrap().get(b"k").unwrap(), None);
    assert_eq!(store.purge_log(b"", 1).unwrap_err().kind, Kind::Internal);
    assert_eq!(store.lease(&"x".repeat(200), "a", 0, 1).unwrap_err().kind, Kind::Limit);
}

pub fn a_lease_has_one_holder(site: &mut Site) {
    let store = site.store();
    assert!(store.lease("purge", "node a", 100, 200).unwrap());
    assert!(!store.lease("purge", "node b", 150, 250).unwrap());
    assert!(store.lease("index", "node b", 150, 250).unwrap());
    assert!(store.lease("purge", "node a", 150, 300).unwrap(), "the holder renews");
    assert!(!store.lease("purge", "node b", 299, 400).unwrap());
    assert!(store.lease("purge", "node b", 300, 400).unwrap(), "it has run out");
    assert!(!store.lease("purge", "node a", 301, u64::MAX).unwrap());
    assert!(store.lease("purge", "node b", 302, 302).unwrap(), "the holder gives it back");
    assert!(store.lease("purge", "node a", 302, u64::MAX).unwrap());
    assert!(!store.lease("purge", "node b", 999, 1_000).unwrap());
}

pub fn a_purge_keeps_the_numbering(site: &mut Site) {
    let store = site.store();
    let many = (1..=3_000).map(|n| append(b"general", n, b"x")).collect();
    write(&*store, Commit { append: many, ..commit() }).unwrap();
    write(&*store, Commit { append: vec![append(b"random", 1, b"x")], ..commit() }).unwrap();
    let first = |part: &[u8]| store.snapshot().unwrap().read_log(part, 0, 1).unwrap().first().map(|e| e.seq);
    store.purge_log(b"general", 2_500).unwrap();
    assert_eq!(first(b"general"), Some(2_501));
    store.purge_log(b"general", u64::MAX).unwrap();
    store.purge_log(b"nobody", 7).unwrap();
    assert_eq!(first(b"general"), Some(3_000), "the last entry stays");
    assert_eq!(first(b"random"), Some(1));
    if site.keeps {
        drop(store);
        site.restart();
    }
    let next = Commit { append: vec![append(b"general", 3_001, b"x")], ..commit() };
    assert_eq!(write(&*site.store(), next).unwrap().seqs, [3_001]);
}

pub fn a_snapshot_stays_as_it_was(site: &mut Site) {
    let store = site.store();
    let write_all = |n: u64| {
        let ops = vec![put(b"\x01a", &n.to_be_bytes()), put(b"\x01b", &n.to_be_bytes())];
        write(&*store, Commit { ops, append: vec![append(b"general", n, b"")], ..commit() }).unwrap()
    };
    write_all(1);
    let before = store.snapshot().unwrap();
    let position = before.position().unwrap();
    write_all(2);
    assert_eq!(before.get(b"\x01a").unwrap().unwrap().value, 1_u64.to_be_bytes());
    assert_eq!(before.range(b"\x01", b"\x02", Order::Ascending, 9).unwrap()[1].value, 1_u64.to_be_bytes());
    assert_eq!(before.head(b"general").unwrap().seq, 1);
    assert_eq!(before.read_log(b"general", 0, 9).unwrap().len(), 1);
    assert_eq!(before.position().unwrap(), position);
    assert_eq!(store.snapshot().unwrap().head(b"general").unwrap().seq, 2);
}

pub fn a_restart_keeps_everything(site: &mut Site) {
    if !site.keeps {
        return;
    }
    let mut last = 0;
    for n in 1..=50_u64 {
        let ops = vec![put(&[1, n as u8], &[n as u8; 100]), delete(&[1, n as u8 - 1])];
        last = write(&*site.store(), Commit { ops, append: vec![append(b"general", n, b"e")], ..commit() })
            .unwrap()
            .position;
        if n % 10 == 0 {
            site.restart();
        }
    }
    let store = site.store();
    let seen = settled(&*store, last);
    assert_eq!(seen.count(&[1], &[2], None, 99).unwrap(), 1);
    assert_eq!(seen.get(&[1, 50]).unwrap().unwrap(), Row { key: vec![1, 50], rev: last, value: vec![50; 100] });
    assert_eq!(seen.head(b"general").unwrap(), Head { seq: 50, stamp: 50 });
    assert_eq!(seen.moved_since(0, 999).unwrap().len(), 50);
}

pub fn hints_come_after_commits(site: &mut Site) {
    let store = site.store();
    let (hint, hints) = mpsc::channel();
    store.watch(Box::new(move || hint.send(()).unwrap_or_default()));
    write(&*store, Commit { append: vec![append(b"general", 1, b"")], ..commit() }).unwrap();
    hints.recv_timeout(Duration::from_secs(5)).unwrap();
    if let Some(other) = site.nodes(2).get(1) {
        while hints.try_recv().is_ok() {}
        write(&**other, Commit { append: vec![append(b"general", 2, b"")], ..commit() }).unwrap();
        hints.recv_timeout(Duration::from_secs(5)).unwrap();
    }
}
