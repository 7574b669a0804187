//! The key ring on a real disk, opened with real age keys; what an attacker with a hand on that disk can try; and how
//! long a key stays in memory.

use age::secrecy::ExposeSecret;
use comity::base::id::{ChannelId, UserId};
use comity::base::world::SystemWorld;
use comity::base::{Error, Kind, Result, Ts, limits};
use comity::crypto::{
    AgeIdentity, Commitment, KeyRing, Passphrase, RootProvider, Scope, Slot, SlotKind, Vault, memory_vault,
};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const NOON: Ts = Ts::from_secs(1_800_000_000);
const ROW: &[u8] = b"\x0arow";

/// An installation's disk: the data directory and, beside it, a place for root keys.
struct Disk {
    dir: TempDir,
}

fn add_slot(data: &Path, root: &dyn RootProvider, pinned: &Commitment, new: &dyn RootProvider) -> Result<Slot> {
    KeyRing::new_slot(data, root, pinned, new)?.put_down()
}

impl Disk {
    fn new() -> Self {
        let disk = Self { dir: tempfile::tempdir().unwrap() };
        fs::create_dir(disk.data()).unwrap();
        fs::create_dir(disk.at("safe")).unwrap();
        disk
    }

    fn at(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    fn data(&self) -> PathBuf {
        self.at("data")
    }

    fn keyring(&self, file: &str) -> PathBuf {
        self.data().join("keyring").join(file)
    }

    /// A new identity in `safe/`.
    fn identity(&self, name: &str) -> AgeIdentity {
        let path = self.at("safe").join(name);
        AgeIdentity::generate(&path).unwrap();
        AgeIdentity::load(&path, &self.data()).unwrap()
    }

    /// A disk with a key ring for Ada's identity.
    fn with_keyring() -> (Self, AgeIdentity, Vault, Commitment) {
        let disk = Self::new();
        let ada = disk.identity("ada.age");
        let (vault, commitment) = KeyRing::create(&disk.data(), &ada, &SystemWorld).unwrap();
        (disk, ada, vault, commitment)
    }

    fn unseal(&self, root: &dyn RootProvider, commitment: &Commitment) -> Result<Vault, Error> {
        KeyRing::unseal(&self.data(), root, commitment)
    }
}

fn quick(passphrase: &str) -> Passphrase {
    Passphrase::new(passphrase).unwrap().with_log_work(6)
}

/// Seals something under `vault`; what comes back opens only in a vault with the same organisation key.
fn sealed_note(vault: &Vault) -> (Vec<u8>, Vec<u8>) {
    let (keys, wrapped) = vault.create(&Scope::Directory, &SystemWorld).unwrap();
    (wrapped, keys.seal(ROW, 1, b"Ada was here").unwrap())
}

fn opens(vault: &Vault, (wrapped, note): &(Vec<u8>, Vec<u8>)) -> bool {
    let keys = vault.unwrap(&Scope::Directory, wrapped, NOON);
    keys.and_then(|keys| keys.open(ROW, note)).is_ok_and(|(_, plain)| plain == b"Ada was here")
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

/// The error names what is wrong and what to do: the file, and a word of the cause.
#[track_caller]
fn refused(result: Result<Vault, Error>, kind: Kind, words: &[&str]) {
    let error = result.unwrap_err();
    assert_eq!(error.kind, kind, "{error}");
    for word in words {
        assert!(error.detail.contains(word), "{error}\ndoes not say {word}");
    }
}

#[test]
fn what_ada_sealed_opens_after_a_restart_with_her_root_key() {
    let (disk, ada, vault, commitment) = Disk::with_keyring();
    let note = sealed_note(&vault);
    drop(vault);
    let pinned = commitment.to_string().parse().unwrap();
    assert!(opens(&disk.unseal(&ada, &pinned).unwrap(), &note));
    assert!(!opens(&memory_vault(&SystemWorld), &note));
}

#[test]
fn key_files_are_ours_alone_and_nothing_temporary_is_left() {
    let (disk, ada, _, commitment) = Disk::with_keyring();
    add_slot(&disk.data(), &ada, &commitment, &quick("correct horse battery staple")).unwrap();
    let mut names: Vec<_> = fs::read_dir(disk.keyring(""))
        .unwrap()
        .map(|entry| entry.unwrap())
        .inspect(|entry| assert_eq!(mode(&entry.path()), 0o600))
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["organisation.key", "slot-1.age", "slot-2.age"]);
    assert_eq!(mode(&disk.keyring("")), 0o700);
    assert_eq!(mode(&disk.at("safe/ada.age")), 0o600);
    assert!(!disk.data().join("keyring.new").exists());
}

#[test]
fn a_second_key_ring_is_never_made_over_the_first() {
    let (disk, ada, vault, commitment) = Disk::with_keyring();
    let note = sealed_note(&vault);
    let error = KeyRing::create(&disk.data(), &ada, &SystemWorld).unwrap_err();
    assert_eq!(error.code, "keyring_exists");
    assert!(opens(&disk.unseal(&ada, &commitment).unwrap(), &note));
}

#[test]
fn a_key_ring_cut_off_half_way_is_made_anew() {
    let disk = Disk::new();
    fs::create_dir(disk.data().join("keyring.new")).unwrap();
    fs::write(disk.data().join("keyring.new/slot-1.age"), "half").unwrap();
    let ada = disk.identity("ada.age");
    let (_, commitment) = KeyRing::create(&disk.data(), &ada, &SystemWorld).unwrap();
    disk.unseal(&ada, &commitment).unwrap();
}

#[test]
fn graces_passphrase_opens_what_adas_identity_opens() {
    let (disk, ada, vault, commitment) = Disk::with_keyring();
    let note = sealed_note(&vault);
    let grace = quick("correct horse battery staple");
    let slot = add_slot(&disk.data(), &ada, &commitment, &grace).unwrap();
    assert_eq!(slot.path, disk.keyring("slot-2.age"));
    assert_eq!(KeyRing::slots(&disk.data()).unwrap().len(), 2);
    for root in [&ada as &dyn RootProvider, &grace] {
        assert!(opens(&disk.unseal(root, &commitment).unwrap(), &note));
    }
    // Ada's slot is lost; Grace still gets in, and gives Ada a new one.
    fs::remove_file(disk.keyring("slot-1.age")).unwrap();
    refused(disk.unseal(&ada, &commitment), Kind::Sealed, &["slot-2.age", "wrong root key", "ada.age"]);
    add_slot(&disk.data(), &grace, &commitment, &ada).unwrap();
    assert!(opens(&disk.unseal(&ada, &commitment).unwrap(), &note));
}

#[test]
fn a_key_ring_takes_only_so_many_slots() {
    let (disk, ada, _, commitment) = Disk::with_keyring();
    for _ in 1..limits::ROOT_SLOTS {
        add_slot(&disk.data(), &ada, &commitment, &ada).unwrap();
    }
    assert_eq!(add_slot(&disk.data(), &ada, &commitment, &ada).unwrap_err().kind, Kind::Limit);
    disk.unseal(&ada, &commitment).unwrap();
}

#[test]
fn a_wrong_root_key_is_told_so() {
    let (disk, ada, _, commitment) = Disk::with_keyring();
    let mallory = disk.identity("mallory.age");
    refused(disk.unseal(&mallory, &commitment), Kind::Sealed, &["mallory.age", "slot-1.age", "wrong root key"]);
    add_slot(&disk.data(), &ada, &commitment, &quick("correct horse battery staple")).unwrap();
    let wrong = quick("incorrect horse battery");
    refused(disk.unseal(&wrong, &commitment), Kind::Sealed, &["the passphrase", "wrong root key"]);
    let error = add_slot(&disk.data(), &mallory, &commitment, &mallory).unwrap_err();
    assert_eq!(error.kind, Kind::Sealed, "who can't open a slot can't add one");
}

/// Mallory writes to the disk. She knows Ada's recipient, for it is public, and wraps a key of her own for it: were it
/// taken, everything sealed from now on would be open to her.
#[test]
fn a_slot_replaced_by_a_writer_on_the_disk_is_refused() {
    let (disk, ada, _, commitment) = Disk::with_keyring();
    let other = Disk::new();
    KeyRing::create(&other.data(), &ada, &SystemWorld).unwrap();
    for file in ["slot-1.age", "organisation.key"] {
        fs::copy(other.keyring(file), disk.keyring(file)).unwrap();
    }
    refused(disk.unseal(&ada, &commitment), Kind::Denied, &["slot-1.age", "replaced", &commitment.to_string()]);
    let error = add_slot(&disk.data(), &ada, &commitment, &ada).unwrap_err();
    assert_eq!(error.code, "keyring_replaced");
}

#[test]
fn a_replaced_or_damaged_organisation_key_is_refused() {
    let (disk, ada, _, commitment) = Disk::with_keyring();
    let (other, _, _, _) = Disk::with_keyring();
    let good = fs::read(disk.keyring("organisation.key")).unwrap();
    let foreign = fs::read(other.keyring("organisation.key")).unwrap();
    let mut altered = good.clone();
    altered[20] ^= 1;
    let mut newer = good.clone();
    newer[0] = 2;
    for bad in [foreign, altered, newer, good[..30].to_vec(), Vec::new(), vec![1; 100_000]] {
        fs::write(disk.keyring("organisation.key"), bad).unwrap();
        let error = disk.unseal(&ada, &commitment).unwrap_err();
        assert!(error.detail.contains("organisation.key"), "{error}");
    }
    fs::write(disk.keyring("organisation.key"), good).unwrap();
    disk.unseal(&ada, &commitment).unwrap();
    fs::remove_file(disk.keyring("organisation.key")).unwrap();
    refused(disk.unseal(&ada, &commitment), Kind::Unavailable, &["organisation.key", "No such file"]);
}

#[test]
fn a_damaged_or_foreign_slot_is_named() {
    let (disk, ada, _, commitment) = Disk::with_keyring();
    let slot = disk.keyring("slot-1.age");
    let good = fs::read(&slot).unwrap();
    let mut altered = good.clone();
    *altered.last_mut().unwrap() ^= 1;
    let letter = ada.wrap(b"Dear Linus, this is an age file too.").unwrap();
    let cases: [(&[u8], &str); 6] = [
        (&good[..good.len() - 1], "cut short"),
        (&good[..100], "cut short"),
        (b"", "cut short"),
        (b"hello", "no age file"),
        (&altered, "altered"),
        (&letter, "not a slot file"),
    ];
    for (bytes, word) in cases {
        fs::write(&slot, bytes).unwrap();
        refused(disk.unseal(&ada, &commitment), Kind::Internal, &["slot-1.age", word]);
    }
    // A damaged slot does not stand in the way of a good one.
    fs::write(&slot, &good[..100]).unwrap();
    fs::write(disk.keyring("slot-2.age"), &good).unwrap();
    disk.unseal(&ada, &commitment).unwrap();
}

#[test]
fn a_slot_that_asks_for_endless_work_is_refused() {
    let disk = Disk::new();
    let grace = quick("correct horse battery staple");
    let (_, commitment) = KeyRing::create(&disk.data(), &grace, &SystemWorld).unwrap();
    let slot = disk.keyring("slot-1.age");
    let bytes = fs::read(&slot).unwrap();
    let end = bytes.windows(3).position(|w| w == b" 6\n").unwrap();
    fs::write(&slot, [&bytes[..end], b" 40\n", &bytes[end + 3..]].concat()).unwrap();
    refused(disk.unseal(&grace, &commitment), Kind::Internal, &["slot-1.age", "2^40"]);
}

#[test]
fn no_key_ring_no_slots_and_another_installations_commitment() {
    let (disk, ada, _, _) = Disk::with_keyring();
    let (other, _, _, foreign) = Disk::with_keyring();
    refused(disk.unseal(&ada, &foreign), Kind::Denied, &["configuration belongs to another installation"]);
    fs::remove_file(other.keyring("slot-1.age")).unwrap();
    refused(other.unseal(&ada, &foreign), Kind::Internal, &["no slot file"]);
    refused(Disk::new().unseal(&ada, &foreign), Kind::Unavailable, &["keyring is not there"]);
}

/// The customer can open a slot without us: it is an ordinary age file.
#[test]
fn a_slot_opens_with_age_itself_and_age_writes_our_identity_file() {
    let disk = Disk::new();
    let stock = age::x25519::Identity::generate();
    let path = disk.at("safe/stock.age");
    fs::write(&path, format!("# created: today\n\n{}\n", stock.to_string().expose_secret())).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let root = AgeIdentity::load(&path, &disk.data()).unwrap();
    KeyRing::create(&disk.data(), &root, &SystemWorld).unwrap();
    let plain = age::decrypt(&stock, &fs::read(disk.keyring("slot-1.age")).unwrap()).unwrap();
    assert_eq!(plain.len(), 26 + 32);
}

/// Every way to keep the key with the lock (T2).
#[test]
fn a_root_key_in_the_data_directory_is_refused() {
    let disk = Disk::new();
    let inside = disk.data().join("root.age");
    AgeIdentity::generate(&inside).unwrap();
    fs::create_dir(disk.data().join("sub")).unwrap();
    symlink(&inside, disk.at("safe/link.age")).unwrap();
    symlink(disk.data(), disk.at("alias")).unwrap();
    symlink(disk.at("safe"), disk.data().join("out")).unwrap();
    let layouts = [
        (inside.clone(), disk.data()),
        (disk.at("safe/link.age"), disk.data()),
        (disk.at("safe/../data/root.age"), disk.data()),
        (disk.at("alias/root.age"), disk.data()),
        (inside.clone(), disk.at("alias")),
        (inside.clone(), disk.data().join("sub/..")),
        (disk.data().join("out/../data/root.age"), disk.data()),
    ];
    for (file, data) in layouts {
        let error = AgeIdentity::load(&file, &data).unwrap_err();
        assert_eq!(error.code, "unsafe_root_key", "{}", file.display());
        assert!(error.detail.contains("lies in the data directory"), "{error}");
    }
    // A name that only starts like the data directory's is another place, and so is a link that leads out of it.
    fs::create_dir(disk.at("data-safe")).unwrap();
    AgeIdentity::generate(&disk.at("data-safe/root.age")).unwrap();
    AgeIdentity::load(&disk.at("data-safe/root.age"), &disk.data()).unwrap();
    AgeIdentity::load(&disk.at("data-safe/root.age"), &disk.at("not/yet/there")).unwrap();
}

#[test]
fn a_root_key_with_a_second_name_or_a_copy_among_the_data_is_refused() {
    let (disk, _ada, _, commitment) = Disk::with_keyring();
    let key = disk.at("safe/ada.age");
    let load = || AgeIdentity::load(&key, &disk.data());
    let secret = fs::read_to_string(&key).unwrap();
    for place in ["data/of-the-root", "data/keyring/of-the-root"] {
        fs::hard_link(&key, disk.at(place)).unwrap();
        let refused = load().unwrap_err();
        assert_eq!(refused.code, "unsafe_root_key", "{place}");
        assert!(refused.detail.contains("of-the-root") && refused.detail.contains("move it"), "{refused:?}");
        fs::remove_file(disk.at(place)).unwrap();
        for copy in [secret.clone(), format!("# Ada's\n\n  {}", secret.lines().last().unwrap())] {
            fs::write(disk.at(place), copy).unwrap();
            assert_eq!(load().unwrap_err().code, "unsafe_root_key", "{place}");
        }
        fs::remove_file(disk.at(place)).unwrap();
    }
    fs::write(disk.at("data/notes"), "# public key: age1\nnothing secret here\n").unwrap();
    disk.unseal(&load().unwrap(), &commitment).unwrap();
    // A store that lies elsewhere makes that place one with data, too.
    fs::create_dir(disk.at("elsewhere")).unwrap();
    comity::crypto::check_apart(&key, &disk.at("elsewhere")).unwrap();
    assert_eq!(comity::crypto::check_apart(&key, &disk.at("safe")).unwrap_err().code, "unsafe_root_key");
    fs::copy(&key, disk.at("elsewhere/copy")).unwrap();
    assert_eq!(comity::crypto::check_apart(&key, &disk.at("elsewhere")).unwrap_err().code, "unsafe_root_key");
}

#[test]
fn a_slot_is_removed_but_never_the_last_nor_the_one_that_opens() {
    let (disk, ada, _, commitment) = Disk::with_keyring();
    let grace = quick("six random words for the safe");
    let remove = |root: &dyn RootProvider, number| KeyRing::remove_slot(&disk.data(), root, &commitment, number);
    assert_eq!(remove(&ada, 1).unwrap_err().code, "last_slot");
    add_slot(&disk.data(), &ada, &commitment, &grace).unwrap();
    let kinds: Vec<_> = KeyRing::slots(&disk.data()).unwrap().iter().map(|slot| slot.kind().unwrap()).collect();
    assert_eq!(kinds, [SlotKind::Identity, SlotKind::Passphrase]);
    assert_eq!(remove(&ada, 7).unwrap_err().code, "slot_not_found");
    let locked_out = remove(&ada, 1).unwrap_err();
    assert!(locked_out.detail.contains("with slot 1 gone"), "{locked_out:?}");
    disk.unseal(&ada, &commitment).unwrap();
    remove(&ada, 2).unwrap();
    disk.unseal(&ada, &commitment).unwrap();
    assert!(disk.unseal(&grace, &commitment).is_err(), "her passphrase opens nothing any more");
    fs::write(disk.keyring("slot-2.age"), "scrambled").unwrap();
    assert_eq!(KeyRing::slots(&disk.data()).unwrap()[1].kind().unwrap(), SlotKind::Unknown);
}

#[test]
fn a_root_key_that_others_may_read_is_refused() {
    let disk = Disk::new();
    let path = disk.at("safe/root.age");
    AgeIdentity::generate(&path).unwrap();
    for bits in [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o644, 0o666, 0o777] {
        fs::set_permissions(&path, fs::Permissions::from_mode(bits)).unwrap();
        let error = AgeIdentity::load(&path, &disk.data()).unwrap_err();
        assert_eq!(error.code, "unsafe_root_key", "{bits:o}");
        assert!(error.detail.contains(&format!("chmod 600 '{}'", path.display())), "{error}");
    }
    for bits in [0o600, 0o400] {
        fs::set_permissions(&path, fs::Permissions::from_mode(bits)).unwrap();
        AgeIdentity::load(&path, &disk.data()).unwrap();
    }
    let error = AgeIdentity::load(&disk.at("safe"), &disk.data()).unwrap_err();
    assert!(error.detail.contains("not a regular file"), "{error}");
}

#[test]
fn a_root_key_of_another_user_is_refused() {
    let disk = Disk::new();
    // As root we can give a file away; as anybody else, a file of root's is at hand.
    let path = disk.at("safe/root.age");
    AgeIdentity::generate(&path).unwrap();
    let given = std::os::unix::fs::chown(&path, Some(65_534), None).is_ok();
    let path = if given { path } else { PathBuf::from("/etc/passwd") };
    let error = AgeIdentity::load(&path, &disk.data()).unwrap_err();
    assert_eq!(error.code, "unsafe_root_key");
    assert!(error.detail.contains("belongs to user") && error.detail.contains("chown"), "{error}");
}

#[test]
fn a_passphrase_file_is_watched_over_like_an_identity() {
    let disk = Disk::new();
    let write = |path: &str, text: &str, bits: u32| {
        fs::write(disk.at(path), text).unwrap();
        fs::set_permissions(disk.at(path), fs::Permissions::from_mode(bits)).unwrap();
        Passphrase::load(&disk.at(path), &disk.data())
    };
    assert_eq!(write("data/phrase", "correct horse battery\n", 0o600).unwrap_err().code, "unsafe_root_key");
    assert_eq!(write("safe/open", "correct horse battery\n", 0o644).unwrap_err().code, "unsafe_root_key");
    assert_eq!(write("safe/short", "hunter2\n", 0o600).unwrap_err().code, "invalid_root_key");
    assert_eq!(write("safe/empty", "", 0o600).unwrap_err().code, "invalid_root_key");
    assert_eq!(write("safe/phrase", "correct horse battery\n", 0o600).unwrap_err().code, "unsafe_root_key");
    fs::remove_file(disk.at("data/phrase")).unwrap();
    let root = write("safe/phrase", "correct horse battery\n", 0o600).unwrap().with_log_work(6);
    let (_, commitment) = KeyRing::create(&disk.data(), &root, &SystemWorld).unwrap();
    disk.unseal(&quick("correct horse battery"), &commitment).unwrap();
}

#[test]
fn an_identity_file_that_is_none_is_named() {
    let disk = Disk::new();
    let path = disk.at("safe/odd.age");
    for (text, word) in [
        ("", "holds no identity"),
        ("# only a comment\n", "holds no identity"),
        ("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p\n", "no X25519 identity"),
        ("age-encryption.org/v1\n-> scrypt", "encrypted"),
    ] {
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        let error = AgeIdentity::load(&path, &disk.data()).unwrap_err();
        assert!(error.detail.contains("odd.age") && error.detail.contains(word), "{error}");
    }
    let error = AgeIdentity::load(&disk.at("safe/nowhere.age"), &disk.data()).unwrap_err();
    assert!(error.detail.contains("nowhere.age") && error.detail.contains("No such file"), "{error}");
    assert!(AgeIdentity::generate(&path).is_err(), "an identity is never overwritten");
}

#[test]
fn a_lease_ends_with_its_time() {
    let scope = Scope::Channel { channel: ChannelId::parse("C0GENERAL").unwrap(), day: NOON.day() };
    let vault = memory_vault(&SystemWorld);
    let (_, wrapped) = vault.create(&scope, &SystemWorld).unwrap();
    assert!(vault.leased(&scope, NOON).unwrap().is_none(), "a key that is not stored is not on lease");
    let keys = std::sync::Arc::downgrade(&vault.unwrap(&scope, &wrapped, NOON).unwrap());

    let last = Ts(NOON.plus_secs(limits::LEASE_SECS).0 - 1);
    assert!(vault.leased(&scope, NOON).unwrap().is_some());
    assert!(vault.leased(&scope, last).unwrap().is_some());
    assert!(vault.leased(&scope, NOON.plus_secs(300)).unwrap().is_none(), "five minutes, as documented");
    vault.expire(last);
    assert!(keys.upgrade().is_some());
    vault.expire(NOON.plus_secs(300));
    assert!(keys.upgrade().is_none(), "nobody holds the keys any more, so they are wiped");

    vault.unwrap(&scope, &wrapped, NOON).unwrap();
    vault.release(&scope);
    assert!(vault.leased(&scope, NOON).unwrap().is_none());
}

#[test]
fn a_lease_is_as_long_as_configured_and_a_clock_set_back_does_not_stretch_it() {
    let vault = memory_vault(&SystemWorld).with_lease(10);
    let (keys, _) = vault.create(&Scope::Auth, &SystemWorld).unwrap();
    vault.adopt(&Scope::Auth, &keys, NOON).unwrap();
    assert!(vault.leased(&Scope::Auth, NOON.plus_secs(9)).unwrap().is_some());
    assert!(vault.leased(&Scope::Auth, NOON.plus_secs(10)).unwrap().is_none());
    assert!(vault.leased(&Scope::Auth, Ts(NOON.0 - 5_000_000)).unwrap().is_some(), "threads may differ a little");
    assert!(vault.leased(&Scope::Auth, Ts(NOON.0 - 3_600_000_000)).unwrap().is_none(), "an hour is a jump");
}

#[test]
fn a_sealed_vault_answers_sealed_to_everything() {
    let vault = memory_vault(&SystemWorld);
    let scope = Scope::Person(UserId::parse("U0MARGARET").unwrap());
    let (keys, wrapped) = vault.create(&scope, &SystemWorld).unwrap();
    let leased = vault.unwrap(&scope, &wrapped, NOON).unwrap();
    let note = keys.seal(ROW, 1, b"note").unwrap();
    // The key of a look-up that was made before is kept, and must go too.
    vault.lookup("email", &[b"margaret@example.org"]).unwrap();
    vault.seal_up();
    assert!(vault.is_sealed());

    let errors = [
        vault.leased(&scope, NOON).map(drop),
        vault.unwrap(&scope, &wrapped, NOON).map(drop),
        vault.create(&scope, &SystemWorld).map(drop),
        vault.rekey(&scope, &wrapped, &SystemWorld).map(drop),
        vault.adopt(&scope, &keys, NOON),
        vault.lookup("email", &[b"margaret@example.org"]).map(drop),
        vault.derive("search index").map(drop),
        // A command under way holds keys of its own; they are of no use any more.
        keys.open(ROW, &note).map(drop),
        leased.seal(ROW, 1, b"more").map(drop),
    ];
    for error in errors {
        let error = error.unwrap_err();
        assert_eq!((error.kind, &*error.code), (Kind::Sealed, "ekm_access_denied"));
        assert!(error.detail.contains("unseal"), "{error}");
    }
    vault.expire(NOON);
    vault.release(&scope);
    vault.seal_up();
}

#[test]
fn a_lookup_is_keyed_by_installation_and_purpose_and_keeps_its_parts_apart() {
    let (vault, other) = (memory_vault(&SystemWorld), memory_vault(&SystemWorld));
    let hash = |vault: &Vault, purpose, parts: &[&[u8]]| vault.lookup(purpose, parts).unwrap();
    let ada = hash(&vault, "email", &[b"T1", b"ada@example.org"]);
    assert_eq!(ada, hash(&vault, "email", &[b"T1", b"ada@example.org"]));
    assert_ne!(ada, hash(&other, "email", &[b"T1", b"ada@example.org"]));
    assert_ne!(ada, hash(&vault, "name", &[b"T1", b"ada@example.org"]));
    assert_ne!(ada, hash(&vault, "email", &[b"T1a", b"da@example.org"]));
    assert_ne!(ada, hash(&vault, "email", &[b"T1ada@example.org"]));
    assert_ne!(ada, hash(&vault, "email", &[b"T1", b"ada@example.org", b""]));
    assert_ne!(**vault.derive("search index").unwrap(), **vault.derive("audit").unwrap());
}

/// Keys are never printed, not even by a `{:?}` in a hurry.
#[test]
fn nothing_that_holds_a_key_prints_it() {
    let (_, ada, vault, _) = Disk::with_keyring();
    let (keys, _) = vault.create(&Scope::Jobs, &SystemWorld).unwrap();
    assert!(format!("{ada:?}").starts_with("AgeIdentity(/"));
    assert!(!format!("{ada:?}").contains("AGE-SECRET"));
    assert_eq!(format!("{:?}", quick("correct horse battery")), "Passphrase");
    assert_eq!(format!("{keys:?} {vault:?}"), "ScopeKeys(1 keys) Vault(open)");
}
