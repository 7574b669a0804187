//! Connections: made on demand, kept for the next one, thrown away once they have failed.

use super::fault::fault;
use super::position::Base;
use super::schema;
use crate::base::{Error, Result, limits};
use postgres::types::ToSql;
use postgres::{Client, Config, NoTls, Row, Statement};
use std::collections::HashMap;
use std::ops::{Deref, DerefMut};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// What every session needs whatever the server's defaults are: an acknowledged commit is on disk.
const SETTINGS: &str = "SET synchronous_commit = on; SET statement_timeout = 0; SET lock_timeout = 0; \
                        SET idle_in_transaction_session_timeout = 0; SET default_transaction_isolation = 'read committed'";

/// A connection with its prepared statements.
pub(super) struct Session {
    pub(super) client: Client,
    prepared: HashMap<&'static str, Statement>,
}

impl Session {
    /// Runs one of our statements; it is prepared the first time.
    pub(super) fn query(
        &mut self,
        sql: &'static str,
        params: &[&(dyn ToSql + Sync)],
    ) -> std::result::Result<Vec<Row>, postgres::Error> {
        let statement = match self.prepared.get(sql) {
            Some(statement) => statement.clone(),
            None => {
                let statement = self.client.prepare(sql)?;
                self.prepared.insert(sql, statement.clone());
                statement
            }
        };
        self.client.query(&statement, params)
    }
}

/// Where connections come from.
pub(super) struct Pool {
    config: Config,
    base: Base,
    idle: Mutex<(Vec<Session>, usize)>,
    returned: Condvar,
}

impl Pool {
    /// Connects once, and makes or checks the tables.
    pub(super) fn open(params: &str) -> Result<Self> {
        let config: Config = params.parse().map_err(|err: postgres::Error| {
            // The string may hold a password, so it is not repeated.
            let cause = std::error::Error::source(&err).map(ToString::to_string).unwrap_or_default();
            Error::invalid("invalid_configuration").because(format!("the connection string can't be read ({cause})"))
        })?;
        let mut pool = Self { config, base: Base(0), idle: Mutex::default(), returned: Condvar::new() };
        let mut first = pool.connect().map_err(fault)?;
        pool.base = schema::prepare(&mut first.client)?;
        Ok(pool)
    }

    /// Where positions start.
    pub(super) fn base(&self) -> Base {
        self.base
    }

    /// A connection outside the pool, for a thread that keeps it.
    pub(super) fn connect(&self) -> std::result::Result<Session, postgres::Error> {
        let mut config = self.config.clone();
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        if config.get_application_name().is_none() {
            config.application_name("comity");
        }
        let mut client = config.connect(NoTls)?;
        client.batch_execute(SETTINGS)?;
        Ok(Session { client, prepared: HashMap::new() })
    }

    /// A connection to read with; it comes back by itself.
    pub(super) fn take(&self) -> Result<Lent<'_>> {
        let deadline = Instant::now() + Duration::from_secs(limits::POSTGRES_PATIENCE_SECS);
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            while let Some(session) = idle.0.pop() {
                if !session.client.is_closed() {
                    return Ok(Lent { pool: self, session: Some(session) });
                }
                idle.1 -= 1;
            }
            if idle.1 < limits::POSTGRES_READERS {
                idle.1 += 1;
                drop(idle);
                // From here the guard counts the connection, also if it can't be made.
                let mut lent = Lent { pool: self, session: None };
                lent.session = Some(self.connect().map_err(fault)?);
                return Ok(lent);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Error::unavailable("all connections to PostgreSQL are busy: try again in a moment"));
            }
            idle = self.returned.wait_timeout(idle, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// A connection on loan.
pub(super) struct Lent<'a> {
    pool: &'a Pool,
    session: Option<Session>,
}

impl Lent<'_> {
    /// Throws the connection away instead of giving it back.
    pub(super) fn discard(&mut self) {
        self.session = None;
    }
}

impl Deref for Lent<'_> {
    type Target = Session;
    fn deref(&self) -> &Session {
        // Only `discard` and `drop` take it, and both are the end of its use.
        self.session.as_ref().expect("a session until it is given back")
    }
}

impl DerefMut for Lent<'_> {
    fn deref_mut(&mut self) -> &mut Session {
        // As above.
        self.session.as_mut().expect("a session until it is given back")
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut idle = self.pool.idle.lock().unwrap_or_else(PoisonError::into_inner);
        match self.session.take().filter(|session| !session.client.is_closed()) {
            Some(session) => idle.0.push(session),
            None => idle.1 -= 1,
        }
        drop(idle);
        self.pool.returned.notify_one();
    }
}
