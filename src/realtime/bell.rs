//! The bell that wakes a thread which reads the log.

use crate::domain::Domain;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

/// Rings when commits became visible, and not again before it was heard. It is muted while no socket listens: then a
/// wake-up would only take the processor from who is posting, and the thread keeps up by looking now and then.
pub(super) struct Bell {
    rung: AtomicBool,
    muted: AtomicBool,
}

impl Bell {
    /// Hangs a bell at the store that asks the thread to look. It is muted at first.
    pub fn hang<A: Send + 'static>(domain: &Domain, asks: &Sender<A>, look: fn() -> A) -> Arc<Self> {
        let bell = Arc::new(Self { rung: AtomicBool::new(false), muted: AtomicBool::new(true) });
        let (asks, hung) = (asks.clone(), bell.clone());
        domain.store().watch(Box::new(move || {
            if !hung.muted.load(Ordering::SeqCst) && !hung.rung.swap(true, Ordering::SeqCst) {
                // Nobody listens any more when the room has stopped.
                let _ = asks.send(look());
            }
        }));
        bell
    }

    /// The thread is about to look, so the next commit rings again.
    pub fn heard(&self) {
        self.rung.store(false, Ordering::SeqCst);
    }

    /// Whether anybody listens. Unmuted before the thread looks at the log for the first listener, no commit is missed.
    pub fn mute(&self, muted: bool) {
        self.muted.store(muted, Ordering::SeqCst);
    }
}
