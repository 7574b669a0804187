//! A WebSocket frame from the server, written once for all who get it.
//!
//! A server's frames are not masked, so the same bytes serve every socket. They are never compressed or split: some of
//! Slack's own clients know neither.

use actix_web::web::Bytes;
use serde_json::Value;

const FINAL: u8 = 0x80;
const TEXT: u8 = 1;
const CLOSE: u8 = 8;
const PING: u8 = 9;
const PONG: u8 = 10;
/// A control frame's payload can't be longer.
const CONTROL_BYTES: usize = 125;

/// Why a socket is closed, as the number in its last frame.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[repr(u16)]
pub(super) enum Close {
    /// Asked for by the client.
    Normal = 1000,
    /// The server stops.
    Away = 1001,
    /// A frame that is not WebSocket or not text.
    Unsupported = 1003,
    /// The session ended, or there are too many sockets.
    Policy = 1008,
    /// A frame longer than `limits::SOCKET_FRAME_BYTES`.
    TooBig = 1009,
}

/// A text frame with this JSON.
pub(super) fn json(value: &Value) -> Bytes {
    text(value.to_string().as_bytes())
}

/// A text frame.
pub(super) fn text(payload: &[u8]) -> Bytes {
    frame(TEXT, payload)
}

/// A ping; its payload comes back in the pong.
pub(super) fn ping(payload: &[u8]) -> Bytes {
    frame(PING, &payload[..payload.len().min(CONTROL_BYTES)])
}

/// The answer to a ping, with the payload it had.
pub(super) fn pong(payload: &[u8]) -> Bytes {
    frame(PONG, &payload[..payload.len().min(CONTROL_BYTES)])
}

/// The last frame.
pub(super) fn close(why: Close) -> Bytes {
    frame(CLOSE, &(why as u16).to_be_bytes())
}

fn frame(opcode: u8, payload: &[u8]) -> Bytes {
    let mut out = Vec::with_capacity(payload.len() + 10);
    out.push(FINAL | opcode);
    match payload.len() {
        short @ 0..=125 => out.push(short as u8),
        medium @ 126..=0xffff => {
            out.push(126);
            out.extend_from_slice(&(medium as u16).to_be_bytes());
        }
        long => {
            out.push(127);
            out.extend_from_slice(&(long as u64).to_be_bytes());
        }
    }
    out.extend_from_slice(payload);
    Bytes::from(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_says_its_length_in_the_shortest_form() {
        assert_eq!(&text(b"hi")[..], b"\x81\x02hi");
        assert_eq!(&text(&[b'x'; 126])[..4], b"\x81\x7e\x00\x7e");
        assert_eq!(&text(&[b'x'; 65_536])[..10], b"\x81\x7f\0\0\0\0\0\x01\0\0");
        assert_eq!(ping(&[1; 300]).len(), 2 + CONTROL_BYTES);
        assert_eq!(&close(Close::Policy)[..], b"\x88\x02\x03\xf0");
    }
}
