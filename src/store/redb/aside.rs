//! A file that is only read: what would be changed in it stays in memory, and is forgotten with it. A file that a crash
//! left behind can so be looked at as it will be after its next start, without touching it.

use crate::base::limits;
use ::redb::StorageBackend;
use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

const BLOCK: u64 = 4_096;

/// The file, and what was written over it.
#[derive(Debug)]
pub(super) struct Aside {
    file: Option<File>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    len: u64,
    /// As much of the file as still counts: what was cut off reads as zeros later.
    of_file: u64,
    blocks: BTreeMap<u64, Vec<u8>>,
}

impl Aside {
    /// Of the file at `path`; of an empty one if there is none.
    pub fn open(path: &Path) -> io::Result<Self> {
        let file = match File::open(path) {
            Ok(file) => Some(file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let len = file.as_ref().map(File::metadata).transpose()?.map_or(0, |found| found.len());
        // A store gets its name when it is whole: an empty file under it is none, and a server would not open it.
        if file.is_some() && len == 0 {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(Self { file, state: Mutex::new(State { len, of_file: len, blocks: BTreeMap::new() }) })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the file itself says there.
    fn read_file(&self, of_file: u64, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let there = of_file.saturating_sub(offset).min(out.len() as u64);
        let (known, beyond) = out.split_at_mut(usize::try_from(there).map_err(io::Error::other)?);
        beyond.fill(0);
        match &self.file {
            Some(file) if !known.is_empty() => file.read_exact_at(known, offset),
            _ => Ok(()),
        }
    }
}

/// Where in its block an offset is, and how much of `left` bytes is in the same block.
fn within(offset: u64, left: usize) -> (usize, usize) {
    let start = usize::try_from(offset % BLOCK).unwrap_or_default();
    (start, left.min(BLOCK as usize - start))
}

impl StorageBackend for Aside {
    fn len(&self) -> io::Result<u64> {
        Ok(self.state().len)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let state = self.state();
        if offset.saturating_add(out.len() as u64) > state.len {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
        }
        self.read_file(state.of_file, offset, out)?;
        let (mut at, mut rest) = (offset, out);
        while !rest.is_empty() {
            let (start, count) = within(at, rest.len());
            let (part, after) = rest.split_at_mut(count);
            if let Some(block) = state.blocks.get(&(at / BLOCK)) {
                part.copy_from_slice(&block[start..start + count]);
            }
            (at, rest) = (at + count as u64, after);
        }
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let mut state = self.state();
        if len < state.len {
            state.of_file = state.of_file.min(len);
            state.blocks.split_off(&len.div_ceil(BLOCK));
            if let Some(last) = state.blocks.get_mut(&(len / BLOCK)) {
                last[within(len, 0).0..].fill(0);
            }
        }
        state.len = len;
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut state = self.state();
        let (mut at, mut rest) = (offset, data);
        while !rest.is_empty() {
            let (start, count) = within(at, rest.len());
            let (part, after) = rest.split_at(count);
            let number = at / BLOCK;
            if !state.blocks.contains_key(&number) {
                if state.blocks.len() as u64 * BLOCK >= limits::ASIDE_BYTES {
                    return Err(io::Error::other("more of the store would change than is kept in memory"));
                }
                let mut block = vec![0; BLOCK as usize];
                self.read_file(state.of_file, number * BLOCK, &mut block)?;
                state.blocks.insert(number, block);
            }
            if let Some(block) = state.blocks.get_mut(&number) {
                block[start..start + count].copy_from_slice(part);
            }
            (at, rest) = (at + count as u64, after);
        }
        state.len = state.len.max(offset.saturating_add(data.len() as u64));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back_and_the_file_stays_as_it_was() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        let original: Vec<u8> = (0..10_000_u32).map(|i| (i % 251) as u8).collect();
        std::fs::write(&path, []).unwrap();
        assert_eq!(Aside::open(&path).unwrap_err().kind(), io::ErrorKind::InvalidData, "an empty file is no store");
        std::fs::write(&path, &original).unwrap();
        let aside = Aside::open(&path).unwrap();
        let mut model = original.clone();
        let resize = |model: &mut Vec<u8>, len: usize| {
            aside.set_len(len as u64).unwrap();
            model.resize(len, 0);
        };
        let put = |model: &mut Vec<u8>, at: usize, bytes: &[u8]| {
            aside.write(at as u64, bytes).unwrap();
            model[at..at + bytes.len()].copy_from_slice(bytes);
        };
        put(&mut model, 4_000, &[7; 5_000]);
        resize(&mut model, 8_500);
        resize(&mut model, 20_000);
        put(&mut model, 19_990, &[9; 10]);
        resize(&mut model, 4_095);
        resize(&mut model, 12_000);
        let mut all = vec![1; 12_000];
        aside.read(0, &mut all).unwrap();
        assert!(all == model, "every byte is what was written last");
        assert!(aside.read(11_999, &mut [0; 2]).is_err(), "nothing is beyond the end");
        assert!(std::fs::read(&path).unwrap() == original);
    }
}
