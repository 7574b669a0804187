//! Opening the file: made whole before it gets its name, and checked for being ours before anything is written.

use super::RedbOptions;
use super::fault::{damaged, fault, io, newer, not_ours, on_file};
use super::layout::{self, FORMAT, FORMAT_KEY, TABLE};
use super::salvage;
use crate::base::{Error, Result};
use crate::store::contract::Position;
use ::redb::{Builder, Database, DatabaseError, Durability, ReadableDatabase, ReadableTable, TableError};
use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Opens the store file at `path`, or makes one if there is none. The position is that of its last commit.
pub(super) fn open(path: &Path, options: RedbOptions) -> Result<(Database, Position)> {
    let opened = on_file(|| {
        if !path.try_exists().map_err(|err| io(&err))? {
            make(path, options)?;
        }
        if options.check {
            read_ahead(path);
        }
        match builder(options).open(path) {
            Err(err) if salvage::is_damage(&err) => {
                salvage::mend(path, options)?;
                prepare(builder(options).open(path).map_err(fault)?)
            }
            opened => prepare(opened.map_err(fault)?),
        }
    });
    opened.map_err(|err| Error { detail: format!("{}: {}", path.display(), err.detail).into(), ..err })
}

/// Brings the file into the system's memory as far as that goes: the check reads it in no order, which takes a disk ten
/// times as long as one pass from its start to its end.
pub(super) fn read_ahead(path: &Path) {
    // What can't be read here is read again, and judged, by the check, if anything stands there.
    let read = File::open(path).and_then(|mut file| std::io::copy(&mut file, &mut std::io::sink()));
    tracing::debug!(?read, "the store file was read ahead");
}

/// Refuses a file that another process has open. Everything else that may be wrong with it is found by opening it.
pub(super) fn refuse_open(path: &Path) -> Result<()> {
    // Nothing is checked so, and what redb can't believe makes it panic.
    let in_use = on_file(|| Ok(matches!(Builder::new().open_read_only(path), Err(DatabaseError::DatabaseAlreadyOpen))));
    if in_use.unwrap_or(false) { Err(fault(DatabaseError::DatabaseAlreadyOpen)) } else { Ok(()) }
}

/// Makes the file under another name and renames it when it is whole: a power cut during the first start leaves
/// either nothing or a file that opens.
fn make(path: &Path, options: RedbOptions) -> Result<()> {
    let unfinished = beside(path, ".new");
    let (db, _) = prepare(fresh(&unfinished, options)?)?;
    db.close().map_err(fault)?;
    put_in_place(&unfinished, path)
}

/// An empty file that only we can read, instead of what a start that was cut off left there.
pub(super) fn fresh(path: &Path, options: RedbOptions) -> Result<Database> {
    match fs::remove_file(path) {
        Err(err) if err.kind() != std::io::ErrorKind::NotFound => return Err(io(&err)),
        _ => {}
    }
    let made = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(path);
    drop(made.map_err(|err| io(&err))?);
    builder(options).create(path).map_err(fault)
}

/// Gives a whole file its name, which is on disk afterwards.
pub(super) fn put_in_place(unfinished: &Path, path: &Path) -> Result<()> {
    fs::rename(unfinished, path).map_err(|err| io(&err))?;
    let directory = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(directory).and_then(|dir| dir.sync_all()).map_err(|err| io(&err))
}

/// The path with something more at its end.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// redb as we use it: one process, and no more memory and time than told.
pub(super) fn builder(options: RedbOptions) -> Builder {
    let mut builder = Builder::new();
    builder.set_cache_size(options.cache_bytes).set_check_integrity_on_open(options.check);
    builder.set_repair_callback(|checking| {
        tracing::info!(percent = (checking.progress() * 100.0) as u8, "the store file is being checked");
    });
    builder
}

/// Checks that the file is ours and of a format we know, or writes the format into an empty one.
pub(super) fn prepare(db: Database) -> Result<(Database, Position)> {
    let reading = db.begin_read().map_err(fault)?;
    let table = match reading.open_table(TABLE) {
        Ok(table) => table,
        Err(TableError::TableDoesNotExist(_)) => {
            if reading.list_tables().map_err(fault)?.next().is_some() {
                return Err(not_ours());
            }
            drop(reading);
            begin(&db)?;
            return Ok((db, 0));
        }
        Err(err) => return Err(fault(err)),
    };
    let format = table.get(FORMAT_KEY).map_err(fault)?;
    match format.and_then(|value| layout::read_format(value.value())) {
        None => return Err(not_ours()),
        Some(version) if version > FORMAT => {
            return Err(newer(&format!("format {version}, this one knows {FORMAT}")));
        }
        Some(_) => {}
    }
    let position = last_position(&table)?;
    drop((table, reading));
    Ok((db, position))
}

/// The position of the last commit in the table.
pub(super) fn last_position(table: &impl ReadableTable<&'static [u8], &'static [u8]>) -> Result<Position> {
    let (from, to) = (layout::moved(0), layout::moved(u64::MAX));
    let mut rows = table.range(from.as_slice()..=to.as_slice()).map_err(fault)?;
    match rows.next_back() {
        None => Ok(0),
        Some(row) => {
            let (key, _) = row.map_err(fault)?;
            layout::moved_position(key.value()).ok_or_else(|| damaged("a position is cut short"))
        }
    }
}

fn begin(db: &Database) -> Result<()> {
    let mut writing = db.begin_write().map_err(fault)?;
    writing.set_durability(Durability::Immediate).map_err(fault)?;
    writing.set_two_phase_commit(true);
    let mut table = writing.open_table(TABLE).map_err(fault)?;
    table.insert(FORMAT_KEY, layout::format_value(FORMAT).as_slice()).map_err(fault)?;
    drop(table);
    writing.commit().map_err(fault)
}
