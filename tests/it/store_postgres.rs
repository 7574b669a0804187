//! What only PostgreSQL can do to us: break connections, open twice at once, come back from a dump, be misconfigured.

use crate::store_conformance::{AtEnd, append, commit, put, write};
use comity::base::{Kind, Result};
use comity::store::postgres::PostgresStore;
use comity::store::{Commit, Store};
use postgres::{Client, NoTls};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

fn admin(database: &str) -> Client {
    Client::connect(database, NoTls).unwrap()
}

/// Every connection of the store is cut again and again, also in the middle of a commit. A commit whose outcome nobody
/// knows is tried again under its id: none is lost and none is there twice.
#[test]
fn broken_connections_lose_and_double_nothing() {
    const POSTS: u64 = 600;
    let database = crate::postgres::database();
    let store = PostgresStore::open(&database).unwrap();
    let finished = AtomicBool::new(false);
    let cuts = std::thread::scope(|scope| {
        let cutter = scope.spawn(|| {
            let mut admin = admin(&database);
            let cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
                       WHERE application_name = 'comity' AND datname = current_database()";
            let mut cuts = 0;
            while !finished.load(Ordering::Acquire) {
                cuts += admin.query_one(cut, &[]).unwrap().get::<_, i64>(0);
                std::thread::sleep(Duration::from_millis(150));
            }
            cuts
        });
        let end = AtEnd(&finished);
        for group in 0..POSTS / 20 {
            let (done, outcomes) = mpsc::channel();
            for n in 1..=20 {
                let n = group * 20 + n;
                let post = Commit {
                    ops: vec![put(&[&[1][..], &n.to_be_bytes()].concat(), b"body")],
                    append: vec![append(b"general", n, &n.to_be_bytes())],
                    ..commit()
                };
                let done = done.clone();
                store.commit(post, Box::new(move |outcome| done.send(outcome).unwrap()));
            }
            drop(done);
            outcomes.iter().for_each(|outcome| drop(outcome.unwrap()));
            std::thread::sleep(Duration::from_millis(20));
        }
        drop(end);
        cutter.join().unwrap()
    });
    assert!(cuts > 3, "only {cuts} connections were cut");
    let seen = store.snapshot().unwrap();
    let log = seen.read_log(b"general", 0, 10_000).unwrap();
    let values: Vec<_> = log.iter().map(|entry| entry.value.clone()).collect();
    assert_eq!(values, (1..=POSTS).map(|n| n.to_be_bytes().to_vec()).collect::<Vec<_>>());
    assert_eq!(seen.count(&[1], &[2], None, 10_000).unwrap() as u64, POSTS);
}

#[test]
fn nodes_may_start_at_once() {
    let database = crate::postgres::database();
    std::thread::scope(|scope| {
        let opening: Vec<_> = (0..6).map(|_| scope.spawn(|| PostgresStore::open(&database).map(drop))).collect();
        opening.into_iter().for_each(|opened| opened.join().unwrap().unwrap());
    });
}

/// A dump restored into another server brings positions that lie in that server's future.
#[test]
fn a_restored_database_goes_on_counting() {
    let database = crate::postgres::database();
    let post = |n| Commit { append: vec![append(b"general", n, b"")], ops: vec![put(b"row", b"1")], ..commit() };
    write(&PostgresStore::open(&database).unwrap(), post(1)).unwrap();
    let ahead = "UPDATE comity_commits SET position = position + (1::bigint << 50); \
                 UPDATE comity_moved SET position = position + (1::bigint << 50); \
                 UPDATE comity_rows SET rev = rev + (1::bigint << 50)";
    admin(&database).batch_execute(ahead).unwrap();
    for n in 2..5 {
        let store = PostgresStore::open(&database).unwrap();
        let last = write(&store, post(n)).unwrap().position;
        let begun = Instant::now();
        loop {
            let moved = store.snapshot().unwrap().moved_since(0, 99).unwrap();
            if moved.last().is_some_and(|moved| moved.position == last) {
                assert_eq!(moved.iter().map(|moved| moved.first).collect::<Vec<_>>(), (1..=n).collect::<Vec<_>>());
                break;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "the commit is not told of");
            std::thread::sleep(Duration::from_millis(5));
        }
        assert!(store.snapshot().unwrap().position().unwrap() >= last);
    }
}

fn refused(opened: Result<PostgresStore>, words: &[&str]) {
    match opened {
        Ok(_) => panic!("it opened, but should say {words:?}"),
        Err(err) => assert!(words.iter().all(|word| err.detail.contains(word)), "{err} does not say {words:?}"),
    }
}

#[test]
fn what_is_wrong_with_the_database_is_named() {
    let database = crate::postgres::database();
    drop(PostgresStore::open(&database).unwrap());
    admin(&database).batch_execute("UPDATE comity_meta SET value = 7 WHERE name = 'format'").unwrap();
    refused(PostgresStore::open(&database), &["newer version of Comity", "format 7", "run that version"]);

    let named = |name: &str| database.rsplit_once("dbname=").unwrap().0.to_owned() + "dbname=" + name;
    refused(PostgresStore::open(&named("nowhere")), &["does not exist", "create it"]);
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let nobody = format!("host=127.0.0.1 port={port} user=ada password=hush dbname=x");
    refused(PostgresStore::open(&nobody), &["can't be reached", "check that it runs"]);
    let err = PostgresStore::open("host=127.0.0.1 password=hush prot=5").map(drop).unwrap_err();
    assert!(err.detail.contains("connection string") && !err.to_string().contains("hush"), "{err}");

    admin(&database).batch_execute("CREATE ROLE guest LOGIN").unwrap();
    let fresh = crate::postgres::database().replace("user=comity", "user=guest");
    admin(&fresh.replace("user=guest", "user=comity"))
        .batch_execute("REVOKE ALL ON SCHEMA public FROM public")
        .unwrap();
    refused(PostgresStore::open(&fresh), &["PostgreSQL"]);
}

#[test]
fn closing_answers_everyone() {
    let store = PostgresStore::open(&crate::postgres::database()).unwrap();
    let (done, outcomes) = mpsc::channel();
    for n in 1..=300 {
        let done = done.clone();
        let small = Commit { append: vec![append(b"general", n, b"")], ..commit() };
        store.commit(small, Box::new(move |outcome| done.send(outcome).unwrap()));
    }
    drop(done);
    store.close();
    assert_eq!(outcomes.try_iter().filter(|outcome| outcome.is_ok()).count(), 300);
    assert_eq!(write(&store, commit()).unwrap_err().kind, Kind::Unavailable);
    assert_eq!(store.snapshot().unwrap().head(b"general").unwrap().seq, 300, "reading goes on");
}
