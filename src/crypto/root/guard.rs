//! Reads a file with a root secret, after checking that it does not undo what it is for: a root key that lies beside
//! the data, or that others may read, protects nothing.

use crate::base::{Error, Result};
use crate::crypto::files;
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
    files::read_from(&mut file).map_err(|e| files::failed("read the root key file", path, &e))
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
        return Err(unsafe_root(format!(
            "{} lies in the data directory {}: whoever takes the disk or a backup has data and key together; \
             move it to a directory, better a device, of its own",
            file.display(),
            dir.display()
        )));
    }
    Ok(())
}

fn unsafe_root(detail: String) -> Error {
    Error::denied("unsafe_root_key").because(detail)
}
