//! Records: typed values with a version, and the places where they are kept.
//!
//! A version once released is never changed: a new shape gets the next number, and `decode` migrates the old one.

use super::Table;
use crate::base::{Error, Result};
use crate::crypto::Scope;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::marker::PhantomData;

/// A value as it is kept in a table.
pub trait Record: Sized {
    /// Where records of this type live.
    const TABLE: Table;
    /// The version `encode` writes.
    const VERSION: u8;
    /// The record's bytes, before sealing.
    fn encode(&self) -> Result<Vec<u8>>;
    /// Reads any version ever released.
    fn decode(version: u8, bytes: &[u8]) -> Result<Self>;
}

/// A row key, and the scope whose keys seal the value: what it takes to read or write one record.
#[derive(Clone, Debug)]
pub struct Place<R> {
    /// The row key, table byte first.
    pub key: Vec<u8>,
    /// Which keys seal it.
    pub scope: Scope,
    record: PhantomData<fn() -> R>,
}

impl<R> Place<R> {
    /// The place of a record of type `R`.
    pub fn new(key: Vec<u8>, scope: Scope) -> Self {
        Self { key, scope, record: PhantomData }
    }
}

/// Serialises a record's current shape.
pub fn to_bytes<T: Serialize>(value: &T) -> Result<Vec<u8>> {
    postcard::to_stdvec(value).map_err(|e| Error::internal(format!("a record can't be written: {e}")))
}

/// Reads one shape of a record.
pub fn from_bytes<T: DeserializeOwned>(table: Table, version: u8, bytes: &[u8]) -> Result<T> {
    postcard::from_bytes(bytes)
        .map_err(|e| Error::internal(format!("a {table:?} record of version {version} can't be read: {e}")))
}

/// The error for a record written by a newer program.
pub fn newer(table: Table, version: u8) -> Error {
    Error::internal(format!("a {table:?} record has version {version}, which a newer comity wrote; start that one"))
}

/// Gives a type with a single released version its `Record`.
macro_rules! record_v1 {
    ($type:ty, $table:ident) => {
        impl $crate::store::Record for $type {
            const TABLE: $crate::store::Table = $crate::store::Table::$table;
            const VERSION: u8 = 1;
            fn encode(&self) -> $crate::base::Result<Vec<u8>> {
                $crate::store::record::to_bytes(self)
            }
            fn decode(version: u8, bytes: &[u8]) -> $crate::base::Result<Self> {
                match version {
                    1 => $crate::store::record::from_bytes(Self::TABLE, version, bytes),
                    _ => Err($crate::store::record::newer(Self::TABLE, version)),
                }
            }
        }
    };
}
pub(crate) use record_v1;
