//! Many sockets that read: each delivery of a marked message is counted, everything else is skipped. All sockets share
//! one read buffer, so a thousand of them cost little beside the server that feeds them.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Poll, ready};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinHandle;

use crate::{Result, ws};

/// What the text of every post carries; a frame with it is a delivery.
pub const MARK: &str = "load-mark";
/// Posts that may be on their way to the crowd: far below the queue a server keeps for one socket.
pub const WINDOW: usize = 64;
const READ_BYTES: usize = 64 * 1024;

/// Open sockets and what they received.
pub struct Crowd {
    shared: Rc<Shared>,
    readers: Vec<JoinHandle<()>>,
}

struct Shared {
    size: u64,
    received: Cell<u64>,
    reached: Cell<Instant>,
    frame_bytes: Cell<usize>,
    lost: RefCell<Option<String>>,
    changed: Notify,
    window: Semaphore,
    buffer: RefCell<Vec<u8>>,
}

impl Crowd {
    /// Opens a socket for each path.
    pub async fn open(address: SocketAddr, paths: &[String]) -> Result<Crowd> {
        let shared = Rc::new(Shared {
            size: paths.len() as u64,
            received: Cell::new(0),
            reached: Cell::new(Instant::now()),
            frame_bytes: Cell::new(0),
            lost: RefCell::new(None),
            changed: Notify::new(),
            window: Semaphore::new(WINDOW),
            buffer: RefCell::new(vec![0; READ_BYTES]),
        });
        let mut crowd = Crowd { shared: shared.clone(), readers: Vec::with_capacity(paths.len()) };
        for path in paths {
            let (stream, early) = ws::connect(address, path).await?;
            crowd.readers.push(tokio::task::spawn_local(read(shared.clone(), stream, early)));
        }
        Ok(crowd)
    }

    /// How many sockets there are.
    pub fn size(&self) -> u64 {
        self.shared.size
    }

    /// Deliveries counted so far.
    pub fn received(&self) -> u64 {
        self.shared.received.get()
    }

    /// Bytes of the last delivery.
    pub fn frame_bytes(&self) -> usize {
        self.shared.frame_bytes.get()
    }

    /// Waits for room for one more post under way. Room comes back with each `size` deliveries.
    pub async fn room(&self) -> Result<()> {
        self.shared.window.acquire().await?.forget();
        self.whole()
    }

    /// Waits until `count` deliveries were received since the start, and tells when the last of them arrived. The count
    /// is a multiple of the crowd's size: only then the moment is noted.
    pub async fn reach(&self, count: u64, patience: Duration) -> Result<Instant> {
        let waiting = async {
            while self.received() < count {
                self.shared.changed.notified().await;
                self.whole()?;
            }
            Ok(self.shared.reached.get())
        };
        let reached = tokio::time::timeout(patience, waiting).await;
        reached.unwrap_or_else(|_| Err(format!("{} of {count} deliveries came", self.received()).into()))
    }

    fn whole(&self) -> Result<()> {
        match &*self.shared.lost.borrow() {
            Some(cause) => Err(format!("a socket was lost: {cause}").into()),
            None => Ok(()),
        }
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        self.readers.iter().for_each(JoinHandle::abort);
    }
}

async fn read(shared: Rc<Shared>, stream: TcpStream, early: Vec<u8>) {
    if let Err(cause) = read_all(&shared, stream, &early).await {
        shared.lost.borrow_mut().get_or_insert(cause.to_string());
        shared.changed.notify_one();
        shared.window.add_permits(WINDOW);
    }
}

async fn read_all(shared: &Shared, mut stream: TcpStream, early: &[u8]) -> Result<()> {
    let mut frames = ws::Frames::default();
    shared.take(&mut frames, &stream, early)?;
    loop {
        // Polled by hand, because the shared buffer may be borrowed only while bytes are there.
        poll_fn(|context| {
            let mut buffer = shared.buffer.borrow_mut();
            let mut filled = ReadBuf::new(&mut buffer);
            ready!(Pin::new(&mut stream).poll_read(context, &mut filled))?;
            if filled.filled().is_empty() {
                return Poll::Ready(Err("closed by the server".into()));
            }
            Poll::Ready(shared.take(&mut frames, &stream, filled.filled()))
        })
        .await?;
    }
}

impl Shared {
    /// Counts the deliveries in what one socket received.
    fn take(&self, frames: &mut ws::Frames, stream: &TcpStream, bytes: &[u8]) -> Result<()> {
        let mut closed = false;
        frames.read(bytes, |opcode, payload| match opcode {
            ws::TEXT if memchr::memmem::find(payload, MARK.as_bytes()).is_some() => self.count(payload.len()),
            // A pong that finds the socket full is not worth waiting for.
            ws::PING => drop(stream.try_write(&ws::pong(payload))),
            ws::CLOSE => closed = true,
            _ => {}
        })?;
        if closed { Err("closed by the server".into()) } else { Ok(()) }
    }

    fn count(&self, bytes: usize) {
        let received = self.received.get() + 1;
        self.received.set(received);
        self.frame_bytes.set(bytes);
        if received.is_multiple_of(self.size) {
            self.reached.set(Instant::now());
            self.changed.notify_one();
            self.window.add_permits(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    /// A server that greets each of `sockets`, sends it `bytes`, and keeps it open.
    async fn feed(listener: TcpListener, sockets: usize, bytes: Vec<u8>) {
        let mut open = Vec::new();
        for _ in 0..sockets {
            let mut socket = listener.accept().await.unwrap().0;
            let _ = socket.read(&mut [0; 1024]).await.unwrap();
            socket.write_all(b"HTTP/1.1 101 Switching Protocols\r\n\r\n").await.unwrap();
            socket.write_all(&bytes).await.unwrap();
            open.push(socket);
        }
        std::future::pending().await
    }

    async fn fed(sockets: usize, frames: &[(u8, &str)]) -> Crowd {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let bytes =
            frames.iter().flat_map(|(opcode, text)| [&[0x80 | opcode, text.len() as u8], text.as_bytes()].concat());
        tokio::task::spawn_local(feed(listener, sockets, bytes.collect()));
        Crowd::open(address, &vec!["/ws".to_owned(); sockets]).await.unwrap()
    }

    fn story(story: impl Future<Output = ()>) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        tokio::task::LocalSet::new().block_on(&runtime, story);
    }

    #[test]
    fn only_marked_messages_are_deliveries() {
        story(async {
            let start = Instant::now();
            let crowd = fed(3, &[(1, "hello"), (1, "a load-mark"), (9, "load-mark"), (1, "load-mark b")]).await;
            let reached = crowd.reach(6, Duration::from_secs(5)).await.unwrap();
            assert!(reached > start, "the moment of the last delivery is noted as it arrives");
            assert_eq!(crowd.reach(6, Duration::from_secs(5)).await.unwrap(), reached);
            let missing = crowd.reach(9, Duration::from_millis(20)).await.unwrap_err();
            assert_eq!(missing.to_string(), "6 of 9 deliveries came");
        });
    }

    #[test]
    fn a_socket_the_server_closes_fails_the_phase() {
        story(async {
            let crowd = fed(2, &[(1, "load-mark"), (8, "")]).await;
            let lost = crowd.reach(4, Duration::from_secs(5)).await.unwrap_err();
            assert_eq!(lost.to_string(), "a socket was lost: closed by the server");
        });
    }
}
