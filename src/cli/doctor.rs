//! `comity doctor`: looks at everything a start needs, and says for each what it is, whether it is well, and the remedy.

use super::{plainly, root};
use crate::app::tls;
use crate::base::{Error, Result, limits};
use crate::config::Config;
use crate::crypto::Vault;
use crate::domain::Domain;
use crate::setup::{self, Near};
use crate::store::redb::IN_USE;
use rustix::fs::Access;
use std::fs;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener, TcpStream};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// Check the set-up.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  comity doctor
  sudo -u comity comity --config /etc/comity/comity.toml doctor

Run it as the user the server runs as, before the first start and after every change. It changes nothing: the store is
only read, also after a crash, and every record in it is opened. While the server runs, it asks whether that answers, and
leaves its store alone.
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
        ("certificate", certificate(&config)),
        ("data directory", data_directory(&config.data_dir)),
        ("disk space", disk_space(&config.data_dir)),
        ("root key", root_key(&config, key)),
        ("port", port(&config, store.is_in_use())),
        ("store", store.finding()),
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

/// Whether it opens the data, and does not travel with it.
fn root_key(config: &Config, outcome: Result<String>) -> Finding {
    match (outcome, setup::nearness(config)) {
        (Ok(opens), Some(near)) if setup::key_near(config) == Some(Near::Beside) => {
            Finding::Warning(format!("{opens}. {near}"))
        }
        (outcome, _) => finding(outcome),
    }
}

fn public_address(config: &Config) -> Finding {
    let url = config.public_url();
    let mut told = Vec::new();
    if config.proxy_unknown() {
        told.push(
            "callers come through a proxy in front, and none is trusted: sign-in attempts of all who come through it \
             count together. Set [http] trusted_proxies to the addresses it connects from",
        );
    }
    if config.unencrypted() {
        told.push(
            "it is not encrypted: passwords and messages can be read on the way. Set [tls] cert and key, or put a proxy \
             with TLS in front and set public_url to its https:// address",
        );
    }
    if told.is_empty() { Finding::Ok(url) } else { Finding::Warning(format!("{url}: {}", told.join("; "))) }
}

fn certificate(config: &Config) -> Finding {
    match tls::check(&config.tls) {
        Ok(()) if config.tls.is_on() => Finding::Ok("certificate and key belong together".to_owned()),
        Ok(()) => Finding::Ok("none: this process speaks no TLS".to_owned()),
        Err(error) => Finding::Problem(plainly(&error).to_owned()),
    }
}

