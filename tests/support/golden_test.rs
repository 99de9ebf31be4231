//! Tests of `golden.rs`.

use crate::support::golden::{check_at, check_text_at, difference};
use crate::support::tree;
use std::fs;
use std::panic::catch_unwind;

/// Name of the case, the files produced, what the report tells.
type Row<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [&'a str]);

fn tree_of(files: &[(&str, &str)]) -> tree::Tree {
    files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

#[test]
fn every_kind_of_difference_is_told() {
    let golden = [("a.yml", "one\ntwo\n"), ("b/c.yml", "same\n")];
    let cases: [Row; 5] = [
        ("nothing", &golden, &[]),
        ("text", &[("a.yml", "one\n2\n"), golden[1]], &["actual a.yml", "-two", "+2"]),
        ("no line end", &[("a.yml", "one\ntwo"), golden[1]], &["No newline at end of file"]),
        ("missing", &[golden[0]], &["missing: b/c.yml"]),
        ("extra", &[golden[0], golden[1], ("d", "")], &["unexpected: d"]),
    ];
    for (name, actual, told) in cases {
        let report = difference(&tree_of(&golden), &tree_of(actual));
        assert_eq!(report.is_none(), told.is_empty(), "{name}: {report:?}");
        for part in told {
            assert!(report.as_deref().unwrap_or("").contains(part), "{name}: {report:?}");
        }
    }
}

#[test]
fn line_ends_and_bytes_that_are_no_text_count() {
    let report = difference(&tree_of(&[("a", "x\r\n")]), &tree_of(&[("a", "x\n")]));
    assert!(report.is_some());
    let binary = tree::Tree::from([("a".to_owned(), vec![0xff, 0xfe])]);
    let report = difference(&binary, &tree_of(&[("a", "xyz")])).unwrap();
    assert_eq!(report, "differs: a: 2 bytes before, 3 now\n");
}

#[test]
fn an_update_makes_the_golden_the_output_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let (golden, output) = (folder.path().join("golden"), folder.path().join("output"));
    tree::write(&golden, &tree_of(&[("stale/x", "old"), ("a", "old")])).unwrap();
    tree::write(&output, &tree_of(&[("a", "new"), ("b/c", "new")])).unwrap();

    catch_unwind(|| check_at(&golden, &output, false)).expect_err("they differ");
    check_at(&golden, &output, true);
    check_at(&golden, &output, false);
    assert_eq!(tree::read(&golden).unwrap(), tree::read(&output).unwrap());
}

#[test]
fn a_golden_or_an_output_that_is_not_there_is_a_failure() {
    let folder = tempfile::tempdir().unwrap();
    let (none, some) = (folder.path().join("none"), folder.path().join("some"));
    tree::write(&some, &tree_of(&[("a", "")])).unwrap();
    catch_unwind(|| check_at(&none, &some, false)).expect_err("no golden");
    catch_unwind(|| check_at(&some, &none, false)).expect_err("no output");
    catch_unwind(|| check_at(&some, &none, true)).expect_err("no output to update from");
}

#[test]
fn one_text_is_compared_and_updated_alike() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("expected.txt");
    catch_unwind(|| check_text_at(&file, "", false)).expect_err("no file is not an empty file");
    check_text_at(&file, "a\n", true);
    check_text_at(&file, "a\n", false);
    catch_unwind(|| check_text_at(&file, "b\n", false)).expect_err("they differ");
    assert_eq!(fs::read_to_string(&file).unwrap(), "a\n");
}
