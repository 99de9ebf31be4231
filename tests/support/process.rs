//! Runs a program to its end, with a deadline.

use std::fmt;
use std::io::{self, Read, Write};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// Longer than anything a test runs, shorter than a person waits: a program that asks a question
/// nobody answers must not hang the tests.
const DEADLINE: Duration = Duration::from_secs(120);

/// A program that has ended, with what it said.
#[derive(Debug, Clone)]
pub(crate) struct Finished {
    /// The program and its arguments, as one would type them.
    pub(crate) command: String,
    /// The exit code; nothing where a signal ended the program.
    pub(crate) code: Option<i32>,
    /// Standard output; bytes that are not UTF-8 are replaced.
    pub(crate) stdout: String,
    /// Standard error; bytes that are not UTF-8 are replaced.
    pub(crate) stderr: String,
}

impl Finished {
    /// Whether the exit code is 0.
    pub(crate) fn succeeded(&self) -> bool {
        self.code == Some(0)
    }
}

impl fmt::Display for Finished {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "$ {}", self.command)?;
        match self.code {
            Some(code) => writeln!(f, "exit code {code}")?,
            None => writeln!(f, "ended by a signal")?,
        }
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if text.is_empty() {
                writeln!(f, "--- {name}: empty")?;
            } else {
                writeln!(f, "--- {name}\n{}", text.trim_end_matches('\n'))?;
            }
        }
        Ok(())
    }
}

/// Runs a command with `input` as its standard input.
///
/// # Errors
///
/// The program cannot be started, or does not end in time (it is killed then).
pub(crate) fn run(command: &mut Command, input: &[u8]) -> io::Result<Finished> {
    run_within(command, input, DEADLINE)
}

/// Runs a command as [`run`] does, with another deadline: for the whole of each stream's output.
///
/// # Errors
///
/// As [`run`].
pub(crate) fn run_within(
    command: &mut Command,
    input: &[u8],
    deadline: Duration,
) -> io::Result<Finished> {
    let shown = shown(command);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;

    // All three pipes move at once: a program that fills one while we wait on another would hang.
    if let Some(mut stdin) = child.stdin.take() {
        let input = input.to_vec();
        // A program may end without reading its input; that is its own business.
        thread::spawn(move || stdin.write_all(&input));
    }
    let (sender, receiver) = mpsc::channel();
    let pipes: [Option<Box<dyn Read + Send>>; 2] = [
        child.stdout.take().map(|pipe| Box::new(pipe) as _),
        child.stderr.take().map(|pipe| Box::new(pipe) as _),
    ];
    for (index, pipe) in pipes.into_iter().enumerate() {
        let sender = sender.clone();
        thread::spawn(move || {
            let mut bytes = Vec::new();
            if let Some(mut pipe) = pipe {
                let _ = pipe.read_to_end(&mut bytes);
            }
            sender.send((index, bytes))
        });
    }

    let mut texts = [String::new(), String::new()];
    for _ in 0..texts.len() {
        let Ok((index, bytes)) = receiver.recv_timeout(deadline) else {
            child.kill()?;
            child.wait()?;
            let text = format!("`{shown}` did not end within {} s", deadline.as_secs());
            return Err(io::Error::new(io::ErrorKind::TimedOut, text));
        };
        texts[index] = String::from_utf8_lossy(&bytes).into_owned();
    }
    let code = child.wait()?.code();
    let [stdout, stderr] = texts;
    Ok(Finished { command: shown, code, stdout, stderr })
}

/// A command as one would type it, without the folders of the program itself.
fn shown(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let program = program.file_name().unwrap_or(command.get_program());
    std::iter::once(program)
        .chain(command.get_args())
        .map(|word| {
            let word = word.to_string_lossy();
            let plain = |c: char| c.is_ascii_alphanumeric() || "-_=./:,+@".contains(c);
            if !word.is_empty() && word.chars().all(plain) {
                word.into_owned()
            } else {
                format!("'{}'", word.replace('\'', r"'\''"))
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
}
