//! What the user sees of a plan.

use stackgen::output::plan;
use stackgen::visible;

use crate::harness::{Out, files, origin};

#[test]
fn every_change_is_in_the_unified_diff() {
    let out = Out::with(&files(&[
        ("edited", "1\n2\n3\n"),
        ("kept", "x\n"),
        ("same", "x\n"),
        ("stale", "old\n"),
        ("updated", "1\n2\n3\n4\n5\n6\n7\n8\n9\n"),
    ]));
    out.write("edited", "1\ntwo\n3");
    out.write("kept", "edited\n");
    let set = files(&[
        ("created", "new\n"),
        ("edited", "1\n2\n3\n"),
        ("empty", ""),
        ("same", "x\n"),
        ("updated", "1\n2\n3\n4\n5\n6\n7\n8\nnine\n"),
    ]);
    let origin = origin();
    let plan = plan(out.dir(), &set, &origin).unwrap();
    assert_eq!(
        plan.diff().to_string(),
        "\
--- /dev/null
+++ b/created
@@ -0,0 +1 @@
+new
--- a/edited
+++ b/edited
@@ -1,3 +1,3 @@
 1
-two
-3
\\ No newline at end of file
+2
+3
--- /dev/null
+++ b/empty
--- a/stale
+++ /dev/null
@@ -1 +0,0 @@
-old
--- a/updated
+++ b/updated
@@ -6,4 +6,4 @@
 6
 7
 8
-9
+nine
"
    );
}

#[test]
fn a_diff_is_exact_and_whoever_prints_it_makes_it_harmless() {
    let out = Out::with(&files::<&[u8]>(&[("1", b"x"), ("2", b"x"), ("3", b"x")]));
    out.write("1", "\u{1b}]0;title\u{7}\rover\u{202e}\n\u{9b}2J\n");
    out.write("2", b"\xff\xfe");
    out.write("3", b"a\0b");
    let (set, origin) = (files(&[("1", "x\n"), ("2", "x"), ("3", "x")]), origin());
    let plan = plan(out.dir(), &set, &origin).unwrap();
    assert_eq!(
        visible::text(&plan.diff().to_string()),
        "\
--- a/1
+++ b/1
@@ -1,2 +1 @@
-\\u{1b}]0;title\\u{7}\\u{d}over\\u{202e}
-\\u{9b}2J
+x
Binary files a/2 (2 bytes) and b/2 (1 bytes) differ
Binary files a/3 (3 bytes) and b/3 (1 bytes) differ
"
    );
}

#[test]
fn a_report_is_lists_of_paths_in_json() {
    let out = Out::with(&files(&[("1", "x"), ("a/2", "x"), ("3", "x"), ("4", "x"), ("5", "x")]));
    out.write("4", "edited");
    out.write("5", "edited");
    let set = files(&[("0", "x"), ("1", "x"), ("a/2", "y"), ("4", "y")]);
    let report = plan(out.dir(), &set, &origin()).unwrap().report();
    assert_eq!(
        serde_json::to_string(&report).unwrap(),
        r#"{"created":["0"],"updated":["a/2"],"removed":["3"],"unchanged":["1"],"edited":["4"],"kept":["5"]}"#
    );
    assert!(!report.is_unchanged());
}
