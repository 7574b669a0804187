//! A canary in every field of every kind of record, planted the way people do it: through the API.

use crate::app::{Person, TestApp, agent};
use comity::base::World;
use comity::base::id::{AppId, UserId};
use comity::base::world::SystemWorld;
use comity::domain::hashing::{self, Memory};
use comity::domain::messages::{self, NewMessage};
use comity::domain::newcomers::{self, NewUser};
use comity::domain::{access, apps, installation, oauth, people, webhooks};
use comity::store::Part;
use comity::store::records::import::Alias;
use comity::store::records::message::Body;
use comity::store::records::token::Crowded;
use comity::store::records::user::{Profile, Role};
use serde_json::{Value, json};

/// The canaries that are out: what each was planted in, and its text.
pub struct Canaries(pub Vec<(String, String)>);

impl Canaries {
    /// A new canary: small letters and digits, so that every field takes it.
    pub fn plant(&mut self, what: &str) -> String {
        let random = comity::base::id::DraftId::mint(&SystemWorld).to_string().to_lowercase();
        let text = format!("canary{random}");
        self.0.push((what.to_owned(), text.clone()));
        text
    }

    /// Something secret that was not made here.
    pub fn known(&mut self, what: &str, text: &str) {
        self.0.push((what.to_owned(), text.to_owned()));
    }

    /// Plants everything.
    pub fn plant_all(&mut self, app: &TestApp) {
        self.people(app);
        self.channels(app);
        self.messages(app);
        self.around_messages(app);
        self.own_things(app);
        self.apps(app);
        self.invitations(app);
        self.past_the_api(app);
        self.mistakes(app);
        for person in app.everybody() {
            self.known("a token", &person.token);
        }
        self.known("an app-level token", &app.courier_app);
    }

    fn people(&mut self, app: &TestApp) {
        let domain = &app.domain;
        let (handle, email) = (self.plant("a handle"), format!("{}@example.org", self.plant("an e-mail address")));
        let password = self.plant("a password");
        let hash = hashing::hash_password(&SystemWorld, &password, &mut Memory::new()).unwrap();
        let id = UserId::mint(&SystemWorld);
        let profile = Profile {
            real_name: self.plant("a real name"),
            image: Some(format!("https://example.org/{}.png", self.plant("a picture's address"))),
            ..Profile::default()
        };
        let new = NewUser { name: handle, email: Some(email.clone()), role: Role::Member, profile, bot: None };
        let mut parts = vec![Part::Team(domain.team()), Part::Person(id)];
        parts.extend(newcomers::general(&domain.view().unwrap(), domain.team()).unwrap());
        domain
            .run(&parts, |tx| {
                newcomers::create(tx, domain.team(), id, &new)?;
                people::set_password(tx, id, hash.clone())
            })
            .unwrap();
        self.known("a password's hash", &hash[hash.len() - 40..]);
        self.log_in(app, &email, &password);
        let (name, short) = (self.plant("the workspace's name"), self.plant("the workspace's domain"));
        let team = domain.team();
        domain.run(&[Part::Team(team)], |tx| installation::rename(tx, team, &name, &short)).unwrap();
        let profile: Value = ["display_name", "title", "phone", "pronouns", "status_text", "first_name"]
            .iter()
            .map(|field| ((*field).to_owned(), json!(self.plant(field))))
            .collect::<serde_json::Map<_, _>>()
            .into();
        app.linus.ok("users.profile.set", json!({ "profile": profile }));
        let emoji = format!(":{}:", self.plant("a status emoji"));
        app.linus.ok("users.profile.set", json!({ "profile": { "status_emoji": emoji } }));
    }

    fn log_in(&mut self, app: &TestApp, email: &str, password: &str) {
        let agent_name = self.plant("a user agent");
        let body = json!({ "email": email, "password": password }).to_string();
        let sent = agent()
            .post(format!("{}/api/client.login", app.url))
            .header("user-agent", agent_name)
            .header("x-comity-client", "1")
            .content_type("application/json")
            .send(&body);
        let cookie = sent.unwrap().headers().get("set-cookie").unwrap().to_str().unwrap().to_owned();
        let secret = cookie.split_once('=').unwrap().1.split(';').next().unwrap().to_owned();
        self.known("a session's cookie", &secret);
        let (me, new) = (app.ada.with(app.ada.id, &secret), self.plant("a new password"));
        me.ok("client.changePassword", json!({ "old_password": password, "new_password": new }));
        me.ok("client.setTimezone", json!({ "tz": "Europe/Berlin", "tz_offset": 0 }));
    }

