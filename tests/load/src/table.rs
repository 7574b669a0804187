//! The one table: each figure of Comity beside the machine's own limit, their ratio, and the aim.

use crate::figures::Figures;

/// How a figure is written.
#[derive(Clone, Copy)]
enum Unit {
    Time,
    Rate,
    Bytes,
}

/// What a figure should reach, as a value or as a ratio to its limit.
#[derive(Clone, Copy)]
enum Aim {
    None,
    AtMost(f64),
    AtLeast(f64),
    RatioAtMost(f64),
    RatioAtLeast(f64),
}

/// One line: its figures of Comity, and the limits whose sum the first of them is compared with.
struct Row {
    what: &'static str,
    unit: Unit,
    ours: &'static [&'static str],
    limit: &'static [&'static str],
    limit_is: &'static str,
    aim: Aim,
}

const KIB: f64 = 1024.0;
const MIB: f64 = 1024.0 * 1024.0;
const ONE_POST: &[&str] = &["echo 1 p50", "commit p50"];

const fn row(
    what: &'static str,
    unit: Unit,
    ours: &'static [&'static str],
    limit: (&'static [&'static str], &'static str),
    aim: Aim,
) -> Row {
    Row { what, unit, ours, limit: limit.0, limit_is: limit.1, aim }
}

#[rustfmt::skip]
const ROWS: &[Row] = &[
    row("file append 4 KiB + fdatasync, p50", Unit::Time, &[], (&["sync p50"], ""), Aim::None),
    row("redb two-phase commit of 1 record, p50", Unit::Time, &[], (&["commit p50"], ""), Aim::None),
    row("echo of a small POST, 1 connection, p50", Unit::Time, &[], (&["echo 1 p50"], ""), Aim::None),
    row("echo of a small POST, 64 connections, per second", Unit::Rate, &[], (&["echo 64 rate"], ""), Aim::None),
    row("post, 1 client, 1 channel: p50 / p99", Unit::Time, &["posts 1ch 1c p50", "posts 1ch 1c p99"], (ONE_POST, "echo + commit"), Aim::RatioAtMost(1.5)),
    row("post, 1 client, 20 channels: p50 / p99", Unit::Time, &["posts 20ch 1c p50", "posts 20ch 1c p99"], (ONE_POST, "echo + commit"), Aim::RatioAtMost(1.5)),
    row("posts/s, 1 client, 1 channel", Unit::Rate, &["posts 1ch 1c rate"], (&[], ""), Aim::None),
    row("posts/s, 16 clients, 1 channel", Unit::Rate, &["posts 1ch 16c rate"], (&["commit 16 rate"], "records, 16 a commit"), Aim::None),
    row("… p50 / p99", Unit::Time, &["posts 1ch 16c p50", "posts 1ch 16c p99"], (&[], ""), Aim::None),
    row("posts/s, 64 clients, 1 channel", Unit::Rate, &["posts 1ch 64c rate"], (&["commit 64 rate"], "records, 64 a commit"), Aim::AtLeast(12_000.0)),
    row("… p50 / p99", Unit::Time, &["posts 1ch 64c p50", "posts 1ch 64c p99"], (&[], ""), Aim::None),
    row("posts/s, 16 clients, 20 channels", Unit::Rate, &["posts 20ch 16c rate"], (&["commit 16 rate"], "records, 16 a commit"), Aim::None),
    row("… p50 / p99", Unit::Time, &["posts 20ch 16c p50", "posts 20ch 16c p99"], (&[], ""), Aim::None),
    row("posts/s, 64 clients, 20 channels", Unit::Rate, &["posts 20ch 64c rate"], (&["commit 64 rate"], "records, 64 a commit"), Aim::AtLeast(12_000.0)),
    row("… p50 / p99", Unit::Time, &["posts 20ch 64c p50", "posts 20ch 64c p99"], (&[], ""), Aim::None),
    row("deliveries/s to 200 sockets", Unit::Rate, &["fanout 200 rate"], (&["bare fanout 200 rate"], "broadcast"), Aim::RatioAtLeast(0.7)),
    row("deliveries/s to 1,000 sockets", Unit::Rate, &["fanout 1000 rate"], (&["bare fanout 1000 rate"], "broadcast"), Aim::RatioAtLeast(0.7)),
    row("post → received by 200 sockets, p50", Unit::Time, &["fanout 200 p50"], (&["bare fanout 200 p50"], "broadcast"), Aim::None),
    row("… p99", Unit::Time, &["fanout 200 p99"], (&["bare fanout 200 p99"], "broadcast"), Aim::None),
    row("post → received by 1,000 sockets, p50", Unit::Time, &["fanout 1000 p50"], (&["bare fanout 1000 p50"], "broadcast"), Aim::None),
    row("… p99", Unit::Time, &["fanout 1000 p99"], (&["bare fanout 1000 p99"], "broadcast"), Aim::None),
    row("memory after the start", Unit::Bytes, &["start memory"], (&["bare start memory"], "bare server"), Aim::AtMost(40.0 * MIB)),
    row("memory of an idle socket", Unit::Bytes, &["socket memory"], (&["bare socket memory"], "bare server"), Aim::AtMost(22.0 * KIB)),
    row("1,000 sign-ins at once, until all are in", Unit::Time, &["sign-ins took"], (&["hashes"], "hashes on spare cores"), Aim::RatioAtMost(1.5)),
    row("… memory they take", Unit::Bytes, &["sign-ins memory"], (&[], ""), Aim::AtMost(80.0 * MIB)),
    row("… and 5 s later", Unit::Bytes, &["sign-ins left"], (&[], ""), Aim::None),
    row("… somebody else's page of 50 meanwhile, p99", Unit::Time, &["sign-ins other p99"], (&["sign-ins alone p99"], "before"), Aim::RatioAtMost(2.0)),
    row("start to first answer, long history", Unit::Time, &["start"], (&[], ""), Aim::AtMost(0.300)),
    row("newest page of 50, short history, p50", Unit::Time, &["history short newest"], (&["echo 1 p50"], "echo"), Aim::None),
    row("newest page of 50, long history, p50", Unit::Time, &["history long newest"], (&["history short newest"], "short history"), Aim::RatioAtMost(1.3)),
    row("older page of 50, short history, p50", Unit::Time, &["history short older"], (&["echo 1 p50"], "echo"), Aim::None),
    row("older page of 50, long history, p50", Unit::Time, &["history long older"], (&["history short older"], "short history"), Aim::RatioAtMost(1.3)),
];

