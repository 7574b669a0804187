//! Keeps the process's memory out of core files.
//!
//! Keys are wiped when they are dropped, but the pages that hold them are not locked: the library keeps its key
//! schedules on its own heap. Where swap exists, the service's unit forbids it for the process (`MemorySwapMax=0`), or
//! swap is encrypted.

use crate::base::{Error, Result};
use rustix::process::{Resource, Rlimit, setrlimit};

/// Forbids core dumps, and on Linux also that another process of the same user looks into this one's memory. Call it
/// first thing, before any key is read.
pub fn harden() -> Result<()> {
    let refused = |what: &str, e: rustix::io::Errno| {
        Error::unavailable(format!(
            "the system refused to {what}: {e}; keys could end up in a core file, so nothing was started"
        ))
    };
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })
        .map_err(|e| refused("forbid core dumps", e))?;
    #[cfg(target_os = "linux")]
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)
        .map_err(|e| refused("mark the process as not dumpable", e))?;
    Ok(())
}
