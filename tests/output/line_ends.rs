//! Files that git or an editor converted.

use stackgen::output::{FileSet, apply, plan};

use crate::harness::{Out, files, names, origin};

/// What becomes of `a\nb\n`.
const CONVERTED: [&str; 4] =
    ["a\r\nb\r\n", "a\r\r\nb\r\r\n", "\u{feff}a\nb\n", "\u{feff}a\r\nb\r\n"];

fn some_files() -> FileSet {
    files(&[("1", "a\nb\n"), ("2", "x\n")])
}

#[test]
fn other_line_endings_are_no_edit_and_are_written_right_again() {
    for converted in CONVERTED {
        let out = Out::with(&some_files());
        out.write("1", converted);
        let report = out.render(&some_files()).unwrap();
        assert_eq!(names(&report.updated), ["1"], "{converted:?}");
        out.assert_holds(&some_files());
    }
}

#[test]
fn a_converted_file_is_updated_and_removed_as_one_that_is_not() {
    for converted in CONVERTED {
        let out = Out::with(&some_files());
        out.write("1", converted);
        let report = out.render(&files(&[("1", "new\n"), ("2", "x\n")])).unwrap();
        assert_eq!(names(&report.updated), ["1"], "{converted:?}");
        out.write("1", "new\r\n");
        let report = out.render(&files(&[("2", "x\n")])).unwrap();
        assert_eq!(names(&report.removed), ["1"], "{converted:?}");
    }
}

#[test]
fn the_records_may_be_converted_as_well() {
    let out = Out::with(&some_files());
    let manifest = out.read(".stackgen/manifest.json");
    out.write(".stackgen/manifest.json", manifest.replace('\n', "\r\n"));
    assert!(out.render(&some_files()).unwrap().is_unchanged());
}

#[test]
fn an_edit_in_a_converted_file_is_an_edit_and_shown_without_the_rest() {
    let out = Out::with(&files(&[("1", "a\nb\nc\n")]));
    out.write("1", "a\r\nmine\r\nc\r\n");
    let (set, origin) = (files(&[("1", "a\nb\nc\n")]), origin());
    let plan = plan(out.dir(), &set, &origin).unwrap();
    assert_eq!(names(&plan.report().edited), ["1"]);
    assert_eq!(plan.edits().to_string(), "--- a/1\n+++ b/1\n@@ -1,3 +1,3 @@\n a\n-mine\n+b\n c\n");
    assert!(apply(&plan, stackgen::output::Force::No).is_err());
}

#[test]
fn a_diff_does_not_show_every_line_that_only_ends_otherwise() {
    let out = Out::with(&some_files());
    out.write("1", "a\r\nb\r\n");
    let (set, origin) = (some_files(), origin());
    let plan = plan(out.dir(), &set, &origin).unwrap();
    assert!(plan.has_drift());
    assert_eq!(plan.diff().to_string(), "Only the line endings of a/1 and b/1 differ\n");
    assert_eq!(plan.edits().to_string(), "", "it is no edit");
}

#[test]
fn a_carriage_return_inside_a_line_is_an_edit() {
    let out = Out::with(&some_files());
    out.write("1", "a\rb\n");
    assert!(out.error(&some_files()).contains("1 (edited by hand)"));
}
