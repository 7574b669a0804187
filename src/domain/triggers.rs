//! Triggers: that a person has just done something with an app, which lets the app open a view before them.
//!
//! A trigger is good once, for the app it was given to, and for three seconds; they live in memory only.

use crate::base::id::{AppId, UserId};
use crate::base::{Error, Result, Ts, World, limits};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

struct Trigger {
    app: AppId,
    user: UserId,
    until: Ts,
    used: bool,
}

/// The triggers that are out.
#[derive(Default)]
pub struct Triggers {
    issued: Mutex<HashMap<String, Trigger>>,
}

impl Triggers {
    /// A new trigger for `app`, because of what `user` did.
    pub fn issue(&self, app: AppId, user: UserId, world: &dyn World) -> String {
        let now = world.now();
        let mut random = [0; 20];
        world.fill(&mut random);
        let name = data_encoding::BASE32_NOPAD.encode(&random).to_lowercase();
        let mut issued = self.issued.lock().unwrap_or_else(PoisonError::into_inner);
        // Old ones are kept a while, to tell an app that it was too late from one that made the trigger up.
        if issued.len() >= limits::TRIGGERS {
            issued.retain(|_, trigger| trigger.until > now);
        }
        if issued.len() >= limits::TRIGGERS {
            issued.clear();
        }
        let until = now.plus_secs(limits::TRIGGER_SECS);
        issued.insert(name.clone(), Trigger { app, user, until, used: false });
        name
    }

    /// Whose doing it was; the trigger is used up.
    pub fn redeem(&self, name: &str, app: AppId, now: Ts) -> Result<UserId> {
        let mut issued = self.issued.lock().unwrap_or_else(PoisonError::into_inner);
        let trigger = issued.get_mut(name).filter(|trigger| trigger.app == app);
        let trigger = trigger.ok_or(Error::invalid("invalid_trigger_id"))?;
        if trigger.used {
            return Err(Error::invalid("exchanged_trigger_id"));
        }
        if trigger.until < now {
            return Err(Error::invalid("expired_trigger_id"));
        }
        trigger.used = true;
        Ok(trigger.user)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::world::SystemWorld;

    #[test]
    fn a_trigger_is_good_once_for_its_app_and_for_three_seconds() {
        let triggers = Triggers::default();
        let (app, other) = (AppId::mint(&SystemWorld), AppId::mint(&SystemWorld));
        let ada = UserId::mint(&SystemWorld);
        let (now, code) = (SystemWorld.now(), |outcome: Result<UserId>| outcome.map_err(|e| e.code.into_owned()));
        let trigger = triggers.issue(app, ada, &SystemWorld);
        assert_eq!(code(triggers.redeem(&trigger, other, now)), Err("invalid_trigger_id".into()));
        assert_eq!(code(triggers.redeem(&trigger, app, now)), Ok(ada));
        assert_eq!(code(triggers.redeem(&trigger, app, now)), Err("exchanged_trigger_id".into()));
        let late = triggers.issue(app, ada, &SystemWorld);
        let then = SystemWorld.now().plus_secs(4);
        assert_eq!(code(triggers.redeem(&late, app, then)), Err("expired_trigger_id".into()));
        assert_eq!(code(triggers.redeem("made up", app, now)), Err("invalid_trigger_id".into()));
    }
}
