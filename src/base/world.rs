//! Time and randomness, handed in so that the core can be run from a seed.

use super::Ts;

/// Where the core gets its time and its random bytes.
pub trait World: Send + Sync {
    /// The wall clock.
    fn now(&self) -> Ts;
    /// Fills `buf` with random bytes fit for keys and secrets.
    fn fill(&self, buf: &mut [u8]);
}

/// The machine's own clock and the kernel's random bytes.
pub struct SystemWorld;

impl World for SystemWorld {
    fn now(&self) -> Ts {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Ts(since.as_micros() as u64)
    }

    fn fill(&self, buf: &mut [u8]) {
        // A kernel without random bytes can't make a key; going on would be worse than stopping.
        getrandom::fill(buf).expect("the kernel gives random bytes");
    }
}
