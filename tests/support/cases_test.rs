//! Tests of `cases.rs`.

use crate::support::cases::{folders, may_update, name};

#[test]
fn cases_come_sorted_and_files_are_none() {
    let folder = tempfile::tempdir().unwrap();
    for case in ["b", "a"] {
        std::fs::create_dir(folder.path().join(case)).unwrap();
    }
    std::fs::write(folder.path().join("README.md"), "").unwrap();
    let names: Vec<_> = folders(folder.path()).iter().map(|path| name(path)).collect();
    assert_eq!(names, ["a", "b"]);
}

#[test]
#[should_panic(expected = "has no case in it")]
fn an_empty_folder_of_cases_is_a_failure() {
    folders(tempfile::tempdir().unwrap().path());
}

#[test]
#[should_panic(expected = "none")]
fn a_folder_of_cases_that_is_not_there_is_a_failure() {
    folders(&tempfile::tempdir().unwrap().path().join("none"));
}

#[test]
fn a_person_may_update() {
    assert!(may_update(true, false));
    assert!(!may_update(false, false));
    assert!(!may_update(false, true));
}

#[test]
#[should_panic(expected = "refused under CI=true")]
fn ci_may_not_update() {
    may_update(true, true);
}