/// The table in Markdown. Lines without a figure are left out, and so are lone limits that wait for one of Comity's.
pub fn markdown(figures: &Figures) -> String {
    let mut table =
        String::from("| what | Comity | limit in the same run | ratio | aim | met |\n|---|--:|--:|--:|--:|:-:|\n");
    let with_ours = ROWS.iter().flat_map(|row| row.ours).any(|name| figures.median(&[name]).is_some());
    for row in ROWS {
        let ours: Vec<String> =
            row.ours.iter().filter_map(|name| Some(row.unit.write(figures.median(&[name])?))).collect();
        let limit = figures.median(row.limit).map(|value| row.unit.write(value));
        if !ours.is_empty() || limit.is_some() && (row.ours.is_empty() || !with_ours) {
            table.push_str(&line(row, figures, &ours.join(" / "), &limit.unwrap_or_default()));
        }
    }
    table
}

fn line(row: &Row, figures: &Figures, ours: &str, limit: &str) -> String {
    let first = row.ours.first();
    let ratio = first.and_then(|name| figures.ratio(name, row.limit));
    let value = first.and_then(|name| figures.median(&[name]));
    format!(
        "| {} | {ours} | {} | {} | {} | {} |\n",
        row.what,
        if limit.is_empty() { String::new() } else { format!("{} {limit}", row.limit_is).trim().to_owned() },
        ratio.map_or_else(String::new, |ratio| format!("{ratio:.2}")),
        row.aim.write(row.unit),
        row.aim.met(value, ratio).map_or("", |met| if met { "yes" } else { "no" }),
    )
}

