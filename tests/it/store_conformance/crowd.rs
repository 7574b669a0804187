//! What sixteen writers see, on several nodes where the engine can be shared.

use super::*;
use comity::base::Kind;
use std::collections::BTreeMap;

const WRITERS: usize = 16;

/// Runs `work` on sixteen threads, each with a node and its own number.
fn crowd(site: &Site, work: impl Fn(&dyn Store, u64) + Sync) {
    let nodes = site.nodes(4);
    std::thread::scope(|scope| {
        for n in 0..WRITERS {
            let (node, work) = (nodes[n % nodes.len()].clone(), &work);
            scope.spawn(move || work(&*node, n as u64));
        }
    });
}

/// Decides on what it reads, and decides again after a conflict, as every command does.
fn decide(store: &dyn Store, mut decision: impl FnMut(&dyn Snapshot) -> Commit) -> Receipt {
    loop {
        let commit = decision(&*store.snapshot().unwrap());
        match write(store, commit) {
            Ok(receipt) => return receipt,
            Err(err) => assert_eq!(err.kind, Kind::Conflict, "{err}"),
        }
    }
}

pub fn one_of_sixteen_makes_the_row(site: &mut Site) {
    for round in 0..20_u8 {
        let winners = AtomicU64::new(0);
        crowd(site, |store, n| {
            let key = [1, round];
            let make = Commit { require: vec![require(&key, 0)], ops: vec![put(&key, &n.to_be_bytes())], ..commit() };
            match write(store, make) {
                Ok(_) => drop(winners.fetch_add(1, Ordering::Relaxed)),
                Err(err) => assert_eq!(err.kind, Kind::Conflict, "{err}"),
            }
        });
        assert_eq!(winners.into_inner(), 1);
    }
}

pub fn sixteen_counters_lose_no_step(site: &mut Site) {
    const STEPS: u64 = 25;
    crowd(site, |store, _| {
        for _ in 0..STEPS {
            decide(store, |seen| {
                let row = seen.get(b"count").unwrap();
                let (rev, count) = row.map_or((0, 0), |r| (r.rev, u64::from_be_bytes(r.value.try_into().unwrap())));
                let ops = vec![put(b"count", &(count + 1).to_be_bytes())];
                Commit { require: vec![require(b"count", rev)], ops, ..commit() }
            });
        }
    });
    let row = site.store().snapshot().unwrap().get(b"count").unwrap().unwrap();
    assert_eq!(row.value, (STEPS * WRITERS as u64).to_be_bytes());
}

pub fn sixteen_writers_make_one_order(site: &mut Site) {
    const POSTS: u64 = 25;
    let receipts = std::sync::Mutex::new(Vec::new());
    crowd(site, |store, n| {
        for _ in 0..POSTS {
            let mut stamp = 0;
            let receipt = decide(store, |seen| {
                stamp = seen.head(b"general").unwrap().stamp + 1;
                Commit { append: vec![append(b"general", stamp, &n.to_be_bytes())], ..commit() }
            });
            receipts.lock().unwrap().push((receipt.seqs[0], stamp, receipt.position, n));
        }
    });
    let mut receipts = receipts.into_inner().unwrap();
    receipts.sort_unstable();
    assert!(receipts.windows(2).all(|w| w[0].1 < w[1].1), "stamps follow sequence numbers");
    assert!(receipts.windows(2).all(|w| w[0].2 < w[1].2), "positions follow sequence numbers");
    let store = site.store();
    let log = store.snapshot().unwrap().read_log(b"general", 0, 10_000).unwrap();
    let as_read: Vec<_> = log.iter().map(|e| (e.seq, e.stamp, e.value.clone())).collect();
    let as_told: Vec<_> = receipts.iter().map(|r| (r.0, r.1, r.3.to_be_bytes().to_vec())).collect();
    assert_eq!(as_read, as_told);
    assert_eq!(as_read.len() as u64, POSTS * WRITERS as u64);
}

pub fn queued_commits_keep_their_order(site: &mut Site) {
    let store = site.store();
    let (done, outcomes) = mpsc::channel();
    for n in 1..=300_u64 {
        // The shared part stands now first, now last; its place among the parts must not matter.
        let own = append(format!("own {}", n % 7).as_bytes(), n, b"");
        let shared = append(b"shared", n, &n.to_be_bytes());
        let append = if n % 2 == 0 { vec![own, shared] } else { vec![shared, own] };
        let done = done.clone();
        store.commit(Commit { append, ..commit() }, Box::new(move |outcome| done.send(outcome.map(|_| n)).unwrap()));
    }
    drop(done);
    let told: Vec<u64> = outcomes.iter().map(|outcome| outcome.unwrap()).collect();
    assert_eq!(told, (1..=300).collect::<Vec<_>>(), "none was refused for its stamp, and the answers are in order");
}

pub fn a_follower_misses_nothing(site: &mut Site) {
    const POSTS: u64 = 60;
    let finished = AtomicBool::new(false);
    let store = site.store();
    let seen = std::thread::scope(|scope| {
        let follower = scope.spawn(|| follow(&*store, &finished));
        let end = AtEnd(&finished);
        crowd(site, |store, n| {
            for post in 0..POSTS {
                // A part of one's own, and one shared with three others.
                let (own, shared) = ([b'o', n as u8], [b's', n as u8 % 4]);
                decide(store, |seen| {
                    let stamp = seen.head(&shared).unwrap().stamp + 1;
                    let mut append = vec![append(&shared, stamp, b"")];
                    if post % 3 == 0 {
                        append.insert(0, super::append(&own, post + 1, b""));
                    }
                    Commit { append, ..commit() }
                });
            }
        });
        drop(end);
        follower.join().unwrap()
    });
    let total: u64 = seen.values().sum();
    assert_eq!(total, WRITERS as u64 * (POSTS + POSTS / 3));
    for (part, last) in seen {
        assert_eq!(site.store().snapshot().unwrap().head(&part).unwrap().seq, last);
    }
}

/// Follows the moves and checks that each part's numbers come without a gap and without a repetition.
fn follow(store: &dyn Store, finished: &AtomicBool) -> BTreeMap<Vec<u8>, u64> {
    let mut seen: BTreeMap<Vec<u8>, u64> = BTreeMap::new();
    let mut after = 0;
    let mut quiet = 0;
    while quiet < 20 {
        let was_finished = finished.load(Ordering::Acquire);
        let snapshot = store.snapshot().unwrap();
        let moves = snapshot.moved_since(after, 7).unwrap();
        if moves.is_empty() {
            after = after.max(snapshot.position().unwrap());
            quiet += usize::from(was_finished);
            std::thread::sleep(Duration::from_millis(2));
        }
        for moved in moves {
            assert!(moved.position >= after, "positions go forward");
            let last = seen.entry(moved.part).or_default();
            assert_eq!(moved.first, *last + 1, "nothing lost, nothing twice");
            *last = moved.last;
            after = moved.position;
        }
    }
    seen
}
