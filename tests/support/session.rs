//! A person at a terminal: what they see, and the keys that they press. `script` gives its command a
//! terminal, and `vt100` draws what arrives there.

use std::fmt::Write as _;
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
    screen: Arc<Mutex<Shown>>,
    reader: Option<JoinHandle<()>>,
    pressed: usize,
}

/// What has arrived at a terminal: as it is drawn, and byte by byte.
struct Shown {
    parser: vt100::Parser,
    bytes: Vec<u8>,
}

/// How a run ended.
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    /// All that was shown.
    pub(crate) text: String,
    /// The same, with its colours.
    pub(crate) drawn: String,
    pub(crate) cursor_is_hidden: bool,
    /// All that arrived at the terminal, with what drives it.
    pub(crate) raw: String,
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
        let parser = vt100::Parser::new(size(LINES), size(columns), 10_000);
        let screen = Arc::new(Mutex::new(Shown { parser, bytes: Vec::new() }));
        let (seen, mut out) = (Arc::clone(&screen), child.stdout.take().expect("a pipe"));
        let reader = thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count) = out.read(&mut bytes)
                && count > 0
            {
                let mut seen = seen.lock().expect("not poisoned");
                seen.parser.process(&bytes[..count]);
                seen.bytes.extend(&bytes[..count]);
            }
        });
        let keys = child.stdin.take();
        Self { child, keys, screen, reader: Some(reader), pressed: 0 }
    }

    /// What is on the screen now.
    pub(crate) fn screen(&self) -> String {
        self.screen.lock().expect("not poisoned").parser.screen().contents()
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
        let mut shown = self.screen.lock().expect("not poisoned");
        let cursor_is_hidden = shown.parser.screen().hide_cursor();
        let (text, drawn) = all(&mut shown.parser);
        let raw = String::from_utf8_lossy(&shown.bytes).into_owned();
        Ended { code, text, drawn, cursor_is_hidden, raw, pressed: self.pressed }
    }
}

fn size(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a terminal has a size")
}

/// All that was shown, also what has scrolled away: as text, and with its colours.
fn all(parser: &mut vt100::Parser) -> (String, String) {
    let screen = parser.screen_mut();
    let (rows, columns) = screen.size();
    let (mut text, mut drawn) = (String::new(), String::new());
    screen.set_scrollback(usize::MAX);
    let mut above = screen.scrollback();
    loop {
        screen.set_scrollback(above);
        let take = if above == 0 {
            rows.get()
        } else {
            rows.get().min(above.try_into().unwrap_or(u16::MAX))
        };
        for row in 0..take {
            let line = line(screen, row, columns.get());
            text.push_str(line.0.trim_end());
            text.push('\n');
            drawn.push_str(&line.1);
            drawn.push('\n');
        }
        if above == 0 {
            break;
        }
        above -= usize::from(take);
    }
    (text.trim_end().to_owned() + "\n", drawn.trim_end().to_owned() + "\n")
}

/// A line of the screen: its text, and the same with what colours it.
fn line(screen: &vt100::Screen, row: u16, columns: u16) -> (String, String) {
    let cells: Vec<(String, String)> = (0..columns)
        .filter_map(|column| screen.cell(row, column))
        .filter(|cell| !cell.is_wide_continuation())
        .map(|cell| {
            let text = if cell.has_contents() { cell.contents() } else { " " };
            (text.to_owned(), style(cell))
        })
        .collect();
    let end = cells.iter().rposition(|(text, _)| text != " ").map_or(0, |at| at + 1);
    let (mut text, mut drawn, mut last) = (String::new(), String::new(), String::new());
    for (part, style) in &cells[..end] {
        if *style != last {
            let _ = write!(drawn, "\u{1b}[0m{style}");
            last.clone_from(style);
        }
        text.push_str(part);
        drawn.push_str(part);
    }
    if !last.is_empty() {
        drawn.push_str("\u{1b}[0m");
    }
    (text, drawn)
}

/// What makes a cell look as it does.
fn style(cell: &vt100::Cell) -> String {
    let mut style = String::new();
    for (is, code) in [(cell.bold(), 1), (cell.dim(), 2), (cell.italic(), 3), (cell.underline(), 4)]
    {
        if is {
            let _ = write!(style, "\u{1b}[{code}m");
        }
    }
    if let vt100::Color::Idx(color) = cell.fgcolor() {
        let code = if color < 8 { 30 + color } else { 82 + color };
        let _ = write!(style, "\u{1b}[{code}m");
    }
    style
}
