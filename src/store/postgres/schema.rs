//! The tables, made once, and the check that they are of a format we know.

use super::fault::fault;
use super::position::{Base, signed, unsigned};
use crate::base::{Error, Result};
use postgres::Client;

/// The format this version writes.
const FORMAT: i64 = 1;

/// One node makes the tables while the others wait. The number is arbitrary and must never change.
const OPENING: &str = "BEGIN; SELECT pg_advisory_xact_lock(4901530971112027138)";

const TABLES: &str = "
    CREATE TABLE comity_meta (name text PRIMARY KEY, value bigint NOT NULL);
    CREATE TABLE comity_rows (key bytea PRIMARY KEY, rev bigint NOT NULL, value bytea NOT NULL);
    CREATE TABLE comity_parts (part bytea PRIMARY KEY, seq bigint NOT NULL, stamp bigint NOT NULL);
    CREATE TABLE comity_log (part bytea, seq bigint, stamp bigint NOT NULL, value bytea NOT NULL,
        PRIMARY KEY (part, seq));
    CREATE TABLE comity_commits (id bytea PRIMARY KEY, position bigint NOT NULL, seqs bytea NOT NULL,
        made timestamptz NOT NULL DEFAULT now());
    CREATE INDEX comity_commits_made ON comity_commits (made);
    CREATE TABLE comity_moved (position bigint, part bytea, first bigint NOT NULL, last bigint NOT NULL,
        PRIMARY KEY (position, part));
    CREATE TABLE comity_leases (name text PRIMARY KEY, holder text NOT NULL, until bigint NOT NULL);
    INSERT INTO comity_meta VALUES ('format', 1), ('base', 0);
";

/// Makes or checks the tables, and tells where positions start.
pub(super) fn prepare(client: &mut Client) -> Result<Base> {
    let version: String =
        client.query_one("SHOW server_version_num", &[]).and_then(|row| row.try_get(0)).map_err(fault)?;
    if version.parse::<u32>().is_ok_and(|version| version < 130_000) {
        return Err(Error::unavailable(format!("PostgreSQL is too old ({version}): Comity needs version 13 or later")));
    }
    client.batch_execute(OPENING).map_err(fault)?;
    let found: bool = client
        .query_one("SELECT to_regclass('comity_meta') IS NOT NULL", &[])
        .and_then(|row| row.try_get(0))
        .map_err(fault)?;
    if !found {
        client.batch_execute(TABLES).map_err(fault)?;
    }
    let format = meta(client, "format")?;
    if format != FORMAT {
        return Err(Error::unavailable(format!(
            "a newer version of Comity made the tables (format {format}, this one knows {FORMAT}): run that version"
        )));
    }
    let base = settle_base(client)?;
    client.batch_execute("COMMIT").map_err(fault)?;
    Ok(base)
}

fn meta(client: &mut Client, name: &str) -> Result<i64> {
    let row = client.query_one("SELECT value FROM comity_meta WHERE name = $1", &[&name]);
    row.and_then(|row| row.try_get(0)).map_err(fault)
}

/// Raises the base when the newest commit lies in this server's future: then the database comes from another server.
fn settle_base(client: &mut Client) -> Result<Base> {
    let base = Base(unsigned(meta(client, "base")?));
    let newest = "SELECT coalesce(max(position), 0), pg_current_xact_id()::text::bigint FROM comity_commits";
    let row = client.query_one(newest, &[]).map_err(fault)?;
    let (newest, now): (i64, i64) = (row.try_get(0).map_err(fault)?, row.try_get(1).map_err(fault)?);
    if unsigned(newest) < base.position(unsigned(now), 0) {
        return Ok(base);
    }
    let raised = Base(unsigned(newest));
    let raise = "UPDATE comity_meta SET value = $1 WHERE name = 'base'";
    client.execute(raise, &[&signed(raised.0)]).map_err(fault)?;
    Ok(raised)
}
