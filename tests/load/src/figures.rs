//! The figures of all rounds by name. A ratio is taken within each round, because the machine's speed moves from one
//! round to the next; the median is taken over the ratios.

use std::collections::BTreeMap;

use crate::stats::median;

/// Every measured figure in base units (seconds, per second, bytes), one value for each round.
#[derive(Default)]
pub struct Figures {
    rounds: Vec<BTreeMap<String, f64>>,
    failures: Vec<String>,
}

impl Figures {
    /// Starts the next round.
    pub fn next_round(&mut self) {
        self.rounds.push(BTreeMap::new());
    }

    /// Puts down a figure of the current round.
    pub fn put(&mut self, name: impl Into<String>, value: Option<f64>) {
        if self.rounds.is_empty() {
            self.next_round();
        }
        if let (Some(round), Some(value)) = (self.rounds.last_mut(), value) {
            round.insert(name.into(), value);
        }
    }

    /// Puts down that a phase could not be measured, so the table says why a cell is empty.
    pub fn failed(&mut self, phase: &str, cause: &dyn std::fmt::Display) {
        self.failures.push(format!("round {}, {phase}: {cause}", self.rounds.len()));
    }

    /// What could not be measured.
    pub fn failures(&self) -> &[String] {
        &self.failures
    }

    /// The median of a figure, or of the sum of several.
    pub fn median(&self, names: &[&str]) -> Option<f64> {
        median(&self.rounds.iter().filter_map(|round| sum(round, names)).collect::<Vec<_>>())
    }

    /// The median over the rounds of one figure divided by the sum of others.
    pub fn ratio(&self, name: &str, by: &[&str]) -> Option<f64> {
        let ratios = self.rounds.iter().filter_map(|round| {
            let by = sum(round, by)?;
            (by > 0.0).then_some(round.get(name)? / by)
        });
        median(&ratios.collect::<Vec<_>>())
    }

    /// How many rounds were measured.
    pub fn rounds(&self) -> usize {
        self.rounds.len()
    }
}

fn sum(round: &BTreeMap<String, f64>, names: &[&str]) -> Option<f64> {
    if names.is_empty() {
        return None;
    }
    names.iter().map(|name| round.get(*name).copied()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_taken_within_a_round() {
        let mut figures = Figures::default();
        for (post, echo, commit) in [(3.0, 1.0, 1.0), (30.0, 10.0, 10.0), (4.0, 1.0, 1.0)] {
            figures.next_round();
            figures.put("post", Some(post));
            figures.put("echo", Some(echo));
            figures.put("commit", Some(commit));
        }
        assert_eq!(figures.ratio("post", &["echo", "commit"]), Some(1.5));
        assert_eq!(figures.median(&["echo", "commit"]), Some(2.0));
        assert_eq!(figures.median(&["echo", "nothing"]), None);
        assert_eq!(figures.ratio("nothing", &["echo"]), None);
    }

    #[test]
    fn a_failed_round_leaves_the_others() {
        let mut figures = Figures::default();
        figures.next_round();
        figures.failed("posts", &"connection refused");
        figures.next_round();
        figures.put("post", Some(2.0));
        assert_eq!(figures.median(&["post"]), Some(2.0));
        assert_eq!(figures.failures(), ["round 1, posts: connection refused"]);
    }
}
