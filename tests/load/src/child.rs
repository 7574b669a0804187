//! A process we started: its memory, and its end, by its id and whatever happens to us.

use std::process::{Child, ChildStdout};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::Result;

/// How long a server may take to stop by itself.
const STOP: Duration = Duration::from_secs(20);

/// A child process that does not outlive this value.
pub struct Process(Child);

impl Process {
    /// Takes charge of a child.
    pub fn new(child: Child) -> Process {
        Process(child)
    }

    /// Its output, once, when it was started with a pipe for it.
    pub fn output(&mut self) -> Option<ChildStdout> {
        self.0.stdout.take()
    }

    /// Resident bytes, as the kernel counts them.
    pub fn resident(&self) -> Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("the process has ended")?;
        let kib: f64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kib * 1024.0)
    }

    /// Fails once the process has ended, so that waiting for it does not go on.
    pub fn running(&mut self) -> Result<()> {
        match self.0.try_wait()? {
            None => Ok(()),
            Some(status) => Err(format!("the server ended with {status}").into()),
        }
    }

    /// Asks the process to end and waits for it.
    pub fn stop(mut self) -> Result<()> {
        let pid = Pid::from_child(&self.0);
        kill_process(pid, Signal::TERM)?;
        let start = Instant::now();
        while start.elapsed() < STOP {
            if self.0.try_wait()?.is_some() {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Err("the server did not stop when asked to; it was killed".into())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Both fail only when it has already ended, which is what is wanted.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
