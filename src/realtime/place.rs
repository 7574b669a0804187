//! Where in the engine's one order of commits a socket stands.

use crate::base::Ts;
use crate::store::Position;
use std::fmt;

/// An event's place: its commit, and within it the stamp it stands under. Every reader of the log sees the same
/// places, so a client may leave one server and resume at another.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) struct Place {
    pub commit: Position,
    pub stamp: Ts,
}

impl Place {
    /// The end of a commit.
    pub const fn after(commit: Position) -> Self {
        Self { commit, stamp: Ts::MAX }
    }

    /// Reads a place; a number alone is the end of that commit.
    pub fn parse(text: &str) -> Option<Self> {
        let Some((commit, stamp)) = text.split_once('.') else { return text.parse().ok().map(Self::after) };
        Some(Self { commit: commit.parse().ok()?, stamp: Ts(stamp.parse().ok()?) })
    }

    /// The commit whose successors may hold something later than this place.
    pub fn read_after(self) -> Position {
        if self.stamp == Ts::MAX { self.commit } else { self.commit.saturating_sub(1) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.stamp {
            Ts::MAX => write!(f, "{}", self.commit),
            Ts(stamp) => write!(f, "{}.{stamp}", self.commit),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_back_as_written_and_sorts_as_the_log() {
        let inside = Place { commit: 7, stamp: Ts(12) };
        for place in [Place::after(0), inside, Place::after(7)] {
            assert_eq!(Place::parse(&place.to_string()), Some(place));
        }
        assert!(inside < Place::after(7) && Place::after(7) < Place { commit: 8, stamp: Ts(1) });
        assert_eq!((inside.read_after(), Place::after(7).read_after()), (6, 7));
        for bad in ["", "x", "1.", ".1", "1.x", "-1", "1.2.3"] {
            assert_eq!(Place::parse(bad), None, "{bad}");
        }
    }
}
