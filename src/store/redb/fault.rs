//! What went wrong in the file or on the disk, told as cause and remedy.

use crate::base::{Error, Kind, Result, guarded};
use ::redb::Error as RedbError;
use std::io::ErrorKind;

/// The code of the refusal while another process has the file open.
pub const IN_USE: &str = "store_in_use";

const DAMAGED: &str = "restore the last backup, and check the disk it lay on";

/// An error of redb as ours.
pub(super) fn fault(err: impl Into<RedbError>) -> Error {
    match err.into() {
        RedbError::DatabaseAlreadyOpen | RedbError::LockProtocolMismatch => Error::new(Kind::Unavailable, IN_USE)
            .because("another process has the store file open: stop that one first"),
        RedbError::UpgradeRequired(_) => {
            Error::internal("the store file has a format older than any release of Comity: restore a backup")
        }
        RedbError::Corrupted(why) if is_newer(&why) => newer(&why),
        RedbError::Corrupted(why) => damaged(&why),
        RedbError::Io(err) => io(&err),
        RedbError::Backend(err) => Error::unavailable(format!("the disk failed ({err}): check it and restart")),
        RedbError::PreviousIo => Error::unavailable("the disk failed before: mend the cause and restart the server"),
        RedbError::DatabaseClosed => Error::unavailable("the store is closed: the server is stopping"),
        // One table with one definition is all we ever wrote.
        RedbError::TypeDefinitionChanged { .. } => damaged("the definition of its table can't be read"),
        RedbError::TableDoesNotExist(_) | RedbError::TableTypeMismatch { .. } => not_ours(),
        other => Error::internal(format!("the store file can't be used ({other}): {DAMAGED}")),
    }
}

/// An error of the operating system.
pub(super) fn io(err: &std::io::Error) -> Error {
    match err.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
            Error::unavailable(format!("the disk is full ({err}): free space, then restart the server"))
        }
        ErrorKind::ReadOnlyFilesystem | ErrorKind::PermissionDenied => Error::unavailable(format!(
            "the store file can't be written ({err}): give the server's user write access, or mount the disk writable"
        )),
        ErrorKind::NotFound => {
            Error::unavailable(format!("the data directory is missing ({err}): create it or mend the configured path"))
        }
        ErrorKind::InvalidData => not_ours(),
        ErrorKind::UnexpectedEof => damaged("it is shorter than it says"),
        _ => Error::unavailable(format!("the disk failed ({err}): check it, then restart the server")),
    }
}

/// The file is something else.
pub(super) fn not_ours() -> Error {
    Error::internal("this is not a store file of Comity: mend the configured path, or move the file away")
}

/// redb tells a file of its own next version only by this sentence.
pub(super) fn is_newer(why: &str) -> bool {
    why.contains("file format version")
}

/// A file that a later version wrote.
pub(super) fn newer(found: &str) -> Error {
    Error::unavailable(format!(
        "a newer version of Comity wrote the store file ({found}): run that version or a later one"
    ))
}

/// A file whose content can't be true.
pub(super) fn damaged(why: &str) -> Error {
    Error::internal(format!("the store file is damaged ({why}): {DAMAGED}"))
}

/// Why the writer stopped, for everyone who comes after.
pub(super) fn stopped(cause: &Error) -> Error {
    Error::unavailable(format!("writing stopped, nothing acknowledged was lost: {}", cause.detail))
}

/// Runs `work` on the file. redb trusts the pages it reads, so a file damaged under a running server may make it panic:
/// that ends as an ordinary error here.
pub(super) fn on_file<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    guarded(work, || damaged("a page does not hold what it should"))
}

/// Drops something of redb's, which after a panic may find its own locks poisoned and panic again.
pub(super) fn let_go<T>(of: T) {
    let let_go = || {
        drop(of);
        Ok::<_, Error>(())
    };
    if let Err(error) = guarded(let_go, || damaged("it was not closed cleanly")) {
        tracing::error!(%error, "the store file is mended when it is opened again");
    }
}
