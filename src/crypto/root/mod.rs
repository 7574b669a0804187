//! Providers of the root key: the customer's, never in the data directory. A provider only wraps and unwraps the
//! installation key; the key ring decides whether what comes out is the right one.

mod guard;
mod identity;
mod passphrase;
mod recipient;

pub use guard::check_apart;
pub use identity::{AgeIdentity, NewIdentity};
pub use passphrase::Passphrase;
pub use recipient::AgeRecipient;

use crate::base::{Error, Result, limits};
use age::{DecryptError, Decryptor, Encryptor, Identity, Recipient};
use std::io::{Read, Write};
use zeroize::Zeroizing;

/// Somebody who can wrap the installation key for a slot, and unwrap it again.
pub trait RootProvider: Send + Sync {
    /// What it is, for messages: "the age identity …", "the passphrase".
    fn describe(&self) -> String;
    /// Wraps the installation key for a slot file, in the age format.
    fn wrap(&self, plain: &[u8]) -> Result<Vec<u8>>;
    /// Opens a slot file.
    fn unwrap(&self, wrapped: &[u8]) -> std::result::Result<Zeroizing<Vec<u8>>, Refusal>;
}

/// Why a slot did not open.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// The slot is for another root: perhaps another slot is for this one.
    NotMine,
    /// The slot can't be read. Says why, as the end of a sentence about the file.
    Damaged(String),
}

/// An age file of `plain` for one recipient.
fn age_wrap(recipient: &dyn Recipient, plain: &[u8]) -> Result<Vec<u8>> {
    let failed = |e: String| Error::internal(format!("age could not wrap the installation key: {e}"));
    let encryptor = Encryptor::with_recipients(std::iter::once(recipient)).map_err(|e| failed(e.to_string()))?;
    let mut wrapped = Vec::new();
    let mut writer = encryptor.wrap_output(&mut wrapped).map_err(|e| failed(e.to_string()))?;
    writer.write_all(plain).and_then(|()| writer.finish().map(drop)).map_err(|e| failed(e.to_string()))?;
    Ok(wrapped)
}

/// What an age file holds, if one of `identities` opens it.
fn age_unwrap<'a>(
    identities: impl Iterator<Item = &'a dyn Identity>,
    wrapped: &[u8],
) -> std::result::Result<Zeroizing<Vec<u8>>, Refusal> {
    let reader =
        Decryptor::new_buffered(wrapped).and_then(|decryptor| decryptor.decrypt(identities)).map_err(refusal)?;
    // The buffer has room for more than we read, so it never grows and leaves no copy behind.
    let mut plain = Zeroizing::new(Vec::with_capacity(2 * limits::SLOT_PLAIN_BYTES));
    let read = reader.take(limits::SLOT_PLAIN_BYTES as u64).read_to_end(&mut plain);
    read.map_err(|_| Refusal::Damaged("is cut short or altered".into()))?;
    Ok(plain)
}

fn refusal(e: DecryptError) -> Refusal {
    match e {
        DecryptError::NoMatchingKeys | DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => {
            Refusal::NotMine
        }
        DecryptError::ExcessiveWork { required, .. } => Refusal::Damaged(format!(
            "asks for scrypt work 2^{required}, more than the 2^{} accepted, which would only use up this machine",
            limits::SCRYPT_LOG_WORK_MAX
        )),
        DecryptError::InvalidMac => Refusal::Damaged("was altered: its header does not authenticate".into()),
        DecryptError::Io(_) | DecryptError::InvalidHeader => Refusal::Damaged("is cut short or no age file".into()),
        _ => Refusal::Damaged("is an age file of a kind this version does not know".into()),
    }
}
