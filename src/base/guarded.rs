//! A panic is our own mistake in one thing, and must not end what would go on with the next.

use super::{Error, Result};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

thread_local! {
    /// Whether this thread is in `guarded`.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// Has panics say where they were and no more, for the rest of the process: their words may hold what was worked on. `told`
/// gets what is to be said of one that nothing catches.
pub fn say_where_only(told: fn(&str)) {
    set_hook(Box::new(move |panic| {
        let at = panic.location().map(ToString::to_string).unwrap_or_default();
        match GUARDED.get() {
            true => tracing::error!(%at, "a panic"),
            false => told(&format!("a mistake of the program itself, at {at}: please report it")),
        }
    }));
}

/// Runs `work`; a panic in it ends as the error that `panicked` names. The log says where it was, nothing of what was
/// worked on; to show the error to those who look after the server is the caller's.
pub fn guarded<T, E: From<Error>>(
    work: impl FnOnce() -> Result<T, E>,
    panicked: impl FnOnce() -> Error,
) -> Result<T, E> {
    let before = GUARDED.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(before);
    outcome.unwrap_or_else(|_| {
        let error = panicked();
        tracing::error!(%error, "a panic was caught; what comes after it goes on");
        Err(error.into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Kind;

    #[test]
    fn a_panic_costs_the_one_that_panics() {
        let outcomes: [Result<i32>; 3] = [1, 2, 3].map(|n| {
            let work = || if n == 2 { panic!("a mistake of ours") } else { Ok(n) };
            guarded(work, || Error::internal("the second panicked"))
        });
        assert_eq!((outcomes[0].clone(), outcomes[2].clone()), (Ok(1), Ok(3)));
        let error = outcomes[1].clone().unwrap_err();
        assert_eq!((error.kind, &*error.detail), (Kind::Internal, "the second panicked"));
    }
}
