//! The key ring on disk: `<data>/keyring/`, with the installation key wrapped once for each root, and the organisation
//! key wrapped under the installation key.
//!
//! Nothing in it is believed because it is there. What comes out of a slot must match the commitment that the
//! configuration pins, and the organisation key must authenticate under what came out.

use super::cipher::{Cipher, OVERHEAD};
use super::commitment::Commitment;
use super::derive::{KEY_BYTES, Key, Parent, key_from};
use super::files;
use super::root::{Refusal, RootProvider};
use super::vault::{Vault, fresh};
use crate::base::{Error, Result, World, limits};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Where one is built before it gets its name.
const UNFINISHED: &str = "keyring.new";
const ORGANISATION: &str = "organisation.key";
/// What a slot's plain text starts with, so that another age file for the same root is not taken for a slot.
const SLOT_HEADER: &[u8] = b"comity installation key 1\n";
const ORGANISATION_FORMAT: u8 = 1;
const ORGANISATION_CONTEXT: &[u8] = b"comity organisation key 1";

/// Makes, opens and extends the key ring of a data directory.
pub struct KeyRing;

/// One way to open the installation key.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Slot {
    /// Its number, which is also in the file's name.
    pub number: u32,
    /// The age file.
    pub path: PathBuf,
}

/// What a slot is for, as its file tells without a key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SlotKind {
    /// An age identity.
    Identity,
    /// A passphrase.
    Passphrase,
    /// Nothing this version knows: the file is damaged, or newer.
    Unknown,
}

impl Slot {
    /// What it is for: the first stanza of an age file names its kind of recipient.
    pub fn kind(&self) -> Result<SlotKind> {
        let bytes = files::read(&self.path)?;
        let stanza = bytes.split(|byte| *byte == b'\n').nth(1).unwrap_or_default();
        Ok(match stanza {
            _ if !bytes.starts_with(b"age-encryption.org/v1\n") => SlotKind::Unknown,
            stanza if stanza.starts_with(b"-> X25519 ") => SlotKind::Identity,
            stanza if stanza.starts_with(b"-> scrypt ") => SlotKind::Passphrase,
            _ => SlotKind::Unknown,
        })
    }

    /// Whether `root` opens it.
    pub fn is_for(&self, root: &dyn RootProvider) -> Result<bool> {
        Ok(root.unwrap(&files::read(&self.path)?).is_ok())
    }
}

/// A slot that nobody can use yet.
pub struct NewSlot {
    slot: Slot,
    wrapped: Vec<u8>,
}

impl NewSlot {
    /// Puts it into the key ring, whole or not at all.
    pub fn put_down(self) -> Result<Slot> {
        files::write_whole(&self.slot.path, &self.wrapped)?;
        Ok(self.slot)
    }
}

impl KeyRing {
    /// Its directory in the data directory.
    pub const DIR: &str = "keyring";

    /// True when `data_dir` already has a key ring.
    pub fn exists(data_dir: &Path) -> bool {
        data_dir.join(Self::DIR).exists()
    }

    /// Makes a key ring with one slot. The commitment belongs into the configuration, outside the data directory.
    pub fn create(data_dir: &Path, root: &dyn RootProvider, world: &dyn World) -> Result<(Vault, Commitment)> {
        let made = Self::build(data_dir, &[root], world)?;
        Self::put_in_place(data_dir)?;
        Ok(made)
    }

    /// Makes a key ring aside, with a slot for each root; `put_in_place` makes it the directory's own.
    pub fn build(data_dir: &Path, roots: &[&dyn RootProvider], world: &dyn World) -> Result<(Vault, Commitment)> {
        let (dir, unfinished) = (data_dir.join(Self::DIR), data_dir.join(UNFINISHED));
        if dir.exists() {
            return Err(Error::denied("keyring_exists").because(format!(
                "{} is already there, and a new key ring would make everything under it unreadable; use another data directory",
                dir.display()
            )));
        }
        let (installation, organisation) = (fresh(world), fresh(world));
        let commitment = Commitment::to(&installation)?;
        files::make_dirs(data_dir)?;
        Self::discard_built(data_dir)?;
        files::make_dir(&unfinished)?;
        for (number, root) in (1..).zip(roots) {
            files::write_new(&unfinished.join(slot_name(number)), &wrap_slot(*root, &installation)?)?;
        }
        let organisation_file = unfinished.join(ORGANISATION);
        files::write_new(&organisation_file, &wrap_organisation(&installation, &organisation)?)?;
        files::sync_dir_of(&organisation_file)?;
        Ok((Vault::open(&organisation)?, commitment))
    }

