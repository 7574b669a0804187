//! Opening the file: made whole before it gets its name, and checked for being ours before anything is written.

use super::RedbOptions;
use super::fault::{damaged, fault, guarded, io, newer, not_ours};
use super::layout::{self, FORMAT, FORMAT_KEY, TABLE};
use crate::base::{Error, Result};
use crate::store::contract::Position;
use ::redb::{Builder, Database, DatabaseError, Durability, ReadableDatabase, ReadableTable, TableError};
use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Opens the store file at `path`, or makes one if there is none. The position is that of its last commit.
pub(super) fn open(path: &Path, options: RedbOptions) -> Result<(Database, Position)> {
    let opened = guarded(|| {
        if !path.try_exists().map_err(|err| io(&err))? {
            make(path, options)?;
        }
        prepare(builder(options).open(path).map_err(fault)?)
    });
    opened.map_err(|err| Error { detail: format!("{}: {}", path.display(), err.detail).into(), ..err })
}

/// Refuses a file that another process has open. Everything else that may be wrong with it is found by opening it.
pub(super) fn refuse_open(path: &Path) -> Result<()> {
    match Builder::new().open_read_only(path) {
        Err(DatabaseError::DatabaseAlreadyOpen) => Err(fault(DatabaseError::DatabaseAlreadyOpen)),
        _ => Ok(()),
    }
}

/// Makes the file under another name and renames it when it is whole: a power cut during the first start leaves
/// either nothing or a file that opens.
fn make(path: &Path, options: RedbOptions) -> Result<()> {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(".new");
    let unfinished = PathBuf::from(unfinished);
    match fs::remove_file(&unfinished) {
        Err(err) if err.kind() != std::io::ErrorKind::NotFound => return Err(io(&err)),
        _ => {}
    }
    let made = OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&unfinished);
    drop(made.map_err(|err| io(&err))?);
    let (db, _) = prepare(builder(options).create(&unfinished).map_err(fault)?)?;
    db.close().map_err(fault)?;
    fs::rename(&unfinished, path).map_err(|err| io(&err))?;
    let directory = path.parent().filter(|dir| !dir.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(directory).and_then(|dir| dir.sync_all()).map_err(|err| io(&err))
}

/// redb as we use it: one process, and no more memory and time than told.
pub(super) fn builder(options: RedbOptions) -> Builder {
    let mut builder = Builder::new();
    builder.set_cache_size(options.cache_bytes).set_check_integrity_on_open(options.verify);
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
