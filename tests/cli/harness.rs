//! A whole test of the command line as one sentence:
//!
//! ```ignore
//! Case::new()
//!     .spec("version = 1")
//!     .args(["render", "--check"])
//!     .run()
//!     .code(1)
//!     .stderr_has("monitoring/ does not exist")
//!     .tree(["stack.toml"]);
//! ```

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::rc::Rc;

use tempfile::TempDir;

use crate::seen::Seen;
use crate::support::process::{self, Finished};
use crate::support::tree::{self, Tree};
use crate::support::unindent::unindent;
use crate::support::{diff, golden};

/// A run of `stackgen` to be: a folder of its own to work in, and an environment that knows nothing
/// of the user's (`PATH` and a `HOME` that is the folder).
///
/// Texts may stand indented as the code around them, see [`unindent`].
#[must_use = "a case tests nothing before `run`"]
pub(crate) struct Case {
    program: OsString,
    folder: Rc<TempDir>,
    args: Vec<OsString>,
    inside: String,
    env: Vec<(OsString, OsString)>,
    stdin: Vec<u8>,
}

impl Case {
    /// An empty folder and no arguments.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        Self::in_folder(Rc::new(folder))
    }

    fn in_folder(folder: Rc<TempDir>) -> Self {
        let program = env!("CARGO_BIN_EXE_stackgen").into();
        Self {
            program,
            folder,
            args: Vec::new(),
            inside: String::new(),
            env: Vec::new(),
            stdin: Vec::new(),
        }
    }

    /// Puts the spec there, as `stack.toml`.
    pub(crate) fn spec(self, text: &str) -> Self {
        self.file("stack.toml", text)
    }

    /// Puts a file there, with the folders above it.
    #[track_caller]
    pub(crate) fn file(self, path: &str, text: &str) -> Self {
        let file = Tree::from([(path.to_owned(), unindent(text).into_bytes())]);
        tree::write(self.folder.path(), &file).expect("the case's folder can be written");
        self
    }

    /// Puts a file there that need not be text.
    #[track_caller]
    pub(crate) fn bytes(self, path: &str, bytes: &[u8]) -> Self {
        let file = Tree::from([(path.to_owned(), bytes.to_vec())]);
        tree::write(self.folder.path(), &file).expect("the case's folder can be written");
        self
    }

    /// Runs below the folder, not in it.
    #[track_caller]
    pub(crate) fn inside(mut self, folder: &str) -> Self {
        fs::create_dir_all(self.folder.path().join(folder))
            .expect("the case's folder can be written");
        folder.clone_into(&mut self.inside);
        self
    }

    /// Puts a copy of a whole folder there.
    #[track_caller]
    pub(crate) fn copy_of(self, folder: &Path) -> Self {
        let files = tree::read(folder).expect("the folder to copy can be read");
        tree::write(self.folder.path(), &files).expect("the case's folder can be written");
        self
    }

    /// Adds arguments.
    pub(crate) fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.args.extend(args.into_iter().map(|arg| arg.as_ref().to_owned()));
        self
    }

    /// Sets an environment variable.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.env.push((name.into(), value.as_ref().to_owned()));
        self
    }

    /// What standard input holds; nothing without this.
    pub(crate) fn stdin(mut self, text: &str) -> Self {
        self.stdin = unindent(text).into_bytes();
        self
    }

    /// Runs another program instead, for the tests of this harness itself.
    pub(crate) fn program(mut self, program: &str) -> Self {
        self.program = program.into();
        self
    }

    /// Where it will run.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs it.
    #[track_caller]
    pub(crate) fn run(self) -> Ran {
        let before = Seen::of(self.folder.path());
        let mut command = Command::new(&self.program);
        command.args(&self.args).env_clear();
        command.current_dir(self.folder.path().join(&self.inside));
        command.env("HOME", self.folder.path()).env("LANG", "C");
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        command.envs(self.env.iter().map(|(name, value)| (name, value)));
        let finished = process::run(&mut command, &self.stdin)
            .unwrap_or_else(|error| panic!("{} cannot be run: {error}", self.program.display()));
        Ran { finished: without_folder(finished, self.folder.path()), folder: self.folder, before }
    }
}

/// A run that has ended, to be asked what came of it.
pub(crate) struct Ran {
    folder: Rc<TempDir>,
    finished: Finished,
    before: Seen,
}

impl Ran {
    /// The exit code is this.
    #[track_caller]
    pub(crate) fn code(self, expected: i32) -> Self {
        let actual = self.finished.code;
        assert!(actual == Some(expected), "expected exit code {expected}\n{}", self.finished);
        self
    }

    /// How it ended.
    pub(crate) fn exit_code(&self) -> Option<i32> {
        self.finished.code
    }

    /// Standard output is this text.
    #[track_caller]
    pub(crate) fn stdout(self, expected: &str) -> Self {
        self.is("stdout", expected, &self.finished.stdout);
        self
    }

    /// Standard error is this text.
    #[track_caller]
    pub(crate) fn stderr(self, expected: &str) -> Self {
        self.is("stderr", expected, &self.finished.stderr);
        self
    }

    /// Standard error is what a committed file says; `UPDATE_GOLDENS=1` writes the file.
    #[track_caller]
    pub(crate) fn stderr_file(self, file: &Path) -> Self {
        golden::check_text(file, &self.finished.stderr);
        self
    }

    /// Standard output has this text in it.
    #[track_caller]
    pub(crate) fn stdout_has(self, part: &str) -> Self {
        self.has("stdout", part, &self.finished.stdout);
        self
    }

    /// Standard error has this text in it.
    #[track_caller]
    pub(crate) fn stderr_has(self, part: &str) -> Self {
        self.has("stderr", part, &self.finished.stderr);
        self
    }

