//! What the person at the page answered, read and judged before anything is made.

use crate::api::args::Args;
use crate::base::{Error, Result, limits, text};
use crate::config::RootKind;
use crate::crypto::Passphrase;
use crate::domain::hashing;
use crate::domain::installation;
use crate::domain::newcomers::NewUser;
use crate::domain::people;
use crate::store::records::user::{Profile, Role};
use zeroize::Zeroizing;

/// What shall open the data.
pub(super) struct Keys {
    /// A file, or a passphrase.
    pub kind: RootKind,
    /// The passphrase, for that kind.
    pub passphrase: Option<Passphrase>,
    /// A second root, which opens everything too.
    pub spare: Option<Passphrase>,
}

impl Keys {
    /// Reads `root`, `passphrase` and `spare`.
    pub fn read(args: &Args) -> Result<Self> {
        let secret = |name| args.text(name).map(Zeroizing::new).map(|text| Passphrase::new(&text)).transpose();
        let (kind, passphrase) = match args.text("root").as_deref() {
            Some("identity") => (RootKind::Identity, None),
            Some("passphrase") => {
                let given = secret("passphrase")?;
                let given = given.ok_or_else(|| Error::invalid("invalid_root_key").because("choose a passphrase"))?;
                (RootKind::Passphrase, Some(given))
            }
            _ => return Err(Error::invalid("invalid_arguments").because("root is \"identity\" or \"passphrase\"")),
        };
        let spare = secret("spare").map_err(|e| Error::invalid("invalid_spare_key").because(e.detail))?;
        Ok(Self { kind, passphrase, spare })
    }
}

/// What the workspace is called.
pub(super) struct Workspace {
    /// As people read it.
    pub name: String,
    /// As bots see it.
    pub domain: String,
    /// What clients call the server, if that does not follow from where it listens.
    pub public_url: Option<String>,
}

impl Workspace {
    /// Reads `name`, `domain` and `public_url`; the short name follows from the name where none is given.
    pub fn read(args: &Args) -> Result<Self> {
        let name = installation::name(&args.text("name").unwrap_or_default())?;
        let domain = args.text("domain").unwrap_or_else(|| short(&name));
        installation::check_domain(&domain)?;
        Ok(Self { name, domain, public_url: args.text("public_url").map(|url| url.trim().to_owned()) })
    }
}

/// A name in the letters a short name may have.
fn short(name: &str) -> String {
    let plain = name.to_lowercase().replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss");
    let letters: String = plain.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let words: Vec<&str> = letters.split('-').filter(|word| !word.is_empty()).collect();
    let joined: String = words.join("-").chars().take(limits::CHANNEL_NAME_CHARS).collect();
    if joined.is_empty() { "comity".to_owned() } else { joined }
}

/// The first person.
pub(super) struct Owner {
    /// Who.
    pub new: NewUser,
    /// What they log in with.
    pub password: Zeroizing<String>,
}

impl Owner {
    /// Reads `real_name`, `email` and `password`; the handle follows from the address.
    pub fn read(args: &Args) -> Result<Self> {
        let unnamed = Error::invalid("invalid_real_name").because("a person's name has 1 to 256 characters");
        let real_name = args.text("real_name").unwrap_or_default();
        let real_name = text::named(&real_name, limits::PROFILE_FIELD_CHARS).ok_or(unnamed)?;
        let email = args.text("email").unwrap_or_default().trim().to_owned();
        people::check_email(&email)?;
        if email.chars().count() > limits::PROFILE_FIELD_CHARS {
            return Err(Error::invalid("invalid_email"));
        }
        let password = Zeroizing::new(args.text("password").unwrap_or_default());
        hashing::check_password(&password)?;
        let profile = Profile { real_name, ..Profile::default() };
        let new = NewUser { name: handle(&email), email: Some(email), role: Role::Owner, profile, bot: None };
        Ok(Self { new, password })
    }
}

/// A handle from the first half of an address.
fn handle(email: &str) -> String {
    let half = email.split('@').next().unwrap_or_default().to_lowercase();
    let handle: String = half.chars().filter(|c| c.is_ascii_alphanumeric() || "._-".contains(*c)).collect();
    if handle.is_empty() { "owner".to_owned() } else { handle }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_and_handles_follow_from_what_people_type() {
        assert_eq!(short("Städtisches  Krankenhaus, Süd!"), "staedtisches-krankenhaus-sued");
        assert_eq!((short("東京"), short(&"x".repeat(300)).len()), ("comity".to_owned(), limits::CHANNEL_NAME_CHARS));
        assert_eq!(handle("Ada.Byron@example.org"), "ada.byron");
        assert_eq!(handle("愛@example.org"), "owner");
    }
}
