//! A person at a terminal: what they see, and the keys that they press. `script` gives its command a
//! terminal, and `vt100` draws what arrives there.

use std::io::{Read as _, Write as _};
use std::num::NonZero;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// The lines of every terminal here.
const LINES: u16 = 50;

/// A run on a terminal.
pub(crate) struct Session {
    child: Child,
    keys: Option<ChildStdin>,
    screen: Arc<Mutex<vt100::Parser>>,
    reader: Option<JoinHandle<()>>,
    pressed: usize,
}

/// How a run ended.
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    /// All that was shown.
    pub(crate) text: String,
    pub(crate) cursor_is_hidden: bool,
    /// How many keys were pressed.
    pub(crate) pressed: usize,
}

impl Session {
    /// Runs stackgen in a folder, on a terminal with so many columns.
    pub(crate) fn start(folder: &Path, columns: u16, environment: &str, args: &str) -> Self {
        let stackgen = env!("CARGO_BIN_EXE_stackgen");
        let line =
            format!("stty cols {columns} rows {LINES}; {environment} exec {stackgen} {args}");
        let mut command = Command::new("script");
        command.args(["-qec", &line, "/dev/null"]).current_dir(folder);
        command.env("HOME", folder).env("TERM", "xterm-256color").env("SHELL", "/bin/sh");
        command.env("TZ", "Europe/Berlin").env_remove("NO_COLOR").env_remove("CI");
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("`script` runs");
        // What has scrolled away is still there to be read.
        let screen = Arc::new(Mutex::new(vt100::Parser::new(size(LINES), size(columns), 10_000)));
        let (seen, mut out) = (Arc::clone(&screen), child.stdout.take().expect("a pipe"));
        let reader = thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count) = out.read(&mut bytes)
                && count > 0
            {
                seen.lock().expect("not poisoned").process(&bytes[..count]);
            }
        });
        let keys = child.stdin.take();
        Self { child, keys, screen, reader: Some(reader), pressed: 0 }
    }

    /// What is on the screen now.
    pub(crate) fn screen(&self) -> String {
        self.screen.lock().expect("not poisoned").screen().contents()
    }

    /// Waits until a text is on the screen.
    #[track_caller]
    pub(crate) fn sees(&self, text: &str) -> &Self {
        let over = Instant::now() + Duration::from_secs(60);
        while !self.screen().contains(text) {
            assert!(Instant::now() < over, "{text:?} does not appear:\n{}", self.screen());
            thread::sleep(Duration::from_millis(10));
        }
        self
    }

    /// Waits for a text, and presses a key.
    #[track_caller]
    pub(crate) fn at(&mut self, text: &str, key: &str) -> &mut Self {
        self.sees(text);
        // What reads keys has to be there as well.
        thread::sleep(Duration::from_millis(60));
        self.pressed += 1;
        let keys = self.keys.as_mut().expect("it runs");
        keys.write_all(key.as_bytes()).expect("it is read");
        keys.flush().expect("it is read");
        self
    }

    /// Waits until it ends.
    #[track_caller]
    pub(crate) fn end(mut self) -> Ended {
        let over = Instant::now() + Duration::from_secs(120);
        let code = loop {
            match self.child.try_wait().expect("it can be waited for") {
                Some(status) => break status.code(),
                None if Instant::now() > over => {
                    let _ = self.child.kill();
                    panic!("it does not end:\n{}", self.screen());
                }
                None => thread::sleep(Duration::from_millis(10)),
            }
        };
        drop(self.keys.take());
        self.reader.take().expect("it has one").join().expect("the reader ends");
        let mut parser = self.screen.lock().expect("not poisoned");
        let cursor_is_hidden = parser.screen().hide_cursor();
        Ended { code, text: all(&mut parser), cursor_is_hidden, pressed: self.pressed }
    }
}

fn size(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a terminal has a size")
}

/// All that was shown, also what has scrolled away.
fn all(parser: &mut vt100::Parser) -> String {
    let screen = parser.screen_mut();
    screen.set_scrollback(usize::MAX);
    let above = screen.scrollback();
    let mut text = String::new();
    let (rows, columns) = screen.size();
    let mut at = above;
    while at > 0 {
        screen.set_scrollback(at);
        let take = at.min(rows.get().into());
        for row in screen.rows(0, columns.get()).take(take) {
            text.push_str(&row);
            text.push('\n');
        }
        at -= take;
    }
    screen.set_scrollback(0);
    text + &screen.contents()
}
