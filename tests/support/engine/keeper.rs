//! The shell script that an engine lives and dies with, from outside.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A running `keeper.sh`. It ends, and everything that it started, with the value, and also when this
/// process is killed.
pub(crate) struct Keeper {
    child: Child,
    // Taken only to close it.
    commands: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    slot: u8,
}

impl Keeper {
    /// Starts one, with the folders of the engine's programs.
    ///
    /// # Errors
    ///
    /// Why there can be no engine here.
    pub(crate) fn start(programs: &str) -> Result<Self, String> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/engine/keeper.sh");
        let mut command = Command::new("/bin/sh");
        command.arg(script).args(["keep", programs]).env_clear();
        command.env("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        // Ctrl-C ends this process, and the closed pipe the keeper, which then still can clean up.
        command.process_group(0);
        let mut child = command.spawn().map_err(|error| format!("/bin/sh: {error}"))?;
        let commands = child.stdin.take();
        let answers = BufReader::new(child.stdout.take().expect("it was piped"));
        let mut keeper = Self { child, commands, answers, slot: 0 };
        let answer = keeper.answer().map_err(|error| format!("the keeper ended: {error}"))?;
        match answer.split_once(' ') {
            Some(("slot", slot)) => {
                keeper.slot = slot.parse().map_err(|error| format!("{answer}: {error}"))?;
                Ok(keeper)
            }
            Some(("cannot", why)) => Err(why.to_owned()),
            _ => Err(format!("the keeper says {answer:?}")),
        }
    }

    /// Which of the possible engines this is.
    pub(crate) fn slot(&self) -> u8 {
        self.slot
    }

    /// Everything of the engine: its socket, its log, its data.
    pub(crate) fn folder(&self) -> PathBuf {
        PathBuf::from(format!("/tmp/stackgen-engine-{:02}", self.slot))
    }

    /// The process of the script.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Gives a command, and waits until it is carried out.
    ///
    /// # Errors
    ///
    /// The keeper is gone.
    pub(crate) fn tell(&mut self, command: &str) -> io::Result<()> {
        let commands = self.commands.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        writeln!(commands, "{command}")?;
        match self.answer()?.as_str() {
            "done" => Ok(()),
            other => Err(io::Error::other(format!("the keeper says {other:?}"))),
        }
    }

    fn answer(&mut self) -> io::Result<String> {
        let mut line = String::new();
        match self.answers.read_line(&mut line)? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(line.trim_end().to_owned()),
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.commands.take());
        let _ = self.child.wait();
    }
}
