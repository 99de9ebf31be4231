//! Manifests that are broken, or that somebody made to do harm.

use std::fs;

use stackgen::output::ErrorKind;

use crate::harness::{Out, files, names};

const PATH: &str = ".stackgen/manifest.json";

/// SHA-256 of `x`.
const X: &str = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";

#[track_caller]
fn refused(manifest: &str, reason: &str) {
    let out = Out::with(&files(&[("1", "x")]));
    out.write(PATH, manifest);
    let before = out.tree();
    for set in [files(&[("1", "x")]), files(&[("1", "y")])] {
        let error = out.render(&set).unwrap_err();
        let shown = out.shown(&error);
        let start = format!("OUT/{PATH} is not a manifest that stackgen can use: {reason}");
        assert!(shown.starts_with(&start), "{shown}");
        assert!(shown.contains("Restore it from version control; or delete it"), "{shown}");
        assert_eq!(error.kind(), ErrorKind::Failed);
    }
    assert_eq!(out.tree(), before);
}

fn listing(path: &str) -> String {
    format!(
        r#"{{"format": 1, "stackgen": "0", "spec_sha256": "", "inputs": "", "files": {{"{path}": "{X}"}}}}"#
    )
}

#[test]
fn broken_ones_are_refused() {
    refused("", "EOF while parsing a value");
    refused("{\"format\": 1,", "EOF while parsing");
    refused("<<<<<<< HEAD\n", "expected value at line 1 column 1");
    refused("{}", "missing field `format`");
    refused("{\"format\": 7}", "it has format 7, and this stackgen knows only format 1");
    refused("\u{0}\u{1b}[2J", "expected value");
}

#[test]
fn hostile_paths_are_refused() {
    refused(&listing("../victim"), r#""../victim" cannot be the path of an output file"#);
    refused(&listing("/etc/passwd"), r#""/etc/passwd" cannot be the path of an output file"#);
    refused(&listing("a/../../victim"), r#""a/../../victim" cannot be the path"#);
    refused(&listing(".stackgen/manifest.json"), r#"".stackgen/manifest.json" cannot be the path"#);
    refused(&listing("a\\u001b[2J"), r#""a\u{1b}[2J" cannot be the path"#);
}

#[test]
fn an_endless_one_is_not_read() {
    let out = Out::with(&files(&[("1", "x")]));
    let file = fs::File::options().write(true).open(out.path(PATH)).unwrap();
    file.set_len(1 << 40).unwrap();
    let error = out.error(&files(&[("1", "y")]));
    assert!(error.contains("it is longer than 64 MiB"), "{error}");
}

#[test]
fn without_one_equal_files_are_accepted_and_others_are_edits() {
    let out = Out::with(&files(&[("1", "x"), ("2", "x")]));
    fs::remove_file(out.path(PATH)).unwrap();
    let error = out.error(&files(&[("1", "x"), ("2", "y")]));
    assert!(error.contains("\n  2 (not written by stackgen)\n"), "{error}");
    let report = out.render(&files(&[("1", "x"), ("2", "x")])).unwrap();
    assert_eq!(names(&report.unchanged), ["1", "2"]);
    assert_eq!(names(&out.render(&files(&[("1", "x")])).unwrap().removed), ["2"]);
}

#[test]
fn a_hostile_journal_is_ignored() {
    let out = Out::with(&files(&[("1", "x")]));
    let victim = out.dir().parent().unwrap().join("victim");
    fs::write(&victim, "x").unwrap();
    out.write(".stackgen/pending.json", format!(r#"{{"files": {{"../victim": ["{X}"]}}}}"#));
    out.render(&files(&[("1", "y")])).unwrap();
    assert!(victim.exists());
    out.assert_holds(&files(&[("1", "y")]));
}
