//! What the server knows of the machine it runs on, for `admin.health.info`.

use crate::base::Ts;
use crate::crypto::KeyRing;
use std::path::PathBuf;

/// What does not change while it runs.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// When it started.
    pub started: Ts,
    /// The storage engine.
    pub engine: &'static str,
    /// The engine's file.
    pub store: PathBuf,
    /// Where the sealed data lies.
    pub data_dir: PathBuf,
    /// The kind of root key.
    pub root: &'static str,
    /// Seconds an unwrapped data key may stay in memory.
    pub lease_secs: u64,
    /// Whether this process speaks TLS itself.
    pub tls: bool,
    /// Whether callers come through a proxy in front that is not trusted.
    pub proxy_unknown: bool,
    /// Whether the root key lies beside the data.
    pub key_near: bool,
    /// Whether passwords and messages cross a network in the clear.
    pub unencrypted: bool,
}

/// What the disk says.
#[derive(Clone, Copy, Debug)]
pub struct Disk {
    /// How large the engine's file is.
    pub store_bytes: Option<u64>,
    /// What is free beside it.
    pub free_bytes: Option<u64>,
    /// How large its disk is for whoever is not root: what is used, and what is free.
    pub disk_bytes: Option<u64>,
    /// How many root keys open the installation.
    pub slots: Option<usize>,
}

impl Facts {
    /// This program's version.
    pub const VERSION: &'static str = env!("CARGO_PKG_VERSION");

    /// Asks the disk; what it does not say is left out.
    pub fn look(&self) -> Disk {
        let disk = rustix::fs::statvfs(&self.data_dir).ok();
        Disk {
            store_bytes: std::fs::metadata(&self.store).ok().map(|file| file.len()),
            free_bytes: disk.as_ref().map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize)),
            disk_bytes: disk.map(|disk| {
                disk.f_blocks.saturating_sub(disk.f_bfree).saturating_add(disk.f_bavail).saturating_mul(disk.f_frsize)
            }),
            slots: KeyRing::slots(&self.data_dir).ok().map(|slots| slots.len()),
        }
    }
}
