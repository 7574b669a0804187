//! Running a command from the asynchronous side.

use crate::base::{Error, Kind, Result};
use crate::domain::Domain;
use crate::store::{Done, Part, Tx};
use actix_web::web;
use tokio::sync::oneshot;

/// Runs a command and waits until it is on disk, without holding up the thread that serves others.
///
/// The first attempt runs here; after a conflict the command goes to a thread that may wait.
pub async fn commit<T: Send + 'static>(
    domain: &Domain,
    parts: Vec<Part>,
    mut command: impl FnMut(&mut Tx) -> Result<T> + Send + 'static,
) -> Result<T> {
    let (tell, heard) = oneshot::channel();
    let done: Done = Box::new(move |outcome| {
        // Nobody listens any more when the client has gone away; the commit stands all the same.
        let _ = tell.send(outcome);
    });
    let value = domain.attempt(&parts, &mut command, done)?;
    match heard.await.unwrap_or_else(|_| Err(stopping())) {
        Ok(_) => Ok(value),
        Err(e) if e.kind == Kind::Conflict => {
            let domain = domain.clone();
            web::block(move || domain.run(&parts, command)).await.map_err(|_| stopping())?
        }
        Err(e) => Err(e),
    }
}

fn stopping() -> Error {
    Error::unavailable("the server is stopping; try again in a moment")
}
