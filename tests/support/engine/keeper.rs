//! The shell script that an engine lives and dies with, from outside.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::network::Network;

/// A running `keeper.sh`. It ends, and everything that it started, with the value, and also when this
/// process is killed.
pub(crate) struct Keeper {
    child: Child,
    // Taken only to close it.
    commands: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    folder: PathBuf,
    network: Network,
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
        let mut answers = BufReader::new(child.stdout.take().expect("it was piped"));
        let started = match answer(&mut answers) {
            Ok(said) => match said.split_once(' ') {
                // By now the script is in the engine's network.
                Some(("folder", folder)) => Network::of(child.id())
                    .map(|network| (PathBuf::from(folder), network))
                    .map_err(|error| format!("the engine's network: {error}")),
                Some(("cannot", why)) => Err(why.to_owned()),
                _ => Err(format!("the keeper says {said:?}")),
            },
            Err(error) => Err(format!("the keeper ended: {error}")),
        };
        match started {
            Ok((folder, network)) => Ok(Self { child, commands, answers, folder, network }),
            Err(why) => {
                drop(commands);
                let _ = child.wait();
                Err(why)
            }
        }
    }

    /// Everything of the engine: its socket, its log, its data.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the engine's bridges and published ports are.
    pub(crate) fn network(&self) -> &Network {
        &self.network
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
        match answer(&mut self.answers)?.as_str() {
            "done" => Ok(()),
            other => Err(io::Error::other(format!("the keeper says {other:?}"))),
        }
    }
}

fn answer(answers: &mut BufReader<ChildStdout>) -> io::Result<String> {
    let mut line = String::new();
    match answers.read_line(&mut line)? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(line.trim_end().to_owned()),
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.commands.take());
        let _ = self.child.wait();
    }
}
