//! The zip file: opened with limits, identified by its contents, and read file by file.
//!
//! Nothing is ever unpacked to disk, so a bad path can do no harm; it is refused all the same, because an archive that
//! holds one was not made by Slack.

use super::records::{self, Record};
use crate::base::{Error, Result, limits};
use aws_lc_rs::digest::{Context, SHA256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use zip::ZipArchive;
use zip::result::ZipError;

/// The lists at the top of an export, by which its root is found.
const LISTS: [&str; 6] = ["users.json", "org_users.json", "channels.json", "groups.json", "dms.json", "mpims.json"];

/// An opened export.
pub struct Archive {
    zip: ZipArchive<BufReader<File>>,
    /// Every file by its name below the export's root: place in the zip, and unpacked size.
    files: BTreeMap<String, (usize, u64)>,
    id: [u8; 32],
}

/// The error for an export that can't be read.
pub fn invalid(detail: impl Into<std::borrow::Cow<'static, str>>) -> Error {
    Error::invalid("export_invalid").because(detail)
}

fn twice(what: &str) -> Error {
    invalid(format!("it holds two {what}, and nothing says which is meant: pack the export anew, each file once"))
}

/// How many entries the end of a zip says there are (APPNOTE.TXT 4.3.16); nothing for one too large for that field.
fn entries_said(file: &mut File) -> io::Result<Option<usize>> {
    const END: usize = 22;
    const COMMENT_MAX: u64 = 0xffff;
    let len = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(len.saturating_sub(COMMENT_MAX + END as u64)))?;
    let mut tail = Vec::new();
    file.read_to_end(&mut tail)?;
    file.rewind()?;
    let end = tail.windows(END).rev().find(|end| end.starts_with(b"PK\x05\x06"));
    Ok(end.map(|end| u16::from_le_bytes([end[10], end[11]])).filter(|said| *said != u16::MAX).map(usize::from))
}

impl Archive {
    /// Opens the zip at `path` and checks every entry before anything is unpacked.
    pub fn open(path: &Path) -> Result<Self> {
        let mut file = File::open(path).map_err(|e| invalid(format!("{} can't be opened: {e}", path.display())))?;
        let said = entries_said(&mut file).map_err(|e| invalid(format!("{} can't be read: {e}", path.display())))?;
        let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|e| damaged(&e))?;
        if zip.len() > limits::IMPORT_ENTRIES {
            return Err(too_large(format!("it has {} entries; {} are allowed", zip.len(), limits::IMPORT_ENTRIES)));
        }
        // The library keeps the last of several entries of one name.
        if said.is_some_and(|said| said > zip.len()) {
            return Err(twice("files of one name"));
        }
        let mut files = BTreeMap::new();
        let mut sums = BTreeMap::new();
        let mut total = 0_u64;
        for index in 0..zip.len() {
            let entry = zip.by_index_raw(index).map_err(|e| damaged(&e))?;
            let name = checked_name(&readable(&entry))?;
            if entry.is_dir() {
                continue;
            }
            if name.is_empty() {
                return Err(invalid("it holds a file without a name; pack the export anew"));
            }
            if entry.encrypted() || entry.is_symlink() {
                return Err(invalid(format!("{name} is encrypted or a link; Slack's exports hold plain files")));
            }
            check_size(&name, entry.size())?;
            total = total.saturating_add(entry.size());
            if sums.insert(name.clone(), (entry.crc32(), entry.size())).is_some() {
                return Err(twice(&format!("files that are both {name}")));
            }
            files.insert(name, (index, entry.size()));
        }
        if total > limits::IMPORT_TOTAL_BYTES {
            return Err(too_large(format!("its files are {total} bytes; {} are allowed", limits::IMPORT_TOTAL_BYTES)));
        }
        Ok(Self { zip, id: identify(&sums), files: below_root(files)? })
    }

    /// What tells this export from others: a hash over the names, sizes and checksums of its files.
    pub fn id(&self) -> &[u8; 32] {
        &self.id
    }

    /// The names of all files, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The unpacked size of a file; 0 where there is none of this name.
    pub fn size(&self, name: &str) -> u64 {
        self.files.get(name).map_or(0, |(_, size)| *size)
    }

    /// Whether there is a file of this name.
    pub fn has(&self, name: &str) -> bool {
        self.files.contains_key(name)
    }

    /// Reads a file that is a list and hands over its records one by one. For a file that is none, why it is not: no record
    /// was taken then.
    pub fn each(&mut self, name: &str, mut take: impl FnMut(Record) -> Result<()>) -> Result<Option<&'static str>> {
        let (index, size) = *self.files.get(name).ok_or_else(|| invalid(format!("{name} is not in the archive")))?;
        let entry = self.zip.by_index(index).map_err(|e| unreadable(name, &e))?;
        let mut bytes = Vec::new();
        // A damaged or lying header must not make us unpack more than it says.
        Bounded { inner: entry, left: size }.read_to_end(&mut bytes).map_err(|e| unreadable(name, &e.into()))?;
        records::each(&bytes, &mut take)
    }
}

