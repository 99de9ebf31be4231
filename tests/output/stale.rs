//! Files that are no longer rendered.

use crate::harness::{Out, files, names};

#[test]
fn unchanged_ones_are_removed_with_the_folders_that_become_empty() {
    let out = Out::with(&files(&[("a/b/c/1", "x"), ("a/2", "x"), ("d/3", "x"), ("e/4", "x")]));
    out.write("d/mine", "mine");
    let set = files(&[("a/2", "x")]);
    let report = out.render(&set).unwrap();
    assert_eq!(names(&report.removed), ["a/b/c/1", "d/3", "e/4"]);
    let paths: Vec<_> = out.tree().into_keys().collect();
    let expected = [".stackgen/", ".stackgen/manifest.json", "a/", "a/2", "d/", "d/mine"];
    assert_eq!(paths, expected);
}

#[test]
fn one_that_somebody_removed_is_forgotten() {
    let out = Out::with(&files(&[("1", "x"), ("old", "x")]));
    std::fs::remove_file(out.path("old")).unwrap();
    out.render(&files(&[("1", "x")])).unwrap();
    // Whatever is there now is not stackgen's, even if it is the same.
    out.write("old", "x");
    out.render(&files(&[("1", "y")])).unwrap();
    assert_eq!(out.read("old"), "x");
}

#[test]
fn edited_ones_are_kept_and_reported_until_they_are_gone() {
    let out = Out::with(&files(&[("rules/old.yml", "x"), ("1", "x")]));
    out.write("rules/old.yml", "edited");
    let set = files(&[("1", "y")]);
    for _ in 0..2 {
        let report = out.render(&set).unwrap();
        assert_eq!(names(&report.kept), ["rules/old.yml"]);
        assert_eq!(out.read("rules/old.yml"), "edited");
    }
    // Not with force either: it overwrites, it does not delete.
    assert_eq!(names(&out.force(&set).unwrap().kept), ["rules/old.yml"]);

    // Rendered again, it is still an edit.
    let again = files(&[("1", "y"), ("rules/old.yml", "z")]);
    assert!(out.error(&again).contains("rules/old.yml (edited by hand)"));

    std::fs::remove_file(out.path("rules/old.yml")).unwrap();
    assert!(out.render(&set).unwrap().kept.is_empty());
    out.assert_holds(&set);
}

#[test]
fn a_kept_one_that_is_put_back_is_removed() {
    let out = Out::with(&files(&[("old", "x"), ("1", "x")]));
    out.write("old", "edited");
    let set = files(&[("1", "x")]);
    out.render(&set).unwrap();
    out.write("old", "x");
    assert_eq!(names(&out.render(&set).unwrap().removed), ["old"]);
    out.assert_holds(&set);
}

#[test]
fn a_link_in_place_of_one_is_left_alone() {
    let out = Out::with(&files(&[("a/1", "x"), ("b/2", "x"), ("3", "x")]));
    let elsewhere = tempfile::tempdir().unwrap();
    std::fs::create_dir(elsewhere.path().join("empty")).unwrap();
    std::fs::write(elsewhere.path().join("1"), "x").unwrap();
    // The same content behind a linked folder, and a link with the right name.
    std::fs::remove_dir_all(out.path("a")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path(), out.path("a")).unwrap();
    std::fs::remove_file(out.path("b/2")).unwrap();
    std::os::unix::fs::symlink(elsewhere.path().join("1"), out.path("b/2")).unwrap();

    let report = out.render(&files(&[("3", "x")])).unwrap();
    assert_eq!(names(&report.kept), ["b/2"]);
    assert!(report.removed.is_empty());
    assert!(elsewhere.path().join("1").exists() && elsewhere.path().join("empty").exists());
    assert!(out.path("a").is_symlink() && out.path("b/2").is_symlink());
}
