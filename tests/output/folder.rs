//! The output folder itself.

use std::fs;
use std::os::unix::fs::symlink;

use stackgen::output::{Force, apply, plan};

use crate::harness::{Out, files, origin};

#[test]
fn it_is_made_with_the_folders_that_lead_to_it() {
    let temp = tempfile::tempdir().unwrap();
    let out = Out::at(&temp.path().join("a/b/c"));
    let set = files(&[("1", "x")]);
    // Planning alone makes nothing.
    assert!(plan(out.dir(), &set, &origin()).unwrap().has_drift());
    assert!(!temp.path().join("a").exists());
    out.render(&set).unwrap();
    out.assert_holds(&set);
}

#[test]
fn it_may_be_a_link() {
    let temp = tempfile::tempdir().unwrap();
    fs::create_dir(temp.path().join("real")).unwrap();
    symlink("real", temp.path().join("link")).unwrap();
    let set = files(&[("a/1", "x")]);
    Out::at(&temp.path().join("link")).render(&set).unwrap();
    Out::at(&temp.path().join("real")).assert_holds(&set);
    assert!(temp.path().join("link").is_symlink());
}

#[test]
fn it_cannot_be_a_file_or_a_link_to_nowhere() {
    let out = Out::new();
    let set = files(&[("1", "x")]);
    fs::write(out.dir(), "mine").unwrap();
    assert_eq!(
        out.error(&set),
        "OUT is not a folder. Nothing was changed. Move it out of the way, or choose another \
         output folder with `-o`."
    );
    fs::remove_file(out.dir()).unwrap();
    symlink("nowhere", out.dir()).unwrap();
    let error = out.error(&set);
    assert!(error.starts_with("cannot write OUT: File exists (os error 17)."), "{error}");
}

#[test]
fn an_empty_set_is_a_set() {
    let out = Out::with(&files(&[("a/1", "x")]));
    let set = files::<&str>(&[]);
    let origin = origin();
    let plan = plan(out.dir(), &set, &origin).unwrap();
    assert_eq!(apply(&plan, Force::No).unwrap().removed.len(), 1);
    out.assert_holds(&set);
}
