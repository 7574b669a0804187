//! Debian's own PostgreSQL server, started once for this test run on a free port of the loopback.
//!
//! A shell of its own watches over the server: when this process ends, however it ends, the shell's standard input
//! closes, and the shell stops the server by its process id and removes the directory.

use postgres::{Client, NoTls};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// PostgreSQL refuses to run as root, so root hands over to the user that Debian's package made.
const WATCH: &str = r#"
    set -eu
    dir=$(mktemp -d); trap 'rm -rf "$dir"' EXIT
    "$1/initdb" --pgdata="$dir/data" --auth=trust --username=comity --encoding=UTF8 --locale=C --no-sync >/dev/null
    "$1/postgres" -D "$dir/data" -k "$dir" -p "$2" -c listen_addresses=127.0.0.1 -c max_connections=400 \
        -c logging_collector=off >"$dir/log" 2>&1 &
    server=$!
    read -r _ || true
    kill -INT "$server"; wait "$server" || true
"#;

struct Server {
    port: u16,
    // Held open as long as this process lives: its standard input is the watch.
    _watch: Child,
}

/// The connection string of a new, empty database.
pub fn database() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let server = server();
    let mut admin = Client::connect(&params(server.port, "postgres"), NoTls).expect("the server takes connections");
    admin.batch_execute(&format!("CREATE DATABASE {name}")).expect("a database can be made");
    params(server.port, &name)
}

fn params(port: u16, database: &str) -> String {
    format!("host=127.0.0.1 port={port} user=comity dbname={database}")
}

fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| (0..5).find_map(|_| start()).expect("PostgreSQL starts on a free port"))
}

fn start() -> Option<Server> {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0);
    let mut command = if is_root {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "sh"]);
        command
    } else {
        Command::new("sh")
    };
    command.args(["-c", WATCH, "watch"]).arg(programs()).arg(port.to_string());
    // The server must not hold this process's output open, nor hear its Ctrl-C before the watch does.
    command.current_dir("/").env_remove("TMPDIR").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    let mut watch = command.spawn().expect("setpriv and sh are there: apt-get install util-linux");
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(60) {
        if Client::connect(&params(port, "postgres"), NoTls).is_ok() {
            return Some(Server { port, _watch: watch });
        }
        if watch.try_wait().is_ok_and(|ended| ended.is_some()) {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    drop(watch.stdin.take());
    watch.wait().expect("the watch can be waited for");
    None
}

/// The newest version's programs.
fn programs() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").expect("PostgreSQL is there: apt-get install postgresql");
    let version = |path: &PathBuf| path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok());
    let newest = versions.filter_map(|entry| Some(entry.ok()?.path())).max_by_key(version);
    newest.expect("PostgreSQL is there: apt-get install postgresql").join("bin")
}
