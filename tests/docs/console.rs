//! Every command in a `console` block of the documents is run, and says what the block shows.
//!
//! Such a block has lines that start with `$ `, each followed by what it prints (standard output
//! and error, as a terminal shows them). A block right after `<!-- file: PATH -->` is a file that
//! the commands below it find. The commands of a document share a folder, with `stackgen` and
//! `promtool` on their path; those of an example start with its files. After `<!-- with FILE: SCRIPT -->`,
//! the next block sees the file as `sed` changes it by the script.  With `UPDATE_GOLDENS=1`, the blocks show what is printed now.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::marked;
use crate::support::{cases, golden, process, tools};

#[test]
fn the_readme_shows_what_happens() {
    check("README.md");
}

#[test]
fn the_page_on_integrations_shows_what_happens() {
    check("docs/integrations.md");
}

#[test]
fn the_page_on_receivers_shows_what_happens() {
    check("docs/receivers.md");
}

#[test]
fn the_examples_show_what_happens() {
    check("examples/02-small-shop/README.md");
    check("examples/03-own-integration/README.md");
    check("examples/04-own-component/README.md");
}

#[track_caller]
fn check(document: &str) {
    let Some(promtool) = tools::promtool() else { return };
    let _alone = marked::alone();
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let programs = tempfile::tempdir().expect("there is a folder for temporary files");
    for (name, path) in
        [("stackgen", Path::new(env!("CARGO_BIN_EXE_stackgen"))), ("promtool", &promtool.path)]
    {
        std::os::unix::fs::symlink(path, programs.path().join(name)).expect("a link");
    }
    let file = cases::repository(document);
    let text = fs::read_to_string(&file).expect("it can be read");
    if document.starts_with("examples/") {
        copy(file.parent().expect("a folder"), folder.path());
    }
    let mut changed = None;
    let mut out = String::new();
    let mut lines = text.lines();
    let mut next_is = None;
    let mut ran = 0;
    while let Some(line) = lines.next() {
        let _ = writeln!(out, "{line}");
        if let Some(path) = line.strip_prefix("<!-- file: ").and_then(|it| it.strip_suffix(" -->"))
        {
            next_is = Some(path.to_owned());
        }
        if let Some(change) = line.strip_prefix("<!-- with ").and_then(|it| it.strip_suffix(" -->"))
        {
            let (file, script) = change.split_once(": ").expect("a file and a script");
            changed = Some(Changed::make(folder.path(), file, script));
        }
        let Some(kind) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        if let Some(path) = next_is.take() {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
            fs::write(path, block.join("\n") + "\n").expect("it can be written");
        }
        if kind == "console" {
            for command in block.iter().filter_map(|line| line.strip_prefix("$ ")) {
                let _ = writeln!(out, "$ {command}");
                out.push_str(&run(command, folder.path(), programs.path()));
                ran += 1;
            }
            if let Some(changed) = changed.take() {
                changed.put_back();
            }
        } else {
            out.extend(block.iter().flat_map(|line| [line, "\n"]));
        }
        out.push_str("```\n");
    }
    assert!(ran > 0, "{document} has no command");
    golden::check_text(&file, &out);
}

/// What a terminal would show of a command.
fn run(line: &str, folder: &Path, programs: &Path) -> String {
    let path = std::env::var("PATH").unwrap_or_default();
    let mut command = Command::new("sh");
    command.args(["-c", &format!("exec 2>&1; {line}")]).current_dir(folder).env_clear();
    command.env("PATH", format!("{}:{path}", programs.display())).env("LC_ALL", "C");
    command.env("HOME", folder);
    let finished = process::run(&mut command, b"").expect("a shell runs");
    finished.stdout.replace(&folder.display().to_string(), "~/shop")
}

/// A file that is another for one block.
struct Changed {
    file: PathBuf,
    before: String,
}

impl Changed {
    fn make(folder: &Path, file: &str, script: &str) -> Self {
        let file = folder.join(file);
        let before = fs::read_to_string(&file).expect("it can be read");
        let mut sed = Command::new("sed");
        sed.args(["-i", "-e", script]).arg(&file);
        let ran = process::run(&mut sed, b"").expect("sed runs");
        assert!(ran.succeeded(), "{ran}");
        let now = fs::read_to_string(&file).expect("it can be read");
        assert_ne!(now, before, "`{script}` changes nothing");
        Self { file, before }
    }

    fn put_back(self) {
        fs::write(self.file, self.before).expect("it can be written");
    }
}

/// Copies what an example consists of.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("it can be made");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let (path, copy_of) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &copy_of);
        } else {
            fs::copy(&path, copy_of).expect("it can be copied");
        }
    }
}
