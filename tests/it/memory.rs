//! What is left in the process's memory after sealing, and that no core file holds it. Each story runs in a process of
//! its own, so that nothing other tests do is mistaken for ours.

use comity::base::world::SystemWorld;
use comity::base::{Ts, World};
use comity::crypto::{AgeIdentity, KeyRing, Scope, memory};
use data_encoding::HEXLOWER;
use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};
use std::fs::File;
use std::io::Read;
use std::os::unix::fs::FileExt;
use std::process::Command;
use std::sync::atomic::{AtomicU8, Ordering};

const CHILD: &str = "COMITY_TEST_CHILD";
const KEY: usize = 32;
const HALF: usize = KEY / 2;
/// The patterns looked for are kept inverted: else we would find our own list of them.
type Inverted = [u8; KEY];

/// True in the child, which tells the story; the parent waits for it to end well.
pub fn in_own_process(test: &str) -> bool {
    if std::env::var_os(CHILD).is_some() {
        return true;
    }
    let child =
        Command::new(std::env::current_exe().unwrap()).args([test, "--exact"]).env(CHILD, "1").output().unwrap();
    let said = String::from_utf8_lossy(&child.stdout);
    assert!(child.status.success() && said.contains("1 passed"), "{said}\n{}", String::from_utf8_lossy(&child.stderr));
    false
}

/// Keys that we know without having them in memory.
struct Planted(AtomicU8);

impl World for Planted {
    fn now(&self) -> Ts {
        SystemWorld.now()
    }

    fn fill(&self, buf: &mut [u8]) {
        let call = self.0.fetch_add(1, Ordering::Relaxed);
        for (i, byte) in buf.iter_mut().enumerate() {
            *byte = !planted(call, i);
        }
    }
}

/// The inverse of byte `i` of the key that call number `call` gets.
fn planted(call: u8, i: usize) -> u8 {
    (i as u8).wrapping_mul(151) ^ call.wrapping_mul(83) ^ 0x6e
}

fn raw(call: u8) -> Inverted {
    std::array::from_fn(|i| planted(call, i))
}

fn derived(inverted: &str) -> Inverted {
    HEXLOWER.decode(inverted.as_bytes()).unwrap().try_into().unwrap()
}

/// Looks for keys in writable memory. It has its buffers from the start and allocates nothing while it looks, so that
/// what was freed stays as it was.
struct Search {
    memory: File,
    maps: String,
    chunk: Vec<u8>,
}

impl Search {
    fn new() -> Self {
        let memory = File::open("/proc/self/mem").unwrap();
        Self { memory, maps: String::with_capacity(1024 * 1024), chunk: vec![0; 64 * 1024] }
    }

    /// How often the key occurs. Its second half is enough, and is what stays of a buffer that was freed but not
    /// wiped: the allocator writes its own notes over the first bytes.
    fn occurrences(&mut self, key: &Inverted) -> usize {
        let half = &key[KEY - HALF..];
        self.maps.clear();
        File::open("/proc/self/maps").unwrap().read_to_string(&mut self.maps).unwrap();
        let mut found = 0;
        for line in self.maps.lines().filter(|line| line.contains(" rw")) {
            let (from, to) = line.split(' ').next().unwrap().split_once('-').unwrap();
            let (mut at, to) = (u64::from_str_radix(from, 16).unwrap(), u64::from_str_radix(to, 16).unwrap());
            while at + (HALF as u64) <= to {
                let chunk = &mut self.chunk[..(to - at).min(64 * 1024) as usize];
                if self.memory.read_exact_at(chunk, at).is_err() {
                    break;
                }
                found += chunk.windows(HALF).filter(|w| w.iter().zip(half).all(|(a, b)| *a == !*b)).count();
                // The last bytes again, for a key across the border.
                at += chunk.len() as u64 - (HALF as u64 - 1);
            }
            // Or the next region would be this buffer, with what we just read.
            self.chunk.fill(0);
        }
        found
    }
}

#[test]
fn after_sealing_no_key_is_left_in_memory() {
    if !in_own_process("memory::after_sealing_no_key_is_left_in_memory") {
        return;
    }
    // Derived as the format says (HKDF-SHA-256); if these change, existing data no longer opens.
    let secrets = [
        ("installation key", raw(0)),
        ("organisation key", raw(1)),
        ("data key", raw(2)),
        ("secret of the organisation key", derived("a4510fdc1b5af276c212fe3574d431fab62559e2f2bae988480efc72c2876b47")),
        ("secret of the data key", derived("07543ed1584aea5f0c3ed3307ce26100ecf965d7068cf3674cf8b278e0f73f1c")),
        ("key of the organisation key", derived("5e356c9eaf6b16630575dfbed01b4086ebc061e78eddf2055da99e4b4a01620a")),
        ("key of data keys", derived("466b6ed9da726565b3c28316300c1f3b94fead7a0e3a68d671f3861bd7ef8afc")),
        ("key of records", derived("fb8518949dce0fba0e9efd37f642238cf08cb2d4d5a678e6d469ca81c7754ac1")),
    ];
    let mut search = Search::new();
    let dir = tempfile::tempdir().unwrap();
    let (root, data) = (dir.path().join("root.age"), dir.path().join("data"));
    AgeIdentity::generate(&root).unwrap();
    let root = AgeIdentity::load(&root, &data).unwrap();
    let world = Planted(AtomicU8::new(0));
    let (first, commitment) = KeyRing::create(&data, &root, &world).unwrap();
    first.seal_up();
    let vault = KeyRing::unseal(&data, &root, &commitment).unwrap();
    let (made, mut wrapped) = vault.create(&Scope::Directory, &world).unwrap();
    for _ in 0..8 {
        wrapped = vault.rekey(&Scope::Directory, &wrapped, &world).unwrap().1;
    }
    let keys = vault.unwrap(&Scope::Directory, &wrapped, Ts::ZERO).unwrap();
    keys.open(b"row", &made.seal(b"row", 1, b"note").unwrap()).unwrap();

    let [.., wrapping, records] = &secrets;
    assert!(
        search.occurrences(&wrapping.1) > 0 && search.occurrences(&records.1) > 0,
        "the search finds the keys in use"
    );

    vault.seal_up();
    drop((made, keys));
    let left = secrets.each_ref().map(|(name, key)| (*name, search.occurrences(key)));
    assert!(left.iter().all(|(_, times)| *times == 0), "still in memory: {left:?}");
}

#[test]
fn a_hardened_process_leaves_no_core() {
    if !in_own_process("memory::a_hardened_process_leaves_no_core") {
        return;
    }
    memory::harden().unwrap();
    let core = getrlimit(Resource::Core);
    assert_eq!((core.current, core.maximum), (Some(0), Some(0)));
    assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
}
