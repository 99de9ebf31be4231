//! Every command in a `console` block of the documents is run, and says what the block shows.
//!
//! Such a block has lines that start with `$ `, each followed by what it prints (standard output
//! and error, as a terminal shows them). A block right after `<!-- file: PATH -->` is a file that
//! the commands below it find. The commands of a document share a folder, with `stackgen` and
//! `promtool` on their path. With `UPDATE_GOLDENS=1`, the blocks show what is printed now.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
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