    /// Gives a key ring built aside its name, so a crash leaves either a whole key ring or none.
    pub fn put_in_place(data_dir: &Path) -> Result<()> {
        let dir = data_dir.join(Self::DIR);
        fs::rename(data_dir.join(UNFINISHED), &dir).map_err(|e| files::failed("create", &dir, &e))?;
        files::sync_dir_of(&dir)
    }

    /// Whether one that was built aside waits there.
    pub fn is_built(data_dir: &Path) -> bool {
        data_dir.join(UNFINISHED).exists()
    }

    /// Removes one that was built aside and never used.
    pub fn discard_built(data_dir: &Path) -> Result<()> {
        let unfinished = data_dir.join(UNFINISHED);
        match fs::remove_dir_all(&unfinished) {
            Err(e) if e.kind() != ErrorKind::NotFound => Err(files::failed("remove", &unfinished, &e)),
            _ => Ok(()),
        }
    }

    /// Opens the key ring with one of its roots, and refuses one that is not the one committed to.
    pub fn unseal(data_dir: &Path, root: &dyn RootProvider, commitment: &Commitment) -> Result<Vault> {
        let installation = open_installation(data_dir, root, commitment)?;
        let organisation = read_organisation(&data_dir.join(Self::DIR).join(ORGANISATION), &installation)?;
        Vault::open(&organisation)
    }

    /// A slot for `new`, opened with a root that already has one. It is there once it is put down.
    pub fn new_slot(
        data_dir: &Path,
        root: &dyn RootProvider,
        commitment: &Commitment,
        new: &dyn RootProvider,
    ) -> Result<NewSlot> {
        let installation = open_installation(data_dir, root, commitment)?;
        let slots = Self::slots(data_dir)?;
        if slots.len() >= limits::ROOT_SLOTS {
            return Err(Error::limit("limit_exceeded")
                .because(format!("the key ring already has {} slots, which is as many as it may", slots.len())));
        }
        let number = slots.last().map_or(1, |slot| slot.number.saturating_add(1));
        let path = data_dir.join(Self::DIR).join(slot_name(number));
        Ok(NewSlot { slot: Slot { number, path }, wrapped: wrap_slot(new, &installation)? })
    }

    /// Takes a root's way in: its slot goes. Another slot must open with `root`, so nobody locks themselves out.
    pub fn remove_slot(data_dir: &Path, root: &dyn RootProvider, commitment: &Commitment, number: u32) -> Result<()> {
        let slots = Self::slots(data_dir)?;
        let (gone, rest): (Vec<Slot>, Vec<Slot>) = slots.into_iter().partition(|slot| slot.number == number);
        let Some(gone) = gone.first() else {
            let why = format!("there is no slot {number}; `comity admin keys status` shows the ones there are");
            return Err(Error::not_found("slot_not_found").because(why));
        };
        if rest.is_empty() {
            let why = "it is the last slot, and without one nobody could open the data; add another root key first";
            return Err(Error::denied("last_slot").because(why));
        }
        open_one_of(data_dir, &rest, root, commitment).map_err(|error| {
            let detail = format!("with slot {number} gone, {}", error.detail);
            Error { detail: detail.into(), ..error }
        })?;
        fs::remove_file(&gone.path).map_err(|e| files::failed("remove", &gone.path, &e))?;
        files::sync_dir_of(&gone.path)
    }

    /// The slots, by number.
    pub fn slots(data_dir: &Path) -> Result<Vec<Slot>> {
        let dir = data_dir.join(Self::DIR);
        let entries = fs::read_dir(&dir).map_err(|e| no_keyring(&dir, &e))?;
        let mut slots = Vec::new();
        for entry in entries {
            let path = entry.map_err(|e| files::failed("list", &dir, &e))?.path();
            let name = path.file_name().and_then(|name| name.to_str());
            let number = name.and_then(|name| name.strip_prefix("slot-")?.strip_suffix(".age")?.parse().ok());
            let number = number.filter(|number| name == Some(slot_name(*number).as_str()));
            slots.extend(number.map(|number| Slot { number, path }));
        }
        slots.sort_by_key(|slot| slot.number);
        if slots.len() > limits::ROOT_SLOTS {
            return Err(Error::limit("limit_exceeded").because(format!(
                "{} holds more than {} slot files; remove the ones that nobody uses",
                dir.display(),
                limits::ROOT_SLOTS
            )));
        }
        Ok(slots)
    }
}

