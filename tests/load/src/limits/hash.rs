//! The password hash itself: what the cores that are to spare need for as many as are asked for at once.

use std::hint::black_box;
use std::time::Instant;

use argon2::{Algorithm, Argon2, Block, Params, Version};

use crate::Result;
use crate::figures::Figures;
use crate::ours::sign_ins::AT_ONCE;
use crate::stats::Samples;

/// Hashes timed.
const HASHES: usize = 21;

/// Puts down `hashes`, with OWASP's first choice for Argon2id, in memory that is used again.
pub fn measure(figures: &mut Figures) -> Result<()> {
    let params = Params::new(19_456, 2, 1, None).map_err(|e| e.to_string())?;
    let mut memory = vec![Block::default(); params.block_count()];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let (mut took, mut out) = (Samples::default(), [0; 32]);
    for _ in 0..HASHES {
        let start = Instant::now();
        argon2
            .hash_password_into_with_memory(b"comity-demo", &[7; 16], &mut out, &mut memory)
            .map_err(|e| e.to_string())?;
        black_box(out);
        took.add(start.elapsed());
    }
    let spare = std::thread::available_parallelism()?.get().saturating_sub(1).max(1);
    figures.put("hashes", took.percentile(50.0).map(|one| one * AT_ONCE as f64 / spare as f64));
    Ok(())
}
