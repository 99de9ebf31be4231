//! What is as it should be is not touched.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;

use stackgen::output::{Origin, plan};

use crate::harness::{Out, files};

/// Inode and time of the last change of anything (in nanoseconds), by path, the folder included.
fn stamps(out: &Out) -> BTreeMap<String, (u64, i128)> {
    let paths = out.tree().into_keys().chain([String::new()]);
    let stamp = |path: &String| {
        let it = fs::metadata(out.path(path)).unwrap();
        (it.ino(), i128::from(it.ctime()) * 1_000_000_000 + i128::from(it.ctime_nsec()))
    };
    paths.map(|path| (path.clone(), stamp(&path))).collect()
}

#[test]
fn a_second_render_writes_nothing_at_all() {
    let set = files(&[("1", "x"), ("a/b/2", "x")]);
    let out = Out::with(&set);
    let before = stamps(&out);
    let report = out.render(&set).unwrap();
    assert!(report.is_unchanged());
    assert_eq!(stamps(&out), before);
}

#[test]
fn unchanged_files_are_not_touched_when_others_change() {
    let out = Out::with(&files(&[("1", "x"), ("a/2", "x"), ("a/3", "x")]));
    let before = stamps(&out);
    out.render(&files(&[("1", "x"), ("a/2", "y"), ("a/3", "x")])).unwrap();
    let after = stamps(&out);
    for path in ["1", "a/3"] {
        assert_eq!(after[path], before[path], "{path}");
    }
    assert_ne!(after["a/2"].0, before["a/2"].0, "a replaced file is a new one");
}

#[test]
fn a_new_origin_writes_only_the_manifest() {
    let set = files(&[("1", "x"), ("a/2", "x")]);
    let out = Out::with(&set);
    let before = stamps(&out);
    let origin = Origin::new("0.2.0", "spec", "inputs");
    let plan = plan(out.dir(), &set, &origin).unwrap();
    assert!(!plan.has_drift() && !plan.is_current());
    stackgen::output::apply(&plan, stackgen::output::Force::No).unwrap();
    assert!(out.read(".stackgen/manifest.json").contains("0.2.0"));
    let after = stamps(&out);
    assert_eq!([after["1"], after["a/2"]], [before["1"], before["a/2"]]);
    out.assert_holds(&set);
}

#[test]
fn leftovers_of_a_killed_run_are_cleaned_up() {
    let set = files(&[("1", "x")]);
    for leftover in ["staging/0", "staging/a/b", "staging", "pending.json"] {
        let out = Out::with(&set);
        out.write(&format!(".stackgen/{leftover}"), "{");
        assert!(out.render(&set).unwrap().is_unchanged());
        out.assert_holds(&set);
    }
}
