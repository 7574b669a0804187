//! The client's side of RFC 6455, as far as a reader of events needs it: the handshake, a frame reader that hands out
//! payloads without copying them, and the pong.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::Result;

/// Bytes of the longest frame an event may have.
const FRAME_MAX: u64 = 16 * 1024 * 1024;

/// A text frame.
pub const TEXT: u8 = 1;
/// The server closes.
pub const CLOSE: u8 = 8;
/// The server asks whether we are there.
pub const PING: u8 = 9;

/// Opens a socket and returns it with the bytes that came behind the handshake.
pub async fn connect(address: SocketAddr, path: &str) -> Result<(TcpStream, Vec<u8>)> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::with_capacity(1024);
    loop {
        if stream.read_buf(&mut answer).await? == 0 {
            return Err("the server closed the socket in its handshake".into());
        }
        if let Some(end) = memchr::memmem::find(&answer, b"\r\n\r\n") {
            if !answer.starts_with(b"HTTP/1.1 101") {
                return Err(format!("no socket: {}", String::from_utf8_lossy(&answer)).into());
            }
            return Ok((stream, answer.split_off(end + 4)));
        }
    }
}

/// The pong to a ping. The mask is zero, which keeps the payload as it is; masks protect proxies, not this bench.
pub fn pong(payload: &[u8]) -> Vec<u8> {
    let length = payload.len().min(125);
    let mut frame = vec![0x8a, 0x80 | length as u8, 0, 0, 0, 0];
    frame.extend_from_slice(&payload[..length]);
    frame
}

/// Cuts a stream of bytes into frames; only a frame that came in pieces is copied.
#[derive(Default)]
pub struct Frames {
    rest: Vec<u8>,
}

impl Frames {
    /// Reads what arrived and hands out each whole frame as opcode and payload.
    pub fn read(&mut self, bytes: &[u8], mut each: impl FnMut(u8, &[u8])) -> Result<()> {
        if self.rest.is_empty() {
            let used = cut(bytes, &mut each)?;
            self.rest.extend_from_slice(&bytes[used..]);
        } else {
            self.rest.extend_from_slice(bytes);
            let used = cut(&self.rest, &mut each)?;
            self.rest.drain(..used);
        }
        Ok(())
    }
}

/// Hands out the whole frames at the start of `bytes` and tells how many bytes they were.
fn cut(bytes: &[u8], each: &mut impl FnMut(u8, &[u8])) -> Result<usize> {
    let mut at = 0;
    while let Some((head, length)) = head(&bytes[at..])? {
        let Some(payload) = bytes.get(at + head..at + head + length) else { break };
        each(bytes[at] & 0x0f, payload);
        at += head + length;
    }
    Ok(at)
}

/// The bytes of the frame's head and of its payload, when the head is whole.
fn head(bytes: &[u8]) -> Result<Option<(usize, usize)>> {
    let [_, second, ..] = bytes else { return Ok(None) };
    let (head, length) = match (second & 0x7f, bytes) {
        (126, [_, _, high, low, ..]) => (4, u64::from(u16::from_be_bytes([*high, *low]))),
        (127, [_, _, a, b, c, d, e, f, g, h, ..]) => (10, u64::from_be_bytes([*a, *b, *c, *d, *e, *f, *g, *h])),
        (126 | 127, _) => return Ok(None),
        (short, _) => (2, u64::from(short)),
    };
    if second & 0x80 != 0 || length > FRAME_MAX {
        return Err("not a frame a server may send".into());
    }
    Ok(Some((head, length as usize)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(opcode: u8, payload: &[u8]) -> Vec<u8> {
        let mut frame = vec![0x80 | opcode];
        match payload.len() {
            short @ ..=125 => frame.push(short as u8),
            long => {
                frame.push(126);
                frame.extend((long as u16).to_be_bytes());
            }
        }
        frame.extend_from_slice(payload);
        frame
    }

    #[test]
    fn frames_are_the_same_however_the_bytes_arrive() {
        let sent = [(TEXT, vec![b'a'; 3]), (PING, vec![]), (TEXT, vec![b'b'; 300]), (CLOSE, vec![3, 232])];
        let stream: Vec<u8> = sent.iter().flat_map(|(opcode, payload)| frame(*opcode, payload)).collect();
        for piece in [1, 2, 5, 100, stream.len()] {
            let (mut frames, mut got) = (Frames::default(), Vec::new());
            for bytes in stream.chunks(piece) {
                frames.read(bytes, |opcode, payload| got.push((opcode, payload.to_vec()))).unwrap();
            }
            assert_eq!(got, sent, "in pieces of {piece}");
        }
    }

    #[test]
    fn a_masked_or_endless_frame_is_refused() {
        assert!(Frames::default().read(&[0x81, 0x80, 0, 0, 0, 0], |_, _| ()).is_err());
        assert!(Frames::default().read(&[0x81, 127, 255, 0, 0, 0, 0, 0, 0, 0], |_, _| ()).is_err());
    }

    #[test]
    fn a_pong_is_masked_and_carries_the_payload() {
        assert_eq!(pong(b"hi"), [0x8a, 0x82, 0, 0, 0, 0, b'h', b'i']);
    }
}
