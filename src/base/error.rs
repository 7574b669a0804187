//! One error for the whole core. Its code is what a Slack client reads.

use std::borrow::Cow;
use std::fmt;

/// The result of anything in the core.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What kind of failure this is: the edges choose a status, a log level or a retry by it, never by the code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// The caller may not know that the thing exists, or it does not.
    NotFound,
    /// The caller is known and the thing is known, but this is not allowed.
    Denied,
    /// The caller's input is wrong.
    Invalid,
    /// A named limit of `base::limits` was reached.
    Limit,
    /// Two decisions met; running the command again settles it. Never reaches a client.
    Conflict,
    /// The key that opens this is refused, revoked or not at hand.
    Sealed,
    /// A record can't be read though its key is at hand: it was altered, or the disk lost part of it.
    Damaged,
    /// The server can't do it now: disk full, stopping, database gone. Nothing was lost.
    Unavailable,
    /// Our own mistake. The detail says where.
    Internal,
}

/// A failure with Slack's error code, and a detail that names cause and remedy.
///
/// The detail may be logged and shown to the operator, so it never holds message content, names or secrets.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Error {
    /// What kind of failure this is.
    pub kind: Kind,
    /// Slack's error code, for example `channel_not_found`.
    pub code: Cow<'static, str>,
    /// Cause and remedy, one sentence; empty where the code says it all.
    pub detail: Cow<'static, str>,
}

impl Error {
    /// An error of `kind` with a Slack `code` and no detail.
    pub const fn new(kind: Kind, code: &'static str) -> Self {
        Self { kind, code: Cow::Borrowed(code), detail: Cow::Borrowed("") }
    }

    /// The thing is not there, or not for this caller to know of.
    pub const fn not_found(code: &'static str) -> Self {
        Self::new(Kind::NotFound, code)
    }

    /// The caller may not do this.
    pub const fn denied(code: &'static str) -> Self {
        Self::new(Kind::Denied, code)
    }

    /// The input is wrong.
    pub const fn invalid(code: &'static str) -> Self {
        Self::new(Kind::Invalid, code)
    }

    /// A named limit was reached.
    pub const fn limit(code: &'static str) -> Self {
        Self::new(Kind::Limit, code)
    }

    /// The decision was made on rows that have changed since.
    pub const fn conflict() -> Self {
        Self::new(Kind::Conflict, "conflict")
    }

    /// The key for this is not available; Slack's code for a revoked customer key.
    pub fn sealed(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Sealed, "ekm_access_denied").because(detail)
    }

    /// A record can't be read; `record` names its kind and ids. Made by the store, which notes it for the log and the page
    /// on health.
    pub fn damaged(record: impl fmt::Display) -> Self {
        Self::new(Kind::Damaged, "record_damaged").because(format!("{record} can't be read"))
    }

    /// The server can't do this now.
    pub fn unavailable(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Unavailable, "service_unavailable").because(detail)
    }

    /// Our own mistake.
    pub fn internal(detail: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Kind::Internal, "internal_error").because(detail)
    }

    /// The error for what is not there, or not for the caller, in the words of whoever asked: what is damaged, sealed or
    /// away is still said to be that.
    #[must_use]
    pub fn named(self, absent: Self) -> Self {
        if matches!(self.kind, Kind::NotFound | Kind::Denied) { absent } else { self }
    }

    /// Adds the cause and the remedy.
    #[must_use]
    pub fn because(mut self, detail: impl Into<Cow<'static, str>>) -> Self {
        self.detail = detail.into();
        self
    }
}

/// Of a list, whatever is not damaged: one damaged record costs that record only, and was noted where it was found.
pub fn unless_damaged<T>(one: Result<T>) -> Option<Result<T>> {
    match one {
        Err(e) if e.kind == Kind::Damaged => None,
        one => Some(one),
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.detail.is_empty() { f.write_str(&self.code) } else { write!(f, "{}: {}", self.code, self.detail) }
    }
}

impl std::error::Error for Error {}
