//! What went wrong between us and PostgreSQL, told as cause and remedy.

use crate::base::Error;
use postgres::error::SqlState;
use std::error::Error as _;

/// Whether trying again with a new connection may help: the server was away, or chose us to end a deadlock.
pub(super) fn passing(err: &postgres::Error) -> bool {
    match err.code() {
        // The connection broke or was never made.
        None => true,
        Some(code) => {
            let class = code.code().get(..2);
            matches!(class, Some("08" | "40" | "57")) || *code == SqlState::TOO_MANY_CONNECTIONS
        }
    }
}

/// An error of the driver or the server as ours. Its message may hold values, so only the state and our own words
/// are shown.
pub(super) fn fault(err: postgres::Error) -> Error {
    let Some(code) = err.code() else {
        let cause = err.source().map_or_else(|| err.to_string(), ToString::to_string);
        return Error::unavailable(format!(
            "PostgreSQL can't be reached ({cause}): check that it runs and that the connection string is right"
        ));
    };
    let state = code.code();
    if *code == SqlState::DISK_FULL {
        return Error::unavailable("PostgreSQL's disk is full (53100): free space there");
    }
    if *code == SqlState::TOO_MANY_CONNECTIONS {
        return Error::unavailable("PostgreSQL refuses more connections (53300): raise its max_connections");
    }
    if *code == SqlState::OUT_OF_MEMORY {
        return Error::unavailable(
            "PostgreSQL is out of memory (53200): raise its max_locks_per_transaction or memory",
        );
    }
    if *code == SqlState::READ_ONLY_SQL_TRANSACTION {
        return Error::unavailable("PostgreSQL is read-only (25006): connect to the primary server");
    }
    if *code == SqlState::INSUFFICIENT_PRIVILEGE {
        return Error::unavailable("PostgreSQL denies its tables (42501): make the user the owner of the database");
    }
    match state.get(..2) {
        Some("28") => {
            Error::unavailable(format!("PostgreSQL refuses the user or password ({state}): mend the configuration"))
        }
        Some("3D") => {
            Error::unavailable(format!("the database does not exist ({state}): create it, owned by the user"))
        }
        Some("08" | "57") => Error::unavailable(format!("PostgreSQL is stopping or starting ({state}): try again")),
        Some("XX") => {
            Error::internal(format!("PostgreSQL's data is damaged ({state}): restore a backup of the database"))
        }
        _ => Error::internal(format!("PostgreSQL answered with state {state}: see its log for the statement")),
    }
}