/// What one delivery of the crowds carried; their rates can be compared only when these are alike.
pub fn delivery_bytes(figures: &Figures) -> Option<String> {
    let bare = figures.median(&["bare fanout 1000 bytes"])?;
    let ours = figures.median(&["fanout 1000 bytes"]).map(|ours| format!(", of Comity's {ours:.0}"));
    Some(format!("Bytes of one delivery of the bare broadcast: {bare:.0}{}.", ours.unwrap_or_default()))
}

impl Unit {
    fn write(self, value: f64) -> String {
        match self {
            Unit::Time if value < 0.000_999_5 => format!("{:.0} µs", value * 1e6),
            Unit::Time if value < 0.009_995 => format!("{:.2} ms", value * 1e3),
            Unit::Time if value < 0.099_95 => format!("{:.1} ms", value * 1e3),
            Unit::Time => format!("{:.0} ms", value * 1e3),
            Unit::Rate => thousands(value),
            Unit::Bytes if value < MIB => format!("{:.1} KiB", value / KIB),
            Unit::Bytes => format!("{:.1} MiB", value / MIB),
        }
    }
}

impl Aim {
    fn write(self, unit: Unit) -> String {
        match self {
            Aim::None => String::new(),
            Aim::AtMost(value) => format!("≤ {}", unit.write(value)),
            Aim::AtLeast(value) => format!("≥ {}", unit.write(value)),
            Aim::RatioAtMost(ratio) => format!("ratio ≤ {ratio}"),
            Aim::RatioAtLeast(ratio) => format!("ratio ≥ {ratio}"),
        }
    }

    fn met(self, value: Option<f64>, ratio: Option<f64>) -> Option<bool> {
        match self {
            Aim::None => None,
            Aim::AtMost(most) => Some(value? <= most),
            Aim::AtLeast(least) => Some(value? >= least),
            Aim::RatioAtMost(most) => Some(ratio? <= most),
            Aim::RatioAtLeast(least) => Some(ratio? >= least),
        }
    }
}

/// A count with three significant digits, so that a table does not claim more than a run can tell.
fn thousands(value: f64) -> String {
    let step = 10f64.powf((value.max(1.0).log10().floor() - 2.0).max(0.0));
    let digits = ((value / step).round() * step).to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_written_short() {
        assert_eq!(thousands(12_345.6), "12,300");
        assert_eq!(thousands(999.6), "1,000");
        assert_eq!(thousands(7.0), "7");
        assert_eq!(thousands(1_234_567.0), "1,230,000");
        assert_eq!(Unit::Time.write(0.000_295_4), "295 µs");
        assert_eq!(Unit::Time.write(0.001), "1.00 ms");
        assert_eq!(Unit::Time.write(0.0123), "12.3 ms");
        assert_eq!(Unit::Bytes.write(22.0 * KIB), "22.0 KiB");
        assert_eq!(Unit::Bytes.write(40.0 * MIB), "40.0 MiB");
    }

    #[test]
    fn a_line_shows_figure_limit_ratio_and_aim() {
        let mut figures = Figures::default();
        figures.put("echo 1 p50", Some(0.000_060));
        figures.put("commit p50", Some(0.000_240));
        figures.put("posts 1ch 1c p50", Some(0.000_420));
        figures.put("posts 1ch 1c p99", Some(0.002));
        figures.put("posts 1ch 64c rate", Some(11_000.0));
        let table = markdown(&figures);
        assert!(table.contains(
            "| post, 1 client, 1 channel: p50 / p99 | 420 µs / 2.00 ms | echo + commit 300 µs | 1.40 | ratio ≤ 1.5 | yes |"
        ));
        assert!(table.contains("| posts/s, 64 clients, 1 channel | 11,000 |  |  | ≥ 12,000 | no |"));
        assert!(table.contains("| redb two-phase commit of 1 record, p50 |  | 240 µs |  |  |  |"));
        assert!(!table.contains("sockets") && !table.contains("16 clients"));
    }

    #[test]
    fn every_line_of_the_table_has_as_many_cells() {
        let mut figures = Figures::default();
        for name in ROWS.iter().flat_map(|row| row.ours.iter().chain(row.limit)) {
            figures.put(*name, Some(1.0));
        }
        let table = markdown(&figures);
        assert_eq!(table.lines().count(), ROWS.len() + 2);
        assert!(table.lines().all(|line| line.matches('|').count() == 7));
    }
}
