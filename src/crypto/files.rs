//! Key files: small, ours alone, and either whole or not there after a power cut.

use crate::base::{Error, Result, limits};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Reads a key file. A key file is small: a larger one is something else, and not worth reading.
pub(super) fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>> {
    File::open(path).and_then(|mut file| read_from(&mut file)).map_err(|e| failed("read", path, &e))
}

/// Reads an open key file into one buffer that is wiped, and that never grows and so leaves no copy behind.
pub(super) fn read_from(file: &mut impl Read) -> io::Result<Zeroizing<Vec<u8>>> {
    let most = limits::KEY_FILE_BYTES;
    let mut bytes = Zeroizing::new(Vec::with_capacity(most + 64));
    file.take(most as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > most {
        return Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("it is larger than {most} bytes, so it is no key file"),
        ));
    }
    Ok(bytes)
}

/// Makes a directory that only we may enter.
pub(super) fn make_dir(path: &Path) -> Result<()> {
    fs::DirBuilder::new().mode(0o700).create(path).map_err(|e| failed("create", path, &e))
}

/// Makes a directory and those above it, unless they are there; only we may enter those that are made. Returns them, the
/// deepest first, for who has to undo it.
pub fn make_dirs(path: &Path) -> Result<Vec<PathBuf>> {
    let missing: Vec<_> = path.ancestors().take_while(|dir| !dir.as_os_str().is_empty() && !dir.exists()).collect();
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(|e| failed("create", path, &e))?;
    Ok(missing.into_iter().map(Path::to_owned).collect())
}

/// Writes a new file and syncs it; one that is already there is never overwritten. The caller syncs the directory.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> Result<()> {
    let open = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    let written = open.and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.map_err(|e| failed("write", path, &e))
}

/// Writes a new file so that it appears whole or not at all; one that is already there is an error.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let temporary = path.with_extension("new");
    match fs::remove_file(&temporary) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(failed("remove", &temporary, &e)),
        _ => write_new(&temporary, bytes)?,
    }
    // A link, unlike a rename, refuses a name that is taken.
    fs::hard_link(&temporary, path).map_err(|e| failed("create", path, &e))?;
    fs::remove_file(&temporary).map_err(|e| failed("remove", &temporary, &e))?;
    sync_dir_of(path)
}

/// Makes the names in `path`'s directory durable.
pub fn sync_dir_of(path: &Path) -> Result<()> {
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(|e| failed("sync", dir, &e))
}

/// An error that names what was tried, the file and the cause.
pub(super) fn failed(what: &str, path: &Path, cause: &io::Error) -> Error {
    Error::unavailable(format!("cannot {what} {}: {cause}", path.display()))
}