fn data_directory(dir: &Path) -> Finding {
    let shown = dir.display();
    let metadata = match fs::metadata(dir) {
        Ok(metadata) if metadata.is_dir() => metadata,
        Ok(_) => return Finding::Problem(format!("{shown} is no directory. Set data_dir to one, or remove the file")),
        Err(error) => {
            return Finding::Problem(format!("{shown}: {error}. Correct data_dir, or restore it from a backup"));
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
    // The system is asked instead of tried: a file that was made and removed leaves another time on the directory.
    match rustix::fs::access(dir, Access::READ_OK | Access::WRITE_OK | Access::EXEC_OK) {
        Ok(()) => Finding::Ok(format!("{shown} is ours alone and can be written")),
        Err(error) => Finding::Problem(format!("{shown} can't be written: {error}. Remount it, or correct its mode")),
    }
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

/// What became of the store.
enum Looked {
    At(Result<String>),
    /// Another process has it open.
    InUse,
}

impl Looked {
    fn is_in_use(&self) -> bool {
        matches!(self, Self::InUse)
    }

    fn finding(self) -> Finding {
        match self {
            Self::At(outcome) => finding(outcome),
            Self::InUse => Finding::Ok("in use by a running comity, and so not looked at".to_owned()),
        }
    }
}

/// The root key is asked once, as it may be a passphrase somebody types.
fn keys_and_store(config: &Config) -> (Result<String>, Looked) {
    let opened = config.check_installed().map_err(Error::from).and_then(|()| {
        let root = root::provider(config)?;
        Ok((root::unseal(config, &*root)?, root.describe()))
    });
    match opened {
        Ok((vault, root)) => (Ok(format!("{root} opens the key ring, and it is the pinned one")), look(config, vault)),
        Err(error) => (Err(error), Looked::At(Err(Error::unavailable("not looked at: the root key comes first")))),
    }
}

fn look(config: &Config, vault: Vault) -> Looked {
    let path = config.store_path();
    if !path.exists() {
        return Looked::At(Ok(format!("{} is not there yet; the first start makes it", path.display())));
    }
    let mut config = config.clone();
    config.store.check = true;
    match setup::to_look(&config, vault) {
        Ok(domain) => Looked::At(survey(&path, &domain)),
        Err(error) if error.code == IN_USE => Looked::InUse,
        Err(error) => Looked::At(Err(error)),
    }
}

/// Reads every record as the server would, and says how far it is when that takes long.
fn survey(path: &Path, domain: &Domain) -> Result<String> {
    let mut said = Instant::now();
    let found = domain.view()?.survey(|so_far| {
        if said.elapsed() >= SAY_EVERY {
            said = Instant::now();
            show("store", &Finding::Ok(format!("{} records read so far", so_far.read)));
        }
    })?;
    let (shown, all) = (path.display(), found.read);
    let file = domain.store().stopped();
    if found.damaged == 0 && file.is_none() {
        return Ok(format!("{shown} opens, and all {all} records in it can be read"));
    }
    let named = domain.damage().list();
    let names: Vec<_> = named.iter().take(NAMED).map(|(record, _)| record.as_str()).collect();
    let more = if named.len() > NAMED { ", and others" } else { "" };
    let records = match found.damaged {
        0 => format!("all {all} records can be read"),
        lost => format!("{lost} of {all} records can't be read: {}{more}", names.join(", ")),
    };
    // Where pages are damaged and no row is missing, a start writes the file anew.
    let file = if file.is_some() { "; pages of the file are damaged, and the next start writes it anew" } else { "" };
    Err(Error::damaged(&shown).because(format!(
        "{shown}: {records}{file}. Restore these from a backup of before, and check the disk they lay on"
    )))
}

/// Whether the server can listen, or is the one that does.
fn port(config: &Config, in_use: bool) -> Finding {
    let address = config.listen;
    match (TcpListener::bind(address), in_use) {
        (Ok(_), false) => Finding::Ok(format!("{address} is free")),
        (Ok(_), true) => Finding::Warning(format!(
            "nobody listens on {address}, but a comity has the store open: an import or a command of `comity admin` that \
             ends by itself, or a server that was started with another `listen`"
        )),
        (Err(_), true) => match answers(config) {
            Ok(()) => Finding::Ok(format!("the server is running: it answers on {address}")),
            Err(why) => Finding::Problem(format!(
                "{address} is taken, but no Comity answers there ({why}). If it is the server, see its log and restart \
                 it; otherwise choose another address with `listen`"
            )),
        },
        (Err(error), false) => Finding::Problem(format!(
            "{address}: {error}. Another program listens there: end it, or choose another address with `listen`"
        )),
    }
}

/// Asks the server that runs for a method that needs no token. Over TLS only whether it speaks TLS: which certificate a
/// caller believes is the caller's to judge.
fn answers(config: &Config) -> std::result::Result<(), String> {
    let mut address = config.listen;
    if address.ip().is_unspecified() {
        address.set_ip(if address.is_ipv4() { Ipv4Addr::LOCALHOST.into() } else { Ipv6Addr::LOCALHOST.into() });
    }
    let asked = || -> io::Result<Vec<u8>> {
        let mut line = TcpStream::connect_timeout(&address, PATIENCE)?;
        line.set_read_timeout(Some(PATIENCE))?;
        line.set_write_timeout(Some(PATIENCE))?;
        let mut answer = Vec::new();
        if config.tls.is_on() {
            // Plain text where TLS is spoken: the server answers with an alert, whose first byte says so.
            line.write_all(b"?\r\n\r\n\r\n\r\n")?;
            line.take(1).read_to_end(&mut answer)?;
        } else {
            write!(line, "GET /api/api.test HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n")?;
            line.take(ANSWER_BYTES).read_to_end(&mut answer)?;
        }
        Ok(answer)
    };
    match asked() {
        Ok(answer) if config.tls.is_on() && answer == [TLS_ALERT] => Ok(()),
        Ok(answer) if String::from_utf8_lossy(&answer).contains("x-slack-req-id") => Ok(()),
        Ok(_) => Err("something else does".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// How often it is said how far reading the store is.
const SAY_EVERY: Duration = Duration::from_secs(5);
/// Damaged records that are named; the page on health has more.
const NAMED: usize = 20;
/// How long a running server may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// More than the answer to `api.test` with its head.
const ANSWER_BYTES: u64 = 16 * 1024;
/// The first byte of a TLS record that refuses.
const TLS_ALERT: u8 = 21;
