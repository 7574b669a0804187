//! A disk made of memory: it remembers every write, can be cut off from power at any moment, and can fail.

use crate::store_conformance::Dice;
use redb::StorageBackend;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};

/// What happened to the file.
#[derive(Clone, Debug)]
pub enum Event {
    /// Bytes were written.
    Write(u64, Vec<u8>),
    /// The length was set.
    SetLen(u64),
    /// Everything before is on disk now.
    Sync,
    /// The test's own note: this step was acknowledged.
    Mark(usize),
}

/// The file. Clones are the same file.
#[derive(Clone, Debug, Default)]
pub struct Disk(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    bytes: Vec<u8>,
    events: Vec<Event>,
    changes: usize,
    fail: Option<(usize, i32)>,
}

impl Disk {
    /// A file with these bytes.
    pub fn holding(bytes: Vec<u8>) -> Self {
        Self(Arc::new(Mutex::new(State { bytes, ..State::default() })))
    }

    /// Lets every change from the `after`th on fail with an error of the operating system.
    pub fn fail(&self, after: usize, os_error: i32) {
        let mut state = self.state();
        state.fail = Some((state.changes + after, os_error));
    }

    /// Notes that a step was acknowledged.
    pub fn mark(&self, step: usize) {
        self.state().events.push(Event::Mark(step));
    }

    /// What happened so far.
    pub fn events(&self) -> Vec<Event> {
        self.state().events.clone()
    }

    /// The file as the processes see it.
    pub fn bytes(&self) -> Vec<u8> {
        self.state().bytes.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    fn change(&self, event: Event) -> io::Result<()> {
        let mut state = self.state();
        state.changes += 1;
        if let Some((after, os_error)) = state.fail
            && state.changes > after
        {
            return Err(io::Error::from_raw_os_error(os_error));
        }
        apply(&mut state.bytes, &event, true);
        state.events.push(event);
        Ok(())
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        Ok(self.state().bytes.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let state = self.state();
        let found = state.bytes.get(offset as usize..offset as usize + out.len());
        out.copy_from_slice(found.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.change(Event::SetLen(len))
    }

    fn sync_data(&self) -> io::Result<()> {
        self.change(Event::Sync)
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.change(Event::Write(offset, data.to_vec()))
    }
}

/// Applies one event. A write past the end makes the file longer, or is lost with the length that should have been.
fn apply(bytes: &mut Vec<u8>, event: &Event, may_grow: bool) {
    match event {
        Event::Write(offset, data) => {
            let (from, to) = (*offset as usize, *offset as usize + data.len());
            if to > bytes.len() {
                if !may_grow {
                    return;
                }
                bytes.resize(to, 0);
            }
            bytes[from..to].copy_from_slice(data);
        }
        Event::SetLen(len) => bytes.resize(*len as usize, 0),
        Event::Sync | Event::Mark(_) => {}
    }
}

/// What a power cut leaves of the changes since the last sync.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Cut {
    /// None of them.
    Nothing,
    /// All of them.
    Everything,
    /// The first few.
    Prefix,
    /// Any of them, in any order of arrival.
    Subset,
    /// All, but the last write only in part.
    Torn,
    /// Only the first page, which holds the header.
    Header,
    /// Everything but the first page.
    AllButHeader,
    /// All writes, but not the new length.
    LostLength,
}

impl Cut {
    /// Each kind once.
    pub const ALL: [Cut; 8] = [
        Cut::Nothing,
        Cut::Everything,
        Cut::Prefix,
        Cut::Subset,
        Cut::Torn,
        Cut::Header,
        Cut::AllButHeader,
        Cut::LostLength,
    ];
}

const PAGE: u64 = 4_096;

/// Goes through what happened, and can tell at each moment what a power cut would leave.
pub struct Replay {
    durable: Vec<u8>,
    pending: Vec<Event>,
}

impl Replay {
    /// Starts from a file with these bytes, all on disk.
    pub fn of(durable: Vec<u8>) -> Self {
        Self { durable, pending: Vec::new() }
    }

    /// Goes past one event.
    pub fn step(&mut self, event: &Event) {
        match event {
            Event::Sync => self.pending.drain(..).for_each(|event| apply(&mut self.durable, &event, true)),
            Event::Mark(_) => {}
            change => self.pending.push(change.clone()),
        }
    }

    /// Whether a cut could lose anything now.
    pub fn is_settled(&self) -> bool {
        self.pending.is_empty()
    }

    /// The file after a power cut now.
    pub fn image(&self, cut: Cut, dice: &mut Dice) -> Vec<u8> {
        let mut bytes = self.durable.clone();
        let count = self.pending.len();
        let prefix = dice.below(count as u64 + 1) as usize;
        for (at, event) in self.pending.iter().enumerate() {
            let in_header = matches!(event, Event::Write(offset, _) if *offset < PAGE);
            let kept = match cut {
                Cut::Nothing => false,
                Cut::Everything | Cut::Torn => true,
                Cut::Prefix => at < prefix,
                Cut::Subset => dice.one_in(2),
                Cut::Header => in_header,
                Cut::AllButHeader => !in_header,
                Cut::LostLength => !matches!(event, Event::SetLen(_)),
            };
            match event {
                Event::Write(offset, data) if kept && cut == Cut::Torn && at + 1 == count => {
                    let torn = data[..dice.below(data.len() as u64) as usize].to_vec();
                    apply(&mut bytes, &Event::Write(*offset, torn), true);
                }
                event if kept => apply(&mut bytes, event, cut != Cut::LostLength),
                _ => {}
            }
        }
        bytes
    }
}
