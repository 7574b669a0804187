//! What a person or a script needs to use the demo: address, log-ins, tokens. It is kept beside the data, as the server
//! itself keeps no token.

use super::people::{PASSWORD, PEOPLE, email};
use crate::base::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// The sheet.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Sheet {
    /// What clients call the server.
    pub url: String,
    /// The workspace.
    pub team: Workspace,
    /// The people by handle.
    pub people: BTreeMap<String, Access>,
    /// The channels' ids by name.
    pub channels: BTreeMap<String, String>,
    /// The bot.
    pub bot: BotAccess,
}

/// The workspace.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Workspace {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// How to be one person.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Access {
    /// The user's id.
    pub id: String,
    /// For the log-in.
    pub email: String,
    /// For the log-in.
    pub password: String,
    /// For scripts that act as them.
    pub token: String,
    /// The same with the scopes of the administration too; the first owner has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admin_token: Option<String>,
}

/// How to be the bot.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct BotAccess {
    /// The user it acts as.
    pub user_id: String,
    /// The bot.
    pub bot_id: String,
    /// Its app.
    pub app_id: String,
    /// `xoxb-…`
    pub bot_token: String,
    /// `xapp-…`, for Socket Mode.
    pub app_token: String,
    /// An incoming webhook into #engineering; below the server's address.
    pub webhook: String,
}

impl Sheet {
    /// The sheet an earlier start left.
    pub fn read(file: &Path) -> Result<Self> {
        let text = std::fs::read(file).map_err(|error| unusable(file, &error.to_string()))?;
        serde_json::from_slice(&text).map_err(|error| unusable(file, &error.to_string()))
    }

    /// The same demo at the address it has now.
    #[must_use]
    pub fn at(mut self, url: &str) -> Self {
        self.url = url.to_owned();
        self.bot.webhook = format!("{url}{}", self.bot.webhook);
        self
    }

    /// One line for a script.
    pub fn json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| Error::internal(error.to_string()))
    }

    /// A page for a person.
    pub fn page(&self) -> String {
        let mut out =
            format!("\nThe demo runs at  {}\n\nLog in as any of them; the password is  {PASSWORD}\n\n", self.url);
        for person in PEOPLE.iter().filter(|person| self.people.contains_key(person.name)) {
            let role = format!("{:?}", person.role).to_lowercase();
            out += &format!("  {:<22} {:<8} {}\n", email(person.name), role, person.real_name);
        }
        let bot = &self.bot;
        out += "\nFor a bot, with any Slack SDK:\n\n";
        out += &format!("  base URL      {}/api/\n", self.url);
        out += &format!(
            "  bot token     {}\n  app token     {}\n  webhook       {}\n",
            bot.bot_token, bot.app_token, bot.webhook
        );
        for (name, token) in self.people.iter().filter_map(|(name, who)| Some((name, who.admin_token.as_ref()?))) {
            out += &format!("\nTo act as {name}, also in the administration:\n\n  user token    {token}\n");
        }
        out += "\nStop it with Ctrl-C; everything is still there at the next start.\n";
        out
    }
}

/// Keeps tokens for the next start; only the owner may read them.
pub fn keep(file: &Path, tokens: &impl Serialize) -> Result<()> {
    let text = serde_json::to_vec_pretty(tokens).map_err(|error| unusable(file, &error.to_string()))?;
    let open = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(file);
    open.and_then(|mut out| out.write_all(&text)).map_err(|error| unusable(file, &error.to_string()))
}

fn unusable(file: &Path, cause: &str) -> Error {
    let shown = file.display();
    Error::unavailable(format!("{shown}: {cause}. Remove the demo's directory to begin a new demo"))
}