    fn channels(&mut self, app: &TestApp) {
        for private in [false, true] {
            let name = self.plant("a channel's old name");
            let made = app.ada.ok("conversations.create", json!({ "name": name, "is_private": private }));
            let id = &made["channel"]["id"];
            let new = self.plant("a channel's name");
            app.ada.ok("conversations.rename", json!({ "channel": id, "name": new }));
            app.ada.ok("conversations.setTopic", json!({ "channel": id, "topic": self.plant("a topic") }));
            app.ada.ok("conversations.setPurpose", json!({ "channel": id, "purpose": self.plant("a purpose") }));
            app.ada.ok("conversations.archive", json!({ "channel": id }));
        }
    }

    fn messages(&mut self, app: &TestApp) {
        let general = &app.general;
        app.courier.ok("conversations.join", json!({ "channel": general }));
        let blocks = json!([{ "type": "section", "text": { "type": "mrkdwn", "text": self.plant("a block") } }]);
        let message = json!({
            "channel": general, "text": self.plant("a message"), "blocks": blocks,
            "attachments": [{ "text": self.plant("an attachment") }],
            "metadata": { "event_type": "x", "event_payload": { "a": self.plant("metadata") } },
            "username": self.plant("a bot's other name"), "icon_emoji": self.plant("a bot's other picture"),
            "client_msg_id": self.plant("a client's message id"),
        });
        app.courier.ok("chat.postMessage", message);
        let root = app.linus.say(general, &format!("<@{}> {}", app.ada.id, self.plant("a message that is edited")));
        let edit = json!({ "channel": general, "ts": root, "text": self.plant("an edit") });
        app.linus.ok("chat.update", edit);
        let reply = json!({ "channel": general, "thread_ts": root, "text": self.plant("a reply") });
        app.grace.ok("chat.postMessage", reply);
        let loud = self.plant("a broadcast reply");
        let loud = json!({ "channel": general, "thread_ts": root, "text": loud, "reply_broadcast": true });
        app.grace.ok("chat.postMessage", loud);
        app.linus.ok("chat.meMessage", json!({ "channel": general, "text": self.plant("a /me message") }));
        let gone = app.linus.say(general, &self.plant("a deleted message"));
        app.linus.ok("chat.delete", json!({ "channel": general, "ts": gone }));
        app.linus.say(&app.ada.id.to_string(), &self.plant("a direct message"));
        let both = json!({ "users": format!("{},{}", app.ada.id, app.grace.id) });
        let group = app.linus.ok("conversations.open", both);
        app.linus.say(group["channel"]["id"].as_str().unwrap(), &self.plant("a group message"));
        let psst = json!({ "channel": general, "user": app.ada.id, "text": self.plant("an ephemeral message") });
        app.courier.ok("chat.postEphemeral", psst);
        let soon = SystemWorld.now().secs() + 3_600;
        let later = json!({ "channel": general, "text": self.plant("a scheduled message"), "post_at": soon });
        app.linus.ok("chat.scheduleMessage", later);
        app.linus.ok("conversations.mark", json!({ "channel": general, "ts": root }));
    }

    fn around_messages(&mut self, app: &TestApp) {
        let general = &app.general;
        let ts =
            app.ada.say(general, &format!("<@{}> {}", app.linus.id, self.plant("a message with things around it")));
        let name = self.plant("a reaction");
        app.ada.ok("admin.emoji.add", json!({ "name": name, "url": "https://example.org/reaction.png" }));
        app.linus.ok("reactions.add", json!({ "channel": general, "timestamp": ts, "name": name }));
        app.ada.ok("pins.add", json!({ "channel": general, "timestamp": ts }));
        app.linus.ok("stars.add", json!({ "channel": general, "timestamp": ts }));
        let bookmark = json!({
            "channel_id": general, "title": self.plant("a bookmark"), "type": "link",
            "link": format!("https://example.org/{}", self.plant("a bookmark's link")),
            "emoji": format!(":{}:", self.plant("a bookmark's emoji")),
        });
        app.ada.ok("bookmarks.add", bookmark);
        let group = json!({
            "name": self.plant("a user group"), "handle": self.plant("a user group's handle"),
            "description": self.plant("a user group's description"),
        });
        app.ada.ok("usergroups.create", group);
        let url = format!("https://example.org/{}.png", self.plant("an emoji's address"));
        app.ada.ok("admin.emoji.add", json!({ "name": self.plant("a custom emoji"), "url": url }));
    }