fn damaged(e: &ZipError) -> Error {
    invalid(format!("this is not a whole zip file ({e}); download the export again"))
}

fn unreadable(name: &str, e: &ZipError) -> Error {
    invalid(format!("{name} can't be unpacked ({e}); download the export again"))
}

fn too_large(detail: String) -> Error {
    Error::limit("export_too_large").because(format!("the archive is refused: {detail}"))
}

/// An entry's name: UTF-8 whatever the flag says, since many tools leave it out, else the code page of zip files. Some
/// programs on Windows write the steps of a path with backslashes.
fn readable<R: Read>(entry: &zip::read::ZipFile<R>) -> String {
    let name = std::str::from_utf8(entry.name_raw()).unwrap_or(entry.name());
    name.replace('\\', "/")
}

/// An entry's name without steps that lead nowhere, as some programs write them before or between the others.
fn checked_name(name: &str) -> Result<String> {
    let steps: Vec<&str> = name.split('/').filter(|step| !step.is_empty() && *step != ".").collect();
    let out = name.starts_with('/') || name.as_bytes().get(1) == Some(&b':') || steps.contains(&"..");
    match out || name.contains('\0') {
        true => Err(invalid(format!(
            "the archive holds the path {name:?}; what begins at the root of a disk or has `..` in it leads out of it, and is refused: \
             pack the export anew"
        ))),
        false => Ok(steps.join("/")),
    }
}

fn check_size(name: &str, size: u64) -> Result<()> {
    // Files that people attached are not read, so only JSON is measured one by one. How well it packs says nothing: what an
    // app repeats all day packs several hundred times.
    if name.to_ascii_lowercase().ends_with(".json") && size > limits::IMPORT_FILE_BYTES {
        return Err(too_large(format!("{name} unpacks to {size} bytes; {} are allowed", limits::IMPORT_FILE_BYTES)));
    }
    Ok(())
}

fn identify(sums: &BTreeMap<String, (u32, u64)>) -> [u8; 32] {
    let mut hash = Context::new(&SHA256);
    for (name, (sum, size)) in sums {
        hash.update(&(name.len() as u64).to_be_bytes());
        hash.update(name.as_bytes());
        hash.update(&sum.to_be_bytes());
        hash.update(&size.to_be_bytes());
    }
    let mut id = [0; 32];
    id.copy_from_slice(hash.finish().as_ref());
    id
}

/// Takes off the folder that some tools put around an export.
fn below_root(files: BTreeMap<String, (usize, u64)>) -> Result<BTreeMap<String, (usize, u64)>> {
    let root = |name: &str| LISTS.iter().find_map(|list| name.strip_suffix(list)).map(str::to_owned);
    let roots = files.keys().filter_map(|name| root(name)).filter(|r| r.is_empty() || r.ends_with('/'));
    let Some(root) = roots.filter(|r| r.matches('/').count() <= 1).min_by_key(String::len) else {
        return Err(invalid("the archive has no users.json or channels.json; it is not a Slack export"));
    };
    // What lies beside the root, such as a system's own folder, keeps its full name and is reported as not read.
    Ok(files.into_iter().map(|(name, at)| (name.strip_prefix(&root).map_or(name.clone(), str::to_owned), at)).collect())
}

/// A reader that fails when there is more than was announced.
struct Bounded<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buf)?;
        self.left = self
            .left
            .checked_sub(read as u64)
            .ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "it unpacks to more than the archive says"))?;
        Ok(read)
    }
}
