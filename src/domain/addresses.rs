//! Where a message stands: in which lane of its channel, and whether it is there at all.

use super::access::Reading;
use crate::base::id::ChannelId;
use crate::base::{Error, Result, Ts};
use crate::store::View;
use crate::store::records::message::{Address, Entry, Lane};

/// The error for a message that is not there.
pub const MESSAGE_NOT_FOUND: Error = Error::not_found("message_not_found");

/// Where the message `ts` of a channel stands, if it is there.
pub fn locate(view: &View, channel: ChannelId, ts: Ts) -> Result<Option<Address>> {
    for lane in [Lane::Main, Lane::Thread] {
        let address = Address { channel, lane, ts };
        if view.exists(&address.entry())? {
            return Ok(Some(address));
        }
    }
    Ok(None)
}

/// The message `ts` of a channel, for changing it.
pub fn find(view: &View, channel: ChannelId, ts: Ts) -> Result<(Address, Entry)> {
    let address = locate(view, channel, ts)?.ok_or(MESSAGE_NOT_FOUND)?;
    let entry = view.get(&address.entry())?.ok_or(MESSAGE_NOT_FOUND)?;
    Ok((address, entry))
}

/// That the message exists and may be read.
pub fn readable(view: &View, reading: &Reading, ts: Ts) -> Result<Address> {
    locate(view, reading.id(), ts)?.ok_or(MESSAGE_NOT_FOUND)
}
