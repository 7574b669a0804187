//! `comity doctor`: looks at everything a start needs, and says for each what it is, whether it is well, and the remedy.

use super::{open, plainly, root};
use crate::base::{Error, Result, limits};
use crate::config::Config;
use crate::crypto::Vault;
use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::ExitCode;

/// Check the set-up.
#[derive(clap::Args)]
#[command(after_help = "\
Run it as the user the server runs as, before the first start and after every change. It changes nothing.
It exits with 1 when something would keep the server from starting or working.")]
pub struct Args {}

/// What one check found.
enum Finding {
    Ok(String),
    /// Works, but should not stay.
    Warning(String),
    Problem(String),
}

/// Runs every check that still makes sense after the ones before it.
pub fn run(file: &Path, _args: &Args) -> Result<ExitCode> {
    let config = match Config::load(file) {
        Ok(config) => config,
        Err(problem) => {
            show("configuration", &Finding::Problem(problem.to_string()));
            return Ok(ExitCode::FAILURE);
        }
    };
    let (key, store) = keys_and_store(&config);
    let findings = [
        ("configuration", Finding::Ok(format!("{} is in order", file.display()))),
        ("public address", public_address(&config)),
        ("data directory", data_directory(&config.data_dir)),
        ("disk space", disk_space(&config.data_dir)),
        ("root key", finding(key)),
        ("store", finding(store)),
        ("port", port(&config)),
    ];
    for (what, found) in &findings {
        show(what, found);
    }
    let broken = findings.iter().any(|(_, found)| matches!(found, Finding::Problem(_)));
    Ok(if broken { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn show(what: &str, found: &Finding) {
    let (mark, text) = match found {
        Finding::Ok(text) => ("ok", text),
        Finding::Warning(text) => ("warning", text),
        Finding::Problem(text) => ("PROBLEM", text),
    };
    say!("{what:<15} {mark:<8} {text}");
}

fn finding(outcome: Result<String>) -> Finding {
    match outcome {
        Ok(text) => Finding::Ok(text),
        Err(error) => Finding::Problem(plainly(&error).to_owned()),
    }
}

fn public_address(config: &Config) -> Finding {
    let url = config.public_url();
    if config.proxy_unknown() {
        return Finding::Warning(format!(
            "{url} is spoken by a proxy in front, and none is trusted: sign-in attempts of all who come through it count \
             together. Set [http] trusted_proxies to the addresses it connects from"
        ));
    }
    if url.starts_with("https://") || config.listen.ip().is_loopback() {
        return Finding::Ok(url);
    }
    Finding::Warning(format!(
        "{url} is not encrypted: passwords and messages can be read on the way. Set [tls] cert and key, or put a proxy \
         with TLS in front and set public_url to its https:// address"
    ))
}

fn data_directory(dir: &Path) -> Finding {
    let shown = dir.display();
    let metadata = match fs::metadata(dir) {
        Ok(metadata) if metadata.is_dir() => metadata,
        Ok(_) => return Finding::Problem(format!("{shown} is no directory. Set data_dir to one, or remove the file")),
        Err(error) => {
            return Finding::Problem(format!("{shown}: {error}. `comity init` makes it; or correct data_dir"));
        }
    };
    let ours = rustix::process::geteuid().as_raw();
    if metadata.uid() != ours {
        let owner = metadata.uid();
        return Finding::Problem(format!("{shown} belongs to user {owner}, and you are {ours}. Run as its owner"));
    }
    if metadata.mode() & 0o077 != 0 {
        let mode = metadata.mode() & 0o777;
        return Finding::Warning(format!("{shown} can be entered by others (mode {mode:o}). chmod 700 {shown}"));
    }
    match tempfile_in(dir) {
        Ok(()) => Finding::Ok(format!("{shown} is ours alone and can be written")),
        Err(error) => Finding::Problem(format!("{shown} can't be written: {error}. Remount or free the disk")),
    }
}

/// Writes and removes a file, as only that shows a full or read-only disk.
fn tempfile_in(dir: &Path) -> std::io::Result<()> {
    let probe = dir.join(format!(".doctor-{}", std::process::id()));
    let written = fs::write(&probe, [0; 4096]);
    let removed = fs::remove_file(&probe);
    written.and(removed)
}

fn disk_space(dir: &Path) -> Finding {
    match rustix::fs::statvfs(dir) {
        Ok(disk) => {
            let free = disk.f_bavail.saturating_mul(disk.f_frsize) >> 20;
            if free < limits::FREE_MIB_MIN {
                let least = limits::FREE_MIB_MIN;
                Finding::Problem(format!("{free} MiB free, fewer than {least}. Free space, or move data_dir"))
            } else {
                Finding::Ok(format!("{free} MiB free"))
            }
        }
        Err(error) => Finding::Problem(format!("can't be asked for: {error}. Check that data_dir exists")),
    }
}

/// The root key is asked once, as it may be a passphrase somebody types.
fn keys_and_store(config: &Config) -> (Result<String>, Result<String>) {
    let opened = root::provider(config).and_then(|root| Ok((root::unseal(config, &*root)?, root.describe())));
    match opened {
        Ok((vault, root)) => (Ok(format!("{root} opens the key ring, and it is the pinned one")), store(config, vault)),
        Err(error) => (Err(error), Err(Error::unavailable("not looked at: the root key comes first"))),
    }
}

fn store(config: &Config, vault: Vault) -> Result<String> {
    let path = config.store_path();
    if !path.exists() {
        return Ok(format!("{} is not there yet; the first start makes it", path.display()));
    }
    open::with_keys(config, vault)?;
    Ok(format!("{} opens", path.display()))
}

fn port(config: &Config) -> Finding {
    let address = config.listen;
    match TcpListener::bind(address) {
        Ok(_) => Finding::Ok(format!("{address} is free")),
        Err(error) => {
            let error = Error::unavailable(error.to_string());
            Finding::Problem(format!(
                "{address}: {}. A server may already run there; otherwise choose another with `listen`",
                plainly(&error)
            ))
        }
    }
}
