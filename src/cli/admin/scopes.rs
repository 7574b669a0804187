//! Scopes as a help text names them.

/// A help text with the scopes that are given where none are named.
pub fn with_list(help: &str, lists: &[&[&str]]) -> String {
    let mut out = format!("{help}\n\nWithout --scopes it gets:");
    for (at, scope) in lists.iter().copied().flatten().enumerate() {
        out += if at % 4 == 0 { "\n  " } else { ", " };
        out += scope;
    }
    out
}