fn slot_name(number: u32) -> String {
    format!("slot-{number}.age")
}

fn wrap_slot(root: &dyn RootProvider, installation: &Key) -> Result<Vec<u8>> {
    root.wrap(&Zeroizing::new([SLOT_HEADER, &installation[..]].concat()))
}

/// The installation key from the first slot that is for `root`, if it is the one committed to.
fn open_installation(data_dir: &Path, root: &dyn RootProvider, commitment: &Commitment) -> Result<Key> {
    open_one_of(data_dir, &KeyRing::slots(data_dir)?, root, commitment)
}

fn open_one_of(data_dir: &Path, slots: &[Slot], root: &dyn RootProvider, commitment: &Commitment) -> Result<Key> {
    let mut damaged = Vec::new();
    for slot in slots {
        match root.unwrap(&files::read(&slot.path)?) {
            Ok(plain) => return committed(&slot.path, &plain, commitment),
            Err(Refusal::NotMine) => {}
            Err(Refusal::Damaged(how)) => damaged.push(format!("{} {how}", slot.path.display())),
        }
    }
    let (root, dir) = (root.describe(), data_dir.join(KeyRing::DIR));
    let dir = dir.display();
    if slots.is_empty() {
        return Err(Error::internal(format!("{dir} has no slot file (slot-1.age, …); restore it from a backup")));
    }
    if damaged.is_empty() {
        let names: Vec<_> = slots.iter().map(|slot| slot_name(slot.number)).collect();
        return Err(Error::sealed(format!(
            "{root} opens none of the slots in {dir} ({}): it is the wrong root key for this installation",
            names.join(", ")
        )));
    }
    let damaged = damaged.join("; ");
    Err(Error::internal(format!(
        "{root} opens no slot, and {damaged}; restore the file from a backup, or use another root"
    )))
}

/// Anybody can encrypt a key of their own to our root: only the commitment says which one is ours.
fn committed(path: &Path, plain: &[u8], commitment: &Commitment) -> Result<Key> {
    let path = path.display();
    let key =
        plain.strip_prefix(SLOT_HEADER).and_then(|key| <&[u8; KEY_BYTES]>::try_from(key).ok()).ok_or_else(|| {
            Error::internal(format!(
                "{path} opens, but holds no installation key: it is not a slot file; restore it from a backup"
            ))
        })?;
    let key = key_from(key);
    if commitment.holds(&key)? {
        return Ok(key);
    }
    Err(Error::denied("keyring_replaced").because(format!(
        "{path} opens, but holds another installation key than the one pinned ({commitment}): \
         the file was replaced, or the configuration belongs to another installation; restore the right one"
    )))
}

fn organisation_cipher(installation: &Key) -> Result<Cipher> {
    Cipher::new(&*Parent::new(installation).derive("installation key", "organisation key")?)
}

fn wrap_organisation(installation: &Key, organisation: &Key) -> Result<Vec<u8>> {
    let mut wrapped = Vec::with_capacity(1 + OVERHEAD + KEY_BYTES);
    wrapped.push(ORGANISATION_FORMAT);
    organisation_cipher(installation)?.seal(ORGANISATION_CONTEXT, &organisation[..], &mut wrapped)?;
    Ok(wrapped)
}

fn read_organisation(path: &Path, installation: &Key) -> Result<Key> {
    let wrapped = files::read(path)?;
    let cipher = organisation_cipher(installation)?;
    let damaged = |how: &str| Error::internal(format!("{} {how}; restore it from a backup", path.display()));
    let (format, text) = wrapped.split_first().ok_or_else(|| damaged("is empty"))?;
    if *format != ORGANISATION_FORMAT {
        return Err(damaged("has a format this version does not know: a newer Comity may have written it, so upgrade"));
    }
    let plain = cipher.open(ORGANISATION_CONTEXT, text).map(Zeroizing::new);
    let plain =
        plain.ok_or_else(|| damaged("was replaced or altered: it does not authenticate under the installation key"))?;
    let key = <&[u8; KEY_BYTES]>::try_from(plain.as_slice()).map_err(|_| damaged("holds no organisation key"))?;
    Ok(key_from(key))
}

fn no_keyring(dir: &Path, cause: &std::io::Error) -> Error {
    if cause.kind() == ErrorKind::NotFound {
        let dir = dir.display();
        return Error::unavailable(format!(
            "{dir} is not there, and without it the data does not open: restore the whole data directory from a backup"
        ));
    }
    files::failed("list", dir, cause)
}
