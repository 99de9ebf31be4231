//! promtool as a program of this machine: what it is asked for may be a stranger's.

use super::interrupt;
use crate::ui::Screen;
use std::ffi::OsStr;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// How much memory it may have.
pub(super) const MEMORY: u64 = 1 << 30;

/// How much it may write into one file.
const FILE: u64 = 512 << 20;

/// How many bytes of each of its streams are kept.
const SAID: u64 = 1 << 20;

/// How often it is looked at.
const TICK: Duration = Duration::from_millis(10);

/// How it ended, and what it said.
pub(super) struct Ended {
    /// `None` if it took too long.
    pub(super) status: Option<ExitStatus>,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

/// Runs it in a folder, in which its temporary files are as well, on test files.
///
/// # Errors
/// When it cannot be started.
pub(super) fn run(
    program: &Path,
    folder: &Path,
    tests: &[String],
    longest: Duration,
    screen: &'static Screen,
) -> io::Result<Ended> {
    let temporary = folder.join("tmp");
    std::fs::create_dir_all(&temporary)?;
    let mut child = Command::new(program)
        .arg(OsStr::new("test"))
        .arg("rules")
        .args(tests)
        .current_dir(folder)
        .env("TMPDIR", &temporary)
        // It collects its garbage rarely, and in time for its limit.
        .env("GOGC", "400")
        .env("GOMEMLIMIT", (MEMORY / 4 * 3).to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    limit(&child, longest);
    let (stdout, stderr) = (heard(child.stdout.take()), heard(child.stderr.take()));
    let running = Arc::new(Mutex::new(child));
    // Whoever ends stackgen ends promtool, and leaves nothing behind.
    let (same, folder) = (Arc::clone(&running), folder.to_path_buf());
    interrupt::ends("test", screen, move || remove(&same, &folder));
    let status = wait(&running, longest)?;
    let text = |heard: thread::JoinHandle<Vec<u8>>| {
        String::from_utf8_lossy(&heard.join().unwrap_or_default()).into_owned()
    };
    Ok(Ended { status, stdout: text(stdout), stderr: text(stderr) })
}

/// Gives it its limits. Where there are none, it has only its time.
fn limit(child: &Child, longest: Duration) {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Pid, Resource, Rlimit, prlimit};
        let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
        let at_most = |most| Rlimit { current: Some(most), maximum: Some(most) };
        // Not the address space: Go reserves more of it than it ever uses.
        for (resource, most) in [
            (Resource::Data, MEMORY),
            (Resource::Fsize, FILE),
            (Resource::Core, 0),
            (Resource::Cpu, longest.as_secs().saturating_mul(4).max(1)),
        ] {
            let _ = prlimit(pid, resource, at_most(most));
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (child, longest, FILE);
}

/// What comes out of a pipe, up to what anybody would read. The rest is taken, so that it goes on.
fn heard(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut said = Vec::new();
        let Some(mut pipe) = pipe else { return said };
        let _ = pipe.by_ref().take(SAID).read_to_end(&mut said);
        let _ = io::copy(&mut pipe, &mut io::sink());
        said
    })
}

/// Waits for its end, and ends it if that takes too long.
fn wait(running: &Mutex<Child>, longest: Duration) -> io::Result<Option<ExitStatus>> {
    let began = Instant::now();
    loop {
        let mut child = running.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if began.elapsed() >= longest {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        drop(child);
        thread::sleep(TICK);
    }
}

fn remove(running: &Mutex<Child>, folder: &PathBuf) {
    let mut child = running.lock().unwrap_or_else(PoisonError::into_inner);
    let _ = child.kill();
    let _ = child.wait();
    let _ = std::fs::remove_dir_all(folder);
}
