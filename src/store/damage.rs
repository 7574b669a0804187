//! Records that can't be read though their key is at hand: named for the log and for those who look after the server, by
//! kind and id and never by what they say.

use super::Table;
use super::records::message::Address;
use crate::base::{Error, Ts, limits};
use data_encoding::HEXLOWER;
use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What was found damaged since this process started. Each record is in the log once.
#[derive(Debug, Default)]
pub struct Damage(Mutex<BTreeMap<String, Ts>>);

impl Damage {
    /// Notes that a record can't be read; the error for whoever wanted it.
    pub fn note(&self, record: String, why: &Error, now: Ts) -> Error {
        let mut known = self.lock();
        if !known.contains_key(&record) && known.len() < limits::DAMAGED_NAMED {
            tracing::error!(record, why = %why, "a record is damaged; restore it from a backup");
            known.insert(record.clone(), now);
            if known.len() == limits::DAMAGED_NAMED {
                tracing::error!("that many records are damaged that no more are named");
            }
        }
        drop(known);
        Error::damaged(record)
    }

    /// The records, and when each was found first; `limits::DAMAGED_NAMED` at most.
    pub fn list(&self) -> Vec<(String, Ts)> {
        self.lock().iter().map(|(record, found)| (record.clone(), *found)).collect()
    }

    /// A panic elsewhere leaves the list as good as before.
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Ts>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A record's name, from its table and row key: the kind, the ids in it, and what else tells it from its neighbours.
/// The rows of one message share one.
pub(super) fn name(table: Table, key: &[u8]) -> String {
    let mut words = vec![format!("{table:?}")];
    let mut rest = key.get(1..).unwrap_or_default();
    while let Some((id, after)) = leading_id(rest) {
        words.push(id);
        rest = after;
    }
    match Address::parse_tail(rest) {
        Some((ts, _)) if table == Table::Message => words.push(ts.to_string()),
        _ if rest.is_empty() => {}
        _ => words.push(HEXLOWER.encode(rest)),
    }
    words.join(" ")
}

/// The name of a row by its key alone.
pub(in crate::store) fn name_of_row(key: &[u8]) -> String {
    Table::of(key).map_or_else(|| format!("row {}", HEXLOWER.encode(key)), |table| name(table, key))
}

/// An id with its length before it.
fn leading_id(key: &[u8]) -> Option<(String, &[u8])> {
    let (length, rest) = key.split_first()?;
    let (id, after) = rest.split_at_checked(usize::from(*length))?;
    let is_id = id.len() > 1 && id.iter().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    is_id.then(|| (String::from_utf8_lossy(id).into_owned(), after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::id::{ChannelId, UserId};
    use crate::store::records::message::Lane;
    use crate::store::records::user::User;

    #[test]
    fn a_record_is_named_by_its_kind_and_ids() {
        let user = UserId::parse("U0LINUS").unwrap();
        assert_eq!(name(Table::User, &User::at(user).key), "User U0LINUS");
        for lane in [Lane::Main, Lane::Thread] {
            let channel = ChannelId::parse("C0GENERAL").unwrap();
            let address = Address { channel, lane, ts: Ts(1_700_000_000_000_100) };
            for key in [address.entry().key, address.body().key] {
                assert_eq!(name(Table::Message, &key), "Message C0GENERAL 1700000000.000100");
            }
        }
        assert_eq!(name(Table::Lookup, &[5, 200, 255]), "Lookup c8ff");
        assert_eq!(name(Table::Team, &[]), "Team");
    }

    #[test]
    fn a_disk_full_of_damage_fills_no_memory() {
        let damage = Damage::default();
        for i in 0..2 * limits::DAMAGED_NAMED {
            let told = damage.note(format!("User U{i}"), &Error::internal("it was altered"), Ts(1));
            assert_eq!((&*told.code, &*told.detail), ("record_damaged", &*format!("User U{i} can't be read")));
        }
        assert_eq!(damage.list().len(), limits::DAMAGED_NAMED);
    }
}