    fn own_things(&mut self, app: &TestApp) {
        let picture = picture_that_says(&self.plant("a picture"));
        assert_eq!(app.linus.upload("users.setPhoto", "image", &picture)["ok"], true);
        let emoji = format!("client.emoji.add?name={}", self.plant("an emoji's name"));
        let picture = picture_that_says(&self.plant("an emoji's picture"));
        assert_eq!(app.linus.upload(&emoji, "image", &picture)["ok"], true);
        app.linus.ok("drafts.set", json!({ "channel": app.general, "text": self.plant("a draft") }));
        app.linus.ok("reminders.add", json!({ "text": self.plant("a reminder"), "time": "in 2 hours" }));
        let name = format!("x.{}", self.plant("a preference's name"));
        app.linus.ok("users.prefs.set", json!({ "name": name, "value": self.plant("a preference") }));
    }

    fn apps(&mut self, app: &TestApp) {
        let (domain, owner) = (&app.domain, app.ada.actor());
        let (ids, secrets) = (apps::Ids::mint(&SystemWorld), apps::Secrets::mint(&SystemWorld));
        let new = apps::NewApp {
            name: self.plant("an app"),
            handle: self.plant("a bot's handle"),
            scopes: vec![self.plant("a scope")],
            events: vec![self.plant("an event type")],
        };
        let parts = [Part::Team(domain.team()), Part::Person(ids.user)];
        let made = domain.run(&parts, |tx| apps::create(tx, &owner, domain, ids, &new, &secrets)).unwrap();
        self.known("a bot token", &secrets.bot);
        self.known("an app-level token", &secrets.app);
        self.known("a verification token", &made.verification_token);
        let (secret, name) = (webhooks::new_secret(&SystemWorld), self.plant("a webhook's name"));
        let general = comity::base::id::ChannelId::parse(&app.general).unwrap();
        domain
            .run(&[Part::Channel(general)], |tx| {
                let posting = access::posting(tx, &owner, general)?;
                webhooks::create(tx, &owner, &posting, ids.app, &name, &secret)
            })
            .unwrap();
        self.known("a webhook's secret", &secret);
        self.oauth(app, ids.app, &new.scopes);
        self.made_on_pages(app);
        let say = |text: String| json!({ "type": "section", "text": { "type": "mrkdwn", "text": text } });
        let view = json!({
            "type": "home", "blocks": [say(self.plant("a view"))], "callback_id": self.plant("a view's callback"),
            "private_metadata": self.plant("an app's note"), "external_id": self.plant("a view's name"),
        });
        app.courier.ok("views.publish", json!({ "user_id": app.linus.id, "view": view }));
        let alias = self.plant("an archive's id");
        domain
            .run(&[], |tx| {
                let place = Alias::at(tx, b"an archive", &alias)?;
                tx.put(&place, &Alias { id: alias.clone() })
            })
            .unwrap();
    }

    /// What administrators make on their pages, with the secrets that are shown once.
    fn made_on_pages(&mut self, app: &TestApp) {
        let name = json!({ "name": self.plant("an app made on a page"), "scopes": "chat:write" });
        let made = app.ada.ok("admin.apps.create", name);
        let fresh = json!({ "app_id": made["app"]["id"], "kind": "bot" });
        let fresh = app.ada.ok("admin.apps.replaceToken", fresh)["token"].clone();
        for token in [&made["bot_token"], &made["app_token"], &fresh] {
            self.known("a token shown once", token.as_str().unwrap());
        }
        let name = self.plant("a webhook made on a page");
        let hook = json!({ "app_id": made["app"]["id"], "channel_id": app.general, "name": name });
        let hook = app.ada.ok("admin.webhooks.create", hook);
        self.known("a webhook's address", hook["url"].as_str().unwrap().rsplit('/').next().unwrap());
        let name = json!({ "name": self.plant("a workspace's new name") });
        app.ada.ok("admin.teams.settings.setName", name);
        let domain = json!({ "domain": self.plant("a workspace's new short name") });
        app.ada.ok("admin.teams.settings.setDomain", domain);
    }

