//! What lies among the rendered files and is not rendered.

use std::fs;
use std::os::unix::fs::symlink;

use stackgen::output::foreign;

use crate::harness::{Out, files};

#[test]
fn everything_that_counts_and_is_not_rendered_is_found() {
    let set = files(&[("rules/a.yml", "x"), ("rules/sub/b.yml", "x"), ("other/c.yml", "x")]);
    let out = Out::with(&set);
    for path in ["rules/mine.yml", "rules/sub/deep/mine.yml", "rules/notes.md", "other/mine.yml"] {
        out.write(path, "mine");
    }
    symlink("/nowhere", out.path("rules/.#a.yml")).unwrap();
    fs::create_dir(out.path("rules/folder.yml")).unwrap();
    // What is behind a link to a folder is not looked at, the link is.
    symlink("/", out.path("rules/root.yml")).unwrap();
    let found = foreign(out.dir(), &set, ["rules", "missing"], |path| !path.contains("notes"));
    let expected = ["rules/.#a.yml", "rules/mine.yml", "rules/root.yml", "rules/sub/deep/mine.yml"];
    assert_eq!(found.unwrap(), expected);
    // Twice the same folder is once the same file.
    let found = foreign(out.dir(), &set, ["rules/sub", "rules/sub/deep"], |_| true);
    assert_eq!(found.unwrap(), ["rules/sub/deep/mine.yml"]);
}

#[test]
fn a_render_never_touches_them() {
    let set = files(&[("rules/a.yml", "x")]);
    let out = Out::with(&set);
    out.write("rules/mine.yml", "mine");
    out.force(&files(&[("rules/a.yml", "y")])).unwrap();
    out.render(&files(&[("1", "z")])).unwrap();
    assert_eq!(out.read("rules/mine.yml"), "mine");
}
