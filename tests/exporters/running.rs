//! A program that runs while a test asks it things.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::support::tools::Tool;

/// How long a program may take until it shows what is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program of a test's own, on a port of the loopback address. It ends with the value.
#[derive(Debug)]
pub(crate) struct Running {
    child: Child,
    port: u16,
    folder: TempDir,
}

impl Running {
    /// Starts a program with files in its folder, and the arguments for its port.
    ///
    /// # Panics
    ///
    /// If it cannot be started.
    pub(crate) fn start(
        tool: &Tool,
        files: &[(&str, &str)],
        args: impl FnOnce(u16) -> Vec<String>,
    ) -> Self {
        let owned = |(path, text): &(&str, &str)| ((*path).to_owned(), (*text).to_owned());
        Self::on_a_port(tool, |port| (files.iter().map(owned).collect(), args(port)))
    }

    /// Starts a program with files that depend on its port.
    ///
    /// # Panics
    ///
    /// If it cannot be started.
    pub(crate) fn on_a_port(
        tool: &Tool,
        prepare: impl FnOnce(u16) -> (Vec<(String, String)>, Vec<String>),
    ) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let port = free_port();
        let (files, args) = prepare(port);
        for (path, text) in files {
            let file = folder.path().join(path);
            fs::create_dir_all(file.parent().expect("it is in the folder")).expect("a folder");
            fs::write(file, text).expect("a temporary file");
        }
        let log = File::create(folder.path().join("log")).expect("a temporary file");
        let mut command = tool.command(folder.path());
        command
            .args(args)
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a second handle of a file"))
            .stderr(log);
        let child = spawn(&mut command)
            .unwrap_or_else(|error| panic!("{} cannot be started: {error}", tool.name));
        Self { child, port, folder }
    }

    /// Its address.
    pub(crate) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Its port.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Stops it in the middle of whatever it does, as if it hung.
    pub(crate) fn freeze(&self) {
        self.signal("-STOP");
    }

    /// Lets it go on.
    pub(crate) fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status().expect("there is a `kill`");
        assert!(sent.success(), "kill {signal}: {sent}");
    }

    /// Ends it, before its value does.
    pub(crate) fn end(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// What it has said so far.
    pub(crate) fn said(&self) -> String {
        fs::read_to_string(self.log()).unwrap_or_default()
    }

    /// What it answers.
    pub(crate) fn get(&self, path: &str) -> io::Result<String> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(5))?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        // With HTTP/1.0 the answer comes in one piece, up to the end of the connection.
        write!(stream, "GET {path} HTTP/1.0\r\nHost: {}\r\n\r\n", self.address())?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        match head.split_whitespace().nth(1) {
            Some("200") => Ok(body.to_owned()),
            _ => Err(io::Error::other(format!("{path}: {}", head.lines().next().unwrap_or("")))),
        }
    }

    /// Asks again and again until the answer is what it should be.
    ///
    /// # Panics
    ///
    /// If it does not become that in a minute, or if the program ends; with what was wrong last, and
    /// the last lines of the program.
    pub(crate) fn wait_for<T>(&mut self, mut ask: impl FnMut(&Self) -> Result<T, String>) -> T {
        let started = Instant::now();
        loop {
            let wrong = match ask(self) {
                Ok(answer) => return answer,
                Err(wrong) => wrong,
            };
            let ended = self.child.try_wait().expect("a child of this process");
            if ended.is_some() || started.elapsed() > PATIENCE {
                let said = self.said();
                let lines: Vec<_> = said.lines().rev().take(15).collect();
                let lines: Vec<_> = lines.into_iter().rev().collect();
                panic!("{wrong}\n--- {ended:?}, its last words:\n{}", lines.join("\n"));
            }
            sleep(Duration::from_millis(200));
        }
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

/// Starts a program. One that was just written is busy for as long as a process that another test is
/// starting at the same moment still has the handle with which it was written.
fn spawn(command: &mut Command) -> io::Result<Child> {
    let started = Instant::now();
    loop {
        match command.spawn() {
            Err(error)
                if error.kind() == io::ErrorKind::ExecutableFileBusy
                    && started.elapsed() < Duration::from_secs(10) =>
            {
                sleep(Duration::from_millis(20));
            }
            done => return done,
        }
    }
}

/// A port that nobody listens on at the moment.
fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    listener.local_addr().expect("it is bound").port()
}
