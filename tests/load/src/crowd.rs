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
    awaited: Cell<u64>,
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
            awaited: Cell::new(u64::MAX),
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

    /// Waits until `count` deliveries were received since the start, and tells when the last of them arrived.
    pub async fn reach(&self, count: u64, patience: Duration) -> Result<Instant> {
        self.shared.awaited.set(count);
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

    /// Sets beforehand which delivery `reach` will wait for, so that its moment is noted as it arrives.
    pub fn await_count(&self, count: u64) {
        self.shared.awaited.set(count);
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
        if received == self.awaited.get() {
            self.reached.set(Instant::now());
            self.changed.notify_one();
        }
        if received.is_multiple_of(self.size) {
            self.window.add_permits(1);
        }
    }
}
