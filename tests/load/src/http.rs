//! One HTTP/1.1 connection, kept alive, reading only what a benchmark needs: status, `Content-Length`, body. A full
//! client would cost the machine more than the server under test.

use std::net::{IpAddr, SocketAddr};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use crate::Result;

/// Bytes of the longest answer a phase expects.
const ANSWER_MAX: usize = 16 * 1024 * 1024;

/// A kept-alive connection with one request under way at a time.
pub struct Conn {
    stream: TcpStream,
    buffer: Vec<u8>,
}

/// What the server answered.
pub struct Answer<'a> {
    pub status: u16,
    pub body: &'a [u8],
}

/// What an answer must satisfy, so that refusals are never counted as speed.
pub type Check = fn(&Answer) -> Result<()>;

/// Succeeds for a Slack answer that says `"ok":true`, and shows the answer otherwise.
pub fn accepted(answer: &Answer) -> Result<()> {
    if answer.status == 200 && memchr::memmem::find(answer.body, b"\"ok\":true").is_some() {
        return Ok(());
    }
    let shown = String::from_utf8_lossy(&answer.body[..answer.body.len().min(200)]);
    Err(format!("the server answered {} {shown}", answer.status).into())
}

/// Succeeds for status 200.
pub fn is_200(answer: &Answer) -> Result<()> {
    if answer.status == 200 { Ok(()) } else { Err(format!("the server answered {}", answer.status).into()) }
}

impl Conn {
    /// Connects.
    pub async fn connect(address: SocketAddr) -> Result<Conn> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Conn { stream, buffer: Vec::with_capacity(8 * 1024) })
    }

    /// Connects from one of this machine's addresses.
    pub async fn connect_from(from: IpAddr, address: SocketAddr) -> Result<Conn> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::new(from, 0))?;
        let stream = socket.connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Conn { stream, buffer: Vec::with_capacity(8 * 1024) })
    }

    /// Sends one request and waits for its whole answer.
    pub async fn send(&mut self, request: &[u8]) -> Result<Answer<'_>> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let head = loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err("the server closed the connection".into());
            }
            if let Some(head) = Head::read(&self.buffer)? {
                break head;
            }
        };
        let end = head.bytes + head.length;
        if end > ANSWER_MAX {
            return Err(format!("an answer of {end} bytes").into());
        }
        while self.buffer.len() < end {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err("the server closed the connection inside an answer".into());
            }
        }
        Ok(Answer { status: head.status, body: &self.buffer[head.bytes..end] })
    }
}

struct Head {
    status: u16,
    bytes: usize,
    length: usize,
}

impl Head {
    /// The head of an answer, when all of it is there.
    fn read(buffer: &[u8]) -> Result<Option<Head>> {
        let Some(end) = memchr::memmem::find(buffer, b"\r\n\r\n") else { return Ok(None) };
        let text = std::str::from_utf8(&buffer[..end])?;
        let status = text.get(9..12).and_then(|code| code.parse().ok()).ok_or("not an HTTP/1.1 answer")?;
        let length = text.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
        });
        let length = length.ok_or("an answer without Content-Length")?;
        Ok(Some(Head { status, bytes: end + 4, length }))
    }
}

/// The bytes of a GET.
pub fn get(path: &str, token: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n").into_bytes()
}

/// The bytes of a POST with a JSON body.
pub fn post(path: &str, token: &str, json: &str) -> Vec<u8> {
    let length = json.len();
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json; charset=utf-8\r\nContent-Length: {length}\r\n\r\n{json}"
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_head_once_it_is_whole() {
        let whole = b"HTTP/1.1 200 OK\r\ncontent-length: 12\r\nx: y\r\n\r\n{\"ok\":true}";
        assert!(Head::read(&whole[..30]).unwrap().is_none());
        let head = Head::read(whole).unwrap().unwrap();
        assert_eq!((head.status, head.length, head.bytes), (200, 12, 45));
        assert!(Head::read(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
        assert!(Head::read(b"SSH-2.0\r\n\r\n").is_err());
    }

    #[test]
    fn only_ok_true_is_accepted() {
        assert!(accepted(&Answer { status: 200, body: b"{\"ok\":true}" }).is_ok());
        let refused = accepted(&Answer { status: 200, body: b"{\"ok\":false,\"error\":\"not_authed\"}" });
        assert!(refused.unwrap_err().to_string().contains("not_authed"));
    }
}
