//! A file some pages of which do not hold what was written to them. redb refuses it as a whole. Where only values were hit,
//! all rows are still there: then the file is written anew from them, and each damaged record costs itself. Where rows are
//! missing or can't be found nobody can say what a list lacks: then it stays refused.

use super::RedbOptions;
use super::fault::{damaged, fault, io, is_newer, on_file};
use super::file::{beside, fresh, put_in_place};
use super::layout::{self, TABLE};
use crate::base::Result;
use ::redb::{
    BackendError, Builder, ConcurrencyMode, Database, DatabaseError, Durability, Range, ReadOnlyDatabase,
    ReadOnlyTable, ReadableDatabase, ReadableTable, ReadableTableMetadata, StorageBackend, StorageError,
};
use std::fs::{self, File};
use std::ops::Bound;
use std::os::unix::fs::FileExt;
use std::path::Path;

/// A row's key and value.
type Row = (Vec<u8>, Vec<u8>);

type Table = ReadOnlyTable<&'static [u8], &'static [u8]>;

/// Opens the file as it is, to read it only. Nothing is checked; what is read has to be.
pub(super) fn unchecked(path: &Path, options: RedbOptions) -> Result<ReadOnlyDatabase> {
    let file = File::open(path).map_err(|err| io(&err))?;
    let mut builder = Builder::new();
    // As if beside a writer: such a reader needs neither a clean end of the one before nor what redb notes of free pages.
    builder.set_cache_size(options.cache_bytes).set_concurrency_mode(ConcurrencyMode::SingleWriter);
    builder.open_read_only_with_backend(Still(file)).map_err(fault)
}

/// That every row can be found, and as many are there as were written: each in its order, and by its key.
pub(super) fn whole(db: &impl ReadableDatabase) -> Result<()> {
    walk(db, |_, _| Ok(()))
}

/// Whether redb found a page that does not hold what was written to it.
pub(super) fn is_damage(err: &DatabaseError) -> bool {
    matches!(err, DatabaseError::Storage(StorageError::Corrupted(why)) if !is_newer(why))
}

/// Writes the file anew from its rows, if all are there, and keeps the damaged one beside it.
pub(super) fn mend(path: &Path, options: RedbOptions) -> Result<()> {
    tracing::error!(
        "the store file is damaged: it is written anew from its rows, if all are there, which takes a while"
    );
    // Held until the new file has the name, so that no other process mends it, or begins with it, meanwhile.
    let held = File::open(path).map_err(|err| io(&err))?;
    held.try_lock().map_err(|_| fault(DatabaseError::DatabaseAlreadyOpen))?;
    let old = unchecked(path, options)?;
    let (unfinished, kept) = (beside(path, ".new"), beside(path, ".damaged"));
    let made = fresh(&unfinished, options)?;
    if let Err(err) = copy(&old, &made) {
        // What else may go wrong here is gone with the next try.
        drop((made, fs::remove_file(&unfinished)));
        return Err(err);
    }
    made.close().map_err(fault)?;
    old.close().map_err(fault)?;
    // A second name for the damaged file, before the new one takes the first: at no moment there is none.
    match fs::remove_file(&kept) {
        Err(err) if err.kind() != std::io::ErrorKind::NotFound => return Err(io(&err)),
        _ => fs::hard_link(path, &kept).map_err(|err| io(&err))?,
    }
    put_in_place(&unfinished, path)?;
    drop(held);
    tracing::error!(
        kept = %kept.display(),
        "the store file was written anew; records that can't be read in it are named when they are met. Check the disk, \
         and remove the damaged file when nobody needs it"
    );
    Ok(())
}

/// Each row in turn; the error says behind which one the first fault lies.
fn walk(db: &impl ReadableDatabase, mut each: impl FnMut(&[u8], &[u8]) -> Result<()>) -> Result<()> {
    let reading = db.begin_read().map_err(fault)?;
    let table = reading.open_table(TABLE).map_err(fault)?;
    let (mut last, mut count) = (Vec::new(), 0);
    let lost = |last: &[u8]| damaged(&format!("rows are missing or can't be found behind {}", layout::name(last)));
    let mut rows = table.iter().map_err(fault)?;
    // redb panics at what it can't believe.
    while let Some((key, value)) = on_file(|| next(&table, &mut rows)).map_err(|_| lost(&last))? {
        if count > 0 && key <= last {
            return Err(lost(&last));
        }
        each(&key, &value)?;
        (last, count) = (key, count + 1);
    }
    let written = table.len().map_err(fault)?;
    if count == written { Ok(()) } else { Err(damaged(&format!("{count} rows are there of {written}"))) }
}

/// The next row, which a look-up finds as well.
fn next(table: &Table, rows: &mut Range<'_, &'static [u8], &'static [u8]>) -> Result<Option<Row>> {
    let Some(row) = rows.next() else { return Ok(None) };
    let (key, value) = row.map_err(fault)?;
    let found = table.get(key.value()).map_err(fault)?;
    if found.is_none_or(|found| found.value() != value.value()) {
        return Err(damaged("a row can't be found by its key"));
    }
    Ok(Some((key.value().to_vec(), value.value().to_vec())))
}

/// One transaction for all: redb writes its pages out as they fill.
fn copy(old: &impl ReadableDatabase, fresh: &Database) -> Result<()> {
    let mut writing = fresh.begin_write().map_err(fault)?;
    writing.set_durability(Durability::Immediate).map_err(fault)?;
    writing.set_two_phase_commit(true);
    let mut table = writing.open_table(TABLE).map_err(fault)?;
    walk(old, |key, value| table.insert(key, value).map(drop).map_err(fault))?;
    drop(table);
    writing.commit().map_err(fault)
}

/// A file that is only read and that nobody else has open.
#[derive(Debug)]
struct Still(File);

type Span = Bound<u64>;
type Locked<T> = Result<T, BackendError>;

impl StorageBackend for Still {
    fn len(&self) -> std::io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> std::io::Result<()> {
        self.0.read_exact_at(out, offset)
    }

    fn set_len(&self, _: u64) -> std::io::Result<()> {
        Err(std::io::ErrorKind::ReadOnlyFilesystem.into())
    }

    fn sync_data(&self) -> std::io::Result<()> {
        Ok(())
    }

    fn write(&self, _: u64, _: &[u8]) -> std::io::Result<()> {
        Err(std::io::ErrorKind::ReadOnlyFilesystem.into())
    }

    fn try_lock_range(&self, _: Span, _: Span) -> Locked<bool> {
        Ok(true)
    }

    fn try_lock_shared_range(&self, _: Span, _: Span) -> Locked<bool> {
        Ok(true)
    }

    fn lock_range(&self, _: Span, _: Span) -> Locked<()> {
        Ok(())
    }

    fn lock_shared_range(&self, _: Span, _: Span) -> Locked<()> {
        Ok(())
    }

    fn unlock_range(&self, _: Span, _: Span) -> Locked<()> {
        Ok(())
    }

    /// redb asks for one byte by which a writer would say that the file is consistent, and for the ranges of other
    /// versions of itself.
    fn query_lock_range(&self, from: Span, to: Span) -> Locked<bool> {
        Ok(from == to)
    }
}
