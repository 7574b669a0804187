//! What an installation shall be: where its files go, what it is called, and what opens it.

use crate::base::{Error, Result};
use crate::config::{Config, Pinned, RootKind, sample};
use std::fs;
use std::net::SocketAddr;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// Where the sealed data goes, unless told otherwise.
pub const DATA_DIR: &str = "comity-data";
/// What was chosen. Relative paths start at the configuration file.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The configuration to write.
    pub file: PathBuf,
    /// Where the sealed data goes.
    pub data_dir: PathBuf,
    /// The address and port to listen on, if not the usual one.
    pub listen: Option<SocketAddr>,
    /// What clients call the server, if that does not follow from `listen`.
    pub public_url: Option<String>,
    /// What opens the data.
    pub root: RootKind,
    /// Where the root key goes, if it is a file.
    pub identity_file: PathBuf,
}

impl Plan {
    /// The usual choices beside a configuration file.
    pub fn beside(file: &Path) -> Self {
        Self {
            file: file.to_owned(),
            data_dir: DATA_DIR.into(),
            listen: None,
            public_url: None,
            root: RootKind::Identity,
            identity_file: key_place(file, Path::new(DATA_DIR)),
        }
    }

    /// The configuration as a start will read it, with the environment over it. Wrong values are refused here, before
    /// anything is made.
    pub fn config(&self) -> Result<Config> {
        Config::planned(&self.text(None), &self.file).map_err(Error::from)
    }

    /// The configuration with what was chosen written out, as it was given.
    pub fn text(&self, commitment: Option<&str>) -> String {
        let listen = self.listen.map(|a| a.to_string());
        let (data_dir, identity) = (self.data_dir.to_string_lossy(), self.identity_file.to_string_lossy());
        let mut pinned: Vec<Pinned<'_>> = vec![("data_dir", &data_dir)];
        pinned.extend(commitment.map(|commitment| ("root.commitment", commitment)));
        pinned.extend(listen.as_deref().map(|listen| ("listen", listen)));
        pinned.extend(self.public_url.as_deref().map(|url| ("public_url", url)));
        match self.root {
            RootKind::Identity => pinned.push(("root.identity_file", &identity)),
            RootKind::Passphrase => pinned.push(("root.kind", "passphrase")),
        }
        sample(&pinned)
    }
}

/// Where the root key goes, unless told otherwise. Not beside the data, where one backup would take both: beside the
/// configuration if the data lies elsewhere, or else in the person's own directory for configurations, under a name that
/// tells whose key it is. Where there is none of that, beside the data, and `caution` says so.
pub fn key_place(file: &Path, data_dir: &Path) -> PathBuf {
    const NAME: &str = "comity-root.key";
    let home = file.parent().unwrap_or(Path::new(""));
    let beside = data_dir.parent().is_none_or(|above| home.join(above) == home);
    let own = if beside { own_directory() } else { None };
    match (own, std::path::absolute(home.join("."))) {
        (Some(own), Ok(home)) => {
            let name = home.to_string_lossy().trim_matches('/').replace('/', "-");
            let skip = name.chars().count().saturating_sub(NAME_CHARS);
            let name: String = name.chars().skip(skip).collect();
            own.join(if name.is_empty() { NAME.to_owned() } else { format!("{name}-root.key") })
        }
        _ => NAME.into(),
    }
}

/// Characters of a directory's name in the key's: file systems take 255 bytes.
const NAME_CHARS: usize = 50;

/// Where this person's programs keep their configuration; nothing if that is not theirs, as for a service's user.
fn own_directory() -> Option<PathBuf> {
    let set = |name| std::env::var_os(name).map(PathBuf::from).filter(|dir| dir.is_absolute());
    let dir = set("XDG_CONFIG_HOME").or_else(|| Some(set("HOME")?.join(".config")))?;
    let there = dir.ancestors().find_map(|dir| Some((dir, fs::metadata(dir).ok()?)));
    let ours = |(dir, found): (&Path, fs::Metadata)| {
        dir != Path::new("/") && found.is_dir() && found.uid() == rustix::process::geteuid().as_raw()
    };
    there.is_some_and(ours).then(|| dir.join("comity"))
}

/// How near the root key's file, or its passphrase's, lies to what it opens.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Near {
    /// In the directory that the data directory lies in: one backup takes both.
    Beside,
    /// On the same disk.
    SameDisk,
}

/// How near the root key lies to the data, if that is too near.
pub fn key_near(config: &Config) -> Option<Near> {
    let of = |path: &Path| {
        let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::canonicalize(dir).ok()
    };
    let device = |path: &Path| fs::metadata(path).ok().map(|found| found.dev());
    let key = config.root.identity_file.as_ref().or(config.root.passphrase_file.as_ref())?;
    if of(key)? == of(&config.data_dir)? {
        Some(Near::Beside)
    } else {
        (device(key)? == device(&config.data_dir)?).then_some(Near::SameDisk)
    }
}

/// What that means, and the remedy.
pub fn nearness(config: &Config) -> Option<String> {
    let how = match key_near(config)? {
        Near::Beside => "beside the data: who takes or backs up this directory has both",
        Near::SameDisk => "on the same disk as the data: who takes the disk has both",
    };
    let key = if config.root.identity_file.is_some() { "identity_file" } else { "passphrase_file" };
    Some(format!(
        "The root key lies {how}. Move it to a stick or a store of secrets, and name that place with `{key}` in {}",
        config.origin.of("root.commitment")
    ))
}

/// What somebody has to know of an installation that was just set up: where its root key lies, if that is too near to
/// the data, and what stands in no file.
pub fn caution(config: &Config) -> Vec<String> {
    let mut told: Vec<String> = nearness(config).into_iter().collect();
    let elsewhere: Vec<_> = config.origin.elsewhere().collect();
    if !elsewhere.is_empty() {
        told.push(format!(
            "Not written into the configuration, so every start needs it again: {}",
            elsewhere.join(", ")
        ));
    }
    told
}
