//! `comity admin user`: people.

use super::who;
use crate::base::id::UserId;
use crate::base::{Error, Result};
use crate::cli::{open, say_if_none};
use crate::config::Config;
use crate::domain::founders::{self, Founders};
use crate::domain::hashing::{self, Memory};
use crate::domain::newcomers::{self, NewUser};
use crate::domain::passwords::{self, Elsewhere};
use crate::domain::{Domain, installation, people, roles, steward, tokens};
use crate::store::records::user::{Profile, Role};
use crate::store::{Part, Tx};
use clap::ValueEnum;
use std::io::Read;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// A password file is one line; more is another file.
const PASSWORD_FILE_BYTES: u64 = 4_096;

#[derive(clap::Subcommand)]
pub enum Command {
    /// Add somebody; the first person must be an owner
    #[command(after_help = "\
Example:
  comity admin user add ada --email ada@example.org --real-name \"Ada Byron\" --role owner

The first owner of an empty workspace also gets the channel #general, where everybody will be.")]
    Add {
        /// The handle
        name: String,
        /// The address they log in with
        #[arg(long, value_name = "ADDRESS")]
        email: String,
        /// The name others see
        #[arg(long, value_name = "NAME", default_value = "")]
        real_name: String,
        /// What they may do
        #[arg(long, value_enum, default_value = "member")]
        role: RoleChoice,
        /// A file with the password, - for standard input; without one a password is made up and shown once
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
    },
    /// List everybody
    #[command(after_help = "\
Example:
  comity admin user list")]
    List,
    /// Give somebody another role
    #[command(after_help = "\
Example:
  comity admin user set-role grace@example.org admin")]
    SetRole {
        /// Address, handle or id
        who: String,
        /// What they may do from now on
        #[arg(value_enum)]
        role: RoleChoice,
    },
    /// Set a password, and end what was logged in with the old one
    #[command(after_help = "\
Examples:
  comity admin user set-password ada@example.org
  pwgen 20 1 | comity admin user set-password ada@example.org --password-file -")]
    SetPassword {
        /// Address, handle or id
        who: String,
        /// A file with the password, - for standard input; without one a password is made up and shown once
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
    },
    /// Deactivate somebody: they can't log in any more, and their tokens end
    #[command(after_help = "\
Example:
  comity admin user deactivate linus@example.org")]
    Deactivate {
        /// Address, handle or id
        who: String,
    },
    /// Let somebody back in, with their password, role and channels of before; tokens have to be made anew
    #[command(after_help = "\
Example:
  comity admin user reactivate linus@example.org")]
    Reactivate {
        /// Address, handle or id
        who: String,
    },
}

#[derive(Clone, Copy, ValueEnum)]
pub enum RoleChoice {
    /// Sees only the channels they were invited to
    Guest,
    /// Sees public channels, creates channels
    Member,
    /// Manages people and channels
    Admin,
    /// Manages admins and the installation
    Owner,
}

impl From<RoleChoice> for Role {
    fn from(choice: RoleChoice) -> Self {
        match choice {
            RoleChoice::Guest => Self::Guest,
            RoleChoice::Member => Self::Member,
            RoleChoice::Admin => Self::Admin,
            RoleChoice::Owner => Self::Owner,
        }
    }
}

pub fn run(config: &Config, command: &Command) -> Result<()> {
    if let Command::List = command {
        return open::to_look(config, list);
    }
    let domain = open::domain(config)?;
    match command {
        Command::List => Ok(()),
        Command::Add { name, email, real_name, role, password_file } => {
            let profile = Profile { real_name: real_name.clone(), ..Profile::default() };
            let new =
                NewUser { name: name.clone(), email: Some(email.clone()), role: (*role).into(), profile, bot: None };
            add(&domain, &new, password_file.as_deref())
        }
        Command::SetRole { who, role } => set_role(&domain, who, (*role).into()),
        Command::SetPassword { who, password_file } => set_password(&domain, who, password_file.as_deref()),
        Command::Deactivate { who } => {
            let (id, owner) = (who::find(&domain.view()?, who)?.id, who::owner(&domain)?);
            let team = domain.team();
            let ended = domain.run(&[Part::Team(team), Part::Person(id)], |tx| {
                roles::deactivate(tx, &owner, team, id)?;
                tokens::revoke_all(tx, id)
            });
            let ended = ended.map_err(explain)?;
            say!("{id} is deactivated; {ended} sessions and tokens ended.");
            Ok(())
        }
        Command::Reactivate { who } => {
            let (id, owner, team) = (who::find(&domain.view()?, who)?.id, who::owner(&domain)?, domain.team());
            domain
                .run(&[Part::Team(team), Part::Person(id)], |tx| roles::reactivate(tx, &owner, team, id))
                .map_err(explain)?;
            say!("{id} can log in again.");
            Ok(())
        }
    }
}

fn add(domain: &Domain, new: &NewUser, password_file: Option<&Path>) -> Result<()> {
    let (nobody, unowned) = (people::nobody(&domain.view()?)?, who::owner(domain).is_err());
    if unowned && new.role != Role::Owner {
        return Err(Error::denied("restricted_action").because("the first person must be an owner: add --role owner"));
    }
    people::check_handle(&new.name)?;
    let (hash, shown) = password(domain, password_file)?;
    let id = if nobody { found(domain, new, &hash) } else { join(domain, new, &hash) }.map_err(explain)?;
    say!("{id} can log in now as {}.", new.email.as_deref().unwrap_or(&new.name));
    show(shown);
    Ok(())
}