    fn oauth(&mut self, app: &TestApp, id: AppId, scopes: &[String]) {
        let (owner, secret) = (app.ada.actor(), oauth::new_secret(&SystemWorld));
        let back = [format!("https://{}.example/back", self.plant("a redirect address"))];
        let theirs = ["users:read".to_owned()];
        app.domain.run(&[], |tx| oauth::set_client(tx, &owner, id, &secret, &back, &theirs)).unwrap();
        // What a program remembers while somebody lets it in: a hash of its verifier.
        let challenge = format!("{:0<43}", self.plant("a challenge"));
        let ask = json!({
            "client_id": id, "scope": scopes, "user_scope": theirs, "state": self.plant("a state"),
            "redirect_uri": back[0], "code_challenge": challenge, "code_challenge_method": "S256",
        });
        let code = app.ada.ok("client.authorizeApp", ask)["code"].as_str().unwrap().to_owned();
        self.known("a client secret", &secret);
        self.known("an OAuth code", &code);
    }

    fn invitations(&mut self, app: &TestApp) {
        let email = format!("{}@example.org", self.plant("an invited address"));
        let made = app.ada.ok("admin.users.invite", json!({ "email": email }));
        self.known("an invitation's secret", made["url"].as_str().unwrap().rsplit('/').next().unwrap());
        let made = app.ada.ok("admin.users.invite", json!({}));
        let joining = json!({
            "invite": made["url"], "name": self.plant("a newcomer's handle"), "real_name": self.plant("their name"),
            "display_name": self.plant("what they are called"), "password": self.plant("their password"),
            "email": format!("{}@example.org", self.plant("their address")),
        });
        let person = app.ada.ok("client.acceptInvite", joining)["user_id"].clone();
        let made = app.ada.ok("admin.users.offerPassword", json!({ "user_id": person }));
        self.known("a password link's secret", made["url"].as_str().unwrap().rsplit('/').next().unwrap());
        let new = json!({ "invite": made["url"], "password": self.plant("a password by link") });
        app.ada.ok("client.setPassword", new);
    }

    /// What only an import brings, or a hundred browsers.
    fn past_the_api(&mut self, app: &TestApp) {
        let (domain, author) = (&app.domain, app.ada.actor());
        let general = comity::base::id::ChannelId::parse(&app.general).unwrap();
        let body = Body {
            files: Some(json!([{ "id": "F1", "name": self.plant("an imported file") }]).to_string()),
            extra: Some(json!({ "upload": self.plant("what an import keeps") }).to_string()),
            ..Body::default()
        };
        let new = NewMessage { body, subtype: Some(self.plant("a subtype")), ..NewMessage::default() };
        let origin = domain.installation();
        domain
            .run(&[Part::Channel(general)], |tx| messages::write(tx, author.author(), general, origin, &new))
            .unwrap();
        let label = self.plant("a browser that was pushed out");
        let crowded = Crowded { at: SystemWorld.now(), label, count: 1 };
        domain.run(&[], |tx| tx.put(&Crowded::at(app.grace.id), &crowded)).unwrap();
    }

    /// What goes wrong is logged, and must not be told there either.
    fn mistakes(&mut self, app: &TestApp) {
        let wrong = json!({ "email": self.plant("a wrong address"), "password": self.plant("a wrong password") });
        app.ada.refused("client.login", wrong);
        let forgotten = json!({ "old_password": self.plant("a forgotten password"), "new_password": self.plant("x") });
        app.ada.refused("client.changePassword", forgotten);
        app.ada.refused("api.test", json!({ "error": self.plant("an error") }));
        app.ada.refused("chat.postMessage", json!({ "channel": self.plant("no channel"), "text": self.plant("x") }));
        app.ada
            .refused("reactions.add", json!({ "channel": app.general, "timestamp": "1.1", "name": self.plant("x") }));
        let stranger = Person::with(&app.ada, app.ada.id, &format!("xoxb-{}", self.plant("a wrong token")));
        stranger.refused("auth.test", json!({}));
        app.ada.refused(&self.plant("no method"), json!({}));
    }
}

/// A picture with words in it, as cameras and editors add them.
fn picture_that_says(words: &str) -> Vec<u8> {
    let still = include_bytes!("../../../src/domain/pictures/samples/still.gif");
    let (picture, end) = still.split_at(still.len() - 1);
    [picture, &[0x21, 0xfe, words.len() as u8], words.as_bytes(), &[0], end].concat()
}
