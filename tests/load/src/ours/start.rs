//! From the start of the process to its first answer, with many messages stored.

use crate::Result;
use crate::figures::Figures;
use crate::server::Installation;
use crate::stats::Samples;

/// Puts down `start`, the median of a few starts.
pub async fn measure(filled: &Installation, figures: &mut Figures) -> Result<()> {
    let mut took = Samples::default();
    for _ in 0..3 {
        let (server, answered) = filled.start().await?;
        took.add(answered);
        server.process.stop()?;
    }
    figures.put("start", took.percentile(50.0));
    Ok(())
}