/// The first owner, who brings the channel everybody is in.
fn found(domain: &Domain, new: &NewUser, hash: &str) -> Result<UserId> {
    let founders = Founders::mint(domain.world());
    domain.run(&founders.parts(domain), |tx| founders::settle(tx, domain, founders, new, hash))?;
    Ok(founders.owner)
}

fn join(domain: &Domain, new: &NewUser, hash: &str) -> Result<UserId> {
    let id = UserId::mint(domain.world());
    let view = domain.view()?;
    let places = installation::default_channels(&view, domain.team())?;
    let mut parts = vec![Part::Team(domain.team()), Part::Person(id)];
    parts.extend(newcomers::general(&view, domain.team())?);
    parts.extend(places.iter().map(|channel| Part::Channel(*channel)));
    drop(view);
    domain.run(&parts, |tx| {
        let user = newcomers::create(tx, domain.team(), id, new)?;
        newcomers::welcome(tx, &user, &places)?;
        people::set_password(tx, id, hash.to_owned())
    })?;
    Ok(id)
}

fn list(domain: &Domain) -> Result<()> {
    let everybody = who::everybody(&domain.view()?)?;
    say_if_none(
        &everybody,
        "nobody is here yet; `comity admin user add NAME --email ADDRESS --role owner` adds the first",
    );
    for user in everybody {
        let role = format!("{:?}", user.role).to_lowercase();
        let role = if user.bot.is_some() { "bot" } else { &role };
        let state = if user.deleted { "deactivated" } else { "active" };
        let email = user.email.as_deref().unwrap_or("-");
        say!("{:<18} {role:<7} {state:<12} {:<20} {email:<30} {}", user.id, user.name, user.profile.real_name);
    }
    Ok(())
}

fn set_role(domain: &Domain, who: &str, role: Role) -> Result<()> {
    let (user, owner, team) = (who::find(&domain.view()?, who)?, who::owner(domain)?, domain.team());
    if user.primary_owner && role != Role::Owner {
        return Err(Error::denied("cant_update_admin_user")
            .because("the primary owner stays an owner: the workspace would have nobody to manage it"));
    }
    domain.run(&[Part::Team(team)], |tx| roles::set(tx, &owner, team, user.id, role))?;
    say!("{} has another role now.", user.id);
    Ok(())
}

fn set_password(domain: &Domain, who: &str, file: Option<&Path>) -> Result<()> {
    let id = who::find(&domain.view()?, who)?.id;
    let (hash, shown) = password(domain, file)?;
    let line = steward::line(&domain.view()?, domain.world(), id)?;
    let rest = Elsewhere::Ends { but: None };
    let replace = |tx: &mut Tx| passwords::replace(tx, domain, &line, &hash, "on the server itself", rest);
    let gone = domain.run(&line.parts(domain), replace)?;
    say!("{id} has a new password; {} sessions and tokens ended.", gone.browsers + gone.tokens);
    show(shown);
    Ok(())
}

/// The hash of a password from a file, or of one made up, which is then shown.
fn password(domain: &Domain, file: Option<&Path>) -> Result<(String, Option<Zeroizing<String>>)> {
    let Some(file) = file else {
        let mut bytes = Zeroizing::new([0; 15]);
        domain.world().fill(&mut *bytes);
        let made_up = Zeroizing::new(data_encoding::BASE32_NOPAD.encode(&*bytes).to_lowercase());
        return Ok((hashing::hash_password(domain.world(), &made_up, &mut Memory::new())?, Some(made_up)));
    };
    let mut text = Zeroizing::new(String::new());
    let read = if file == Path::new("-") {
        std::io::stdin().take(PASSWORD_FILE_BYTES).read_to_string(&mut text)
    } else {
        std::fs::File::open(file).and_then(|from| from.take(PASSWORD_FILE_BYTES).read_to_string(&mut text))
    };
    read.map_err(|error| Error::unavailable(format!("{} can't be read: {error}", file.display())))?;
    Ok((hashing::hash_password(domain.world(), text.lines().next().unwrap_or_default(), &mut Memory::new())?, None))
}

fn show(password: Option<Zeroizing<String>>) {
    if let Some(password) = password {
        say!("The password is {} and is not shown again.", *password);
    }
}

/// What the domain says in a word, in a sentence.
fn explain(error: Error) -> Error {
    match &*error.code {
        "name_taken" => error.because("somebody has this handle already; choose another"),
        "email_taken" => error.because("somebody has this address already; `comity admin user list` shows all"),
        "user_already_deleted" => error.because("they are deactivated already"),
        "user_not_deleted" => error.because("they are not deactivated, so there is nothing to do"),
        "cannot_modify_self" => error.because("the first owner can't be deactivated: nobody could look after the rest"),
        "invalid_email" => error.because("the address is no e-mail address; write it as ada@example.org"),
        "invalid_name" => error.because("the handle is empty or has characters that can't be shown; choose another"),
        _ => error,
    }
}
