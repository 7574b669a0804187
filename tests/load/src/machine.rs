//! The machine a run was made on, and what the run needs of it.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use rustix::process::{Resource, getrlimit, setrlimit};

/// Cores this process may use.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| cores.get())
}

/// Lets this process and its children open as many sockets as the kernel allows; the default is often 1,024.
pub fn raise_open_files() {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    // A refusal shows up as a connection that fails, with its own message.
    let _ = setrlimit(Resource::Nofile, limit);
}

/// The machine in one line: processor, memory, kernel, and the file system under the data.
pub fn line(directory: &Path) -> String {
    let read = |path| std::fs::read_to_string(path).unwrap_or_default();
    let cpu = field(&read("/proc/cpuinfo"), "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    let memory = field(&read("/proc/meminfo"), "MemTotal")
        .and_then(|kib| kib.trim_end_matches(" kB").parse::<f64>().ok())
        .map_or_else(String::new, |kib| format!(", {:.0} GiB", kib / 1024.0 / 1024.0));
    let kernel = read("/proc/sys/kernel/osrelease");
    let disk = filesystem(&read("/proc/self/mounts"), directory).unwrap_or_default();
    format!("{} cores of {cpu}{memory}, Linux {}, data on {disk}", cores(), kernel.trim())
}

/// How busy the machine was in the last minute: other work on it makes every figure worse, and ratios uneven.
pub fn busy() -> String {
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!("load average before the run {}", load.split(' ').next().unwrap_or_default())
}

fn field(text: &str, name: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == name).then(|| value.trim().to_owned())
    })
}

/// The type of the file system mounted nearest above the directory.
fn filesystem(mounts: &str, directory: &Path) -> Option<String> {
    let mounts = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ').skip(1);
        Some((words.next()?, words.next()?))
    });
    mounts.filter(|(at, _)| directory.starts_with(at)).max_by_key(|(at, _)| at.len()).map(|(_, kind)| kind.to_owned())
}

/// Today's date in UTC.
pub fn today() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    date(seconds / 86_400)
}

/// The civil date of a day counted from 1970-01-01: years are walked, which is quick enough for one date.
fn date(mut day: u64) -> String {
    let leap = |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let mut year = 1970;
    while day >= 365 + u64::from(leap(year)) {
        day -= 365 + u64::from(leap(year));
        year += 1;
    }
    let mut month = 1;
    for days in [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if day < days {
            break;
        }
        day -= days;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}", day + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_know_leap_years() {
        assert_eq!(date(0), "1970-01-01");
        assert_eq!(date(19_782), "2024-02-29");
        assert_eq!(date(19_783), "2024-03-01");
        assert_eq!(date(20_088), "2024-12-31");
    }

    #[test]
    fn the_nearest_mount_counts() {
        let mounts = "/dev/vda / ext4 rw 0 0\ntmpfs /tmp tmpfs rw 0 0\n";
        assert_eq!(filesystem(mounts, Path::new("/tmp/load")).as_deref(), Some("tmpfs"));
        assert_eq!(filesystem(mounts, Path::new("/var/lib")).as_deref(), Some("ext4"));
    }
}
