//! Reads a file with a root secret, after checking that it does not undo what it is for: a root key that lies beside
//! the data, or that others may read, protects nothing.

use crate::base::{Error, Result, limits};
use crate::crypto::{KeyRing, files};
use std::fs::{self, File, Metadata};
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use zeroize::Zeroizing;

/// Reads the secret in `path`, unless it lies in `data_dir` or others have a hand on it.
pub(super) fn read_secret(path: &Path, data_dir: &Path) -> Result<Zeroizing<Vec<u8>>> {
    let mut file = File::open(path).map_err(|e| files::failed("read the root key file", path, &e))?;
    // The open file is asked, not the name again: nobody can swap the file between check and use.
    let metadata = file.metadata().map_err(|e| files::failed("inspect the root key file", path, &e))?;
    check_owner_and_mode(path, &metadata)?;
    check_outside(path, data_dir)?;
    let secret = files::read_from(&mut file).map_err(|e| files::failed("read the root key file", path, &e))?;
    for dir in [data_dir.to_owned(), data_dir.join(KeyRing::DIR)] {
        check_no_copy(path, &metadata, &secret, &dir)?;
    }
    Ok(secret)
}

/// Refuses a root key file that lies side by side with the store's file, or has a copy there. For stores that lie
/// elsewhere than in the data directory.
pub fn check_apart(path: &Path, store_dir: &Path) -> Result<()> {
    let Ok(dir) = fs::canonicalize(store_dir) else { return Ok(()) };
    let file = fs::canonicalize(path).map_err(|e| files::failed("resolve", path, &e))?;
    if file.parent() == Some(&dir) {
        return Err(together(&file, &format!("lies in {}, beside the store's file", dir.display())));
    }
    let metadata = fs::metadata(path).map_err(|e| files::failed("inspect the root key file", path, &e))?;
    check_no_copy(path, &metadata, &files::read(path)?, &dir)
}

/// Refuses a secret that also lies in `dir` under another name: as a second name of the same file, or as a copy.
fn check_no_copy(path: &Path, metadata: &Metadata, secret: &[u8], dir: &Path) -> Result<()> {
    let Ok(entries) = fs::read_dir(dir) else { return Ok(()) };
    let lines: Vec<&[u8]> = secret
        .split(|byte| *byte == b'\n')
        .map(<[u8]>::trim_ascii)
        .filter(|line| line.len() >= *limits::PASSPHRASE_CHARS.start() && !line.starts_with(b"#"))
        .collect();
    for entry in entries.take(limits::KEY_COPIES_LOOKED_AT).flatten() {
        let Ok(found) = entry.metadata().map_err(drop) else { continue };
        let same = (found.dev(), found.ino()) == (metadata.dev(), metadata.ino());
        let small = found.is_file() && found.len() <= limits::KEY_FILE_BYTES as u64;
        let holds = |text: &[u8]| lines.iter().any(|line| text.windows(line.len()).any(|part| part == *line));
        if same || small && files::read(&entry.path()).is_ok_and(|text| holds(&text)) {
            return Err(together(&entry.path(), &format!("is the root key of {} again", path.display())));
        }
    }
    Ok(())
}

fn together(file: &Path, how: &str) -> Error {
    unsafe_root(format!(
        "{} {how}: whoever takes the disk or a backup has data and key together; move it to a directory, better a \
         device, of its own, and name that in the configuration",
        file.display()
    ))
}

fn check_owner_and_mode(path: &Path, metadata: &Metadata) -> Result<()> {
    let name = path.display();
    if !metadata.is_file() {
        return Err(unsafe_root(format!("{name} is not a regular file; name the file that holds the root key")));
    }
    let (owner, ours) = (metadata.uid(), rustix::process::geteuid().as_raw());
    if owner != ours {
        return Err(unsafe_root(format!(
            "{name} belongs to user {owner}, who can replace or publish it, and this process is user {ours}; run: chown {ours} '{name}'"
        )));
    }
    let mode = metadata.mode() & 0o7777;
    if mode & 0o077 != 0 {
        return Err(unsafe_root(format!(
            "{name} may be used by its group or by others (mode {mode:04o}), so it is no secret; run: chmod 600 '{name}'"
        )));
    }
    Ok(())
}

/// Both paths are resolved, so neither `..` nor a symbolic link hides where the file is.
fn check_outside(path: &Path, data_dir: &Path) -> Result<()> {
    let file = fs::canonicalize(path).map_err(|e| files::failed("resolve", path, &e))?;
    let dir = match fs::canonicalize(data_dir) {
        Ok(dir) => dir,
        // Nothing can lie in a directory that is not there yet.
        Err(e) if e.kind() == ErrorKind::NotFound => return Ok(()),
        Err(e) => return Err(files::failed("resolve", data_dir, &e)),
    };
    if file.starts_with(&dir) {
        return Err(together(&file, &format!("lies in the data directory {}", dir.display())));
    }
    Ok(())
}

fn unsafe_root(detail: String) -> Error {
    Error::denied("unsafe_root_key").because(detail)
}
