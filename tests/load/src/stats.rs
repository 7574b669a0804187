//! Samples of one phase and what is read off them.

use std::time::Duration;

/// Durations measured in one phase.
#[derive(Default)]
pub struct Samples {
    nanos: Vec<u64>,
}

impl Samples {
    /// Adds one measured duration.
    pub fn add(&mut self, took: Duration) {
        self.nanos.push(u64::try_from(took.as_nanos()).unwrap_or(u64::MAX));
    }

    /// Adds what another client measured in the same phase.
    pub fn join(&mut self, other: Samples) {
        self.nanos.extend(other.nanos);
    }

    /// How many were measured.
    pub fn len(&self) -> usize {
        self.nanos.len()
    }

    /// The nearest-rank percentile in seconds; nothing measured has none.
    pub fn percentile(&mut self, percent: f64) -> Option<f64> {
        if self.nanos.is_empty() {
            return None;
        }
        self.nanos.sort_unstable();
        let rank = (percent / 100.0 * self.nanos.len() as f64).ceil() as usize;
        let nanos = self.nanos[rank.clamp(1, self.nanos.len()) - 1];
        Some(nanos as f64 / 1e9)
    }
}

/// The middle of the rounds; of an even number, the mean of the two in the middle.
pub fn median(values: &[f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    Some(if sorted.len() % 2 == 1 { sorted[middle] } else { (sorted[middle - 1] + sorted[middle]) / 2.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(millis: impl IntoIterator<Item = u64>) -> Samples {
        let mut samples = Samples::default();
        millis.into_iter().for_each(|each| samples.add(Duration::from_millis(each)));
        samples
    }

    #[test]
    fn percentiles_are_measured_values() {
        let mut hundred = of((1..=100).rev());
        assert_eq!(hundred.percentile(50.0), Some(0.050));
        assert_eq!(hundred.percentile(99.0), Some(0.099));
        assert_eq!(hundred.percentile(100.0), Some(0.100));
        assert_eq!(of([7]).percentile(99.0), Some(0.007));
        assert_eq!(of([]).percentile(50.0), None);
    }

    #[test]
    fn joined_samples_count_together() {
        let mut both = of([1, 2]);
        both.join(of([9]));
        assert_eq!(both.len(), 3);
        assert_eq!(both.percentile(50.0), Some(0.002));
    }

    #[test]
    fn the_median_ignores_one_bad_round() {
        assert_eq!(median(&[3.0, 1.0, 900.0]), Some(3.0));
        assert_eq!(median(&[1.0, 2.0]), Some(1.5));
        assert_eq!(median(&[]), None);
    }
}