    /// Neither stream has this text in it.
    #[track_caller]
    pub(crate) fn never_says(self, part: &str) -> Self {
        let said = self.finished.stdout.contains(part) || self.finished.stderr.contains(part);
        assert!(!said, "expected nowhere: {part:?}\n{}", self.finished);
        self
    }

    /// The folder holds exactly these files, folders within folders as `a/b`.
    #[track_caller]
    pub(crate) fn tree<'a>(self, expected: impl IntoIterator<Item = &'a str>) -> Self {
        let mut expected: Vec<&str> = expected.into_iter().collect();
        expected.sort_unstable();
        let actual = self.files();
        let actual: Vec<&str> = actual.keys().map(String::as_str).collect();
        let (expected, actual) = (lines(&expected), lines(&actual));
        let report = diff::unified("files", &expected, &actual);
        assert!(report.is_empty(), "{report}{}", self.finished);
        self
    }

    /// The folder holds a file, with exactly this text.
    #[track_caller]
    pub(crate) fn file(self, path: &str, expected: &str) -> Self {
        let bytes = self.read(path);
        self.is(path, expected, &String::from_utf8_lossy(&bytes));
        self
    }

    /// The folder holds a file, with this text in it.
    #[track_caller]
    pub(crate) fn file_has(self, path: &str, part: &str) -> Self {
        let bytes = self.read(path);
        self.has(path, part, &String::from_utf8_lossy(&bytes));
        self
    }

    /// No file was added, removed, changed or even written again.
    #[track_caller]
    pub(crate) fn wrote_nothing(self) -> Self {
        let after = Seen::of(self.folder.path());
        let report = diff::unified("files", &self.before.lines(), &after.lines());
        assert!(report.is_empty(), "expected nothing to be written\n{report}{}", self.finished);
        self
    }

    /// What was produced below `path` is the golden `tests/snapshots/<case>/`, but for stackgen's own
    /// records, which are another with each build.
    #[track_caller]
    pub(crate) fn golden(self, path: &str, case: &str) -> Self {
        let produced = self.folder.path().join(path);
        let records = produced.join(".stackgen");
        let aside = self.folder.path().join(".stackgen-of-a-golden");
        fs::rename(&records, &aside).expect("a render leaves its records");
        golden::check(case, &produced);
        fs::rename(&aside, &records).expect("they go back to where they were");
        self
    }

    /// Standard output, as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.finished.stdout).unwrap_or_else(|error| {
            panic!("standard output is not JSON: {error}\n{}", self.finished)
        })
    }

    /// The result of the report on standard output, which is all that was said.
    #[track_caller]
    pub(crate) fn result(self) -> serde_json::Value {
        self.only_json()["result"].take()
    }

    /// Standard output as JSON, which is all that was said.
    #[track_caller]
    pub(crate) fn only_json(self) -> serde_json::Value {
        self.no_stderr().json()
    }

    /// What was said on standard error.
    pub(crate) fn stderr_text(&self) -> &str {
        &self.finished.stderr
    }

    /// What was said on standard output.
    pub(crate) fn stdout_text(&self) -> &str {
        &self.finished.stdout
    }

    /// Standard output is empty.
    #[track_caller]
    pub(crate) fn no_stdout(self) -> Self {
        self.stdout("")
    }

    /// Standard error is empty.
    #[track_caller]
    pub(crate) fn no_stderr(self) -> Self {
        self.stderr("")
    }

    /// Only these files were added, removed, changed or written again.
    #[track_caller]
    pub(crate) fn wrote_only<'a>(self, paths: impl IntoIterator<Item = &'a str>) -> Self {
        let after = Seen::of(self.folder.path());
        let mut written = self.before.differences(&after);
        written.sort_unstable();
        let mut expected: Vec<&str> = paths.into_iter().collect();
        expected.sort_unstable();
        let report = diff::unified("files written", &lines(&expected), &lines(&written));
        assert!(report.is_empty(), "{report}{}", self.finished);
        self
    }

    /// The next run in the same folder.
    pub(crate) fn then(self) -> Case {
        Case::in_folder(self.folder)
    }

    /// Where it ran, for what no method here asks.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The command as one would type it.
    pub(crate) fn command(&self) -> &str {
        &self.finished.command
    }

    #[track_caller]
    fn files(&self) -> Tree {
        tree::read(self.folder.path()).expect("the case's folder can be read")
    }

    #[track_caller]
    fn read(&self, path: &str) -> Vec<u8> {
        let bytes = fs::read(self.folder.path().join(path));
        bytes.unwrap_or_else(|error| panic!("expected a file {path}: {error}\n{}", self.finished))
    }

    #[track_caller]
    fn is(&self, what: &str, expected: &str, actual: &str) {
        let report = diff::unified(what, &unindent(expected), actual);
        assert!(report.is_empty(), "{report}{}", self.finished);
    }

    #[track_caller]
    fn has(&self, what: &str, part: &str, actual: &str) {
        let part = unindent(part);
        let contained = actual.contains(part.trim_end_matches('\n'));
        assert!(contained, "expected in {what}:\n{part}\n{}", self.finished);
    }
}

fn lines(words: &[&str]) -> String {
    words.join("\n") + "\n"
}

/// What was said, with `[DIR]` where the case's own folder was named.
fn without_folder(finished: Finished, folder: &Path) -> Finished {
    let resolved = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let clean = |text: String| {
        text.replace(&*resolved.to_string_lossy(), "[DIR]")
            .replace(&*folder.to_string_lossy(), "[DIR]")
    };
    Finished { stdout: clean(finished.stdout), stderr: clean(finished.stderr), ..finished }
}
