//! Permission denied.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use stackgen::output::Error;

use crate::harness::{Out, files, names};
use crate::sandbox::with_permissions;

fn chmod(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

fn mode(out: &Out, path: &str) -> u32 {
    fs::metadata(out.path(path)).unwrap().permissions().mode() & 0o7777
}

#[test]
fn a_folder_that_is_not_writable_is_reported() {
    with_permissions("permissions::a_folder_that_is_not_writable_is_reported", || {
        let set = files(&[("1", "x")]);
        let out = Out::new();
        fs::create_dir(out.dir()).unwrap();
        chmod(out.dir(), 0o555);
        assert_eq!(
            out.error(&set),
            "cannot write OUT/.stackgen: Permission denied (os error 13). Nothing was changed. \
             Give the user who runs stackgen access to it, or choose another output folder with \
             `-o`."
        );
        chmod(out.dir(), 0o755);
        out.render(&set).unwrap();
        out.assert_holds(&set);
    });
}

#[test]
fn a_file_that_is_not_readable_is_reported() {
    with_permissions("permissions::a_file_that_is_not_readable_is_reported", || {
        let out = Out::with(&files(&[("a/1", "x")]));
        chmod(&out.path("a/1"), 0);
        let error = out.error(&files(&[("a/1", "y")]));
        assert!(error.starts_with("cannot read OUT/a/1: Permission denied"), "{error}");
        assert!(error.contains("Nothing was changed."), "{error}");
    });
}

#[test]
fn a_rename_that_fails_halfway_is_told_file_by_file_and_healed() {
    let name = "permissions::a_rename_that_fails_halfway_is_told_file_by_file_and_healed";
    with_permissions(name, || {
        let version = |it| files(&[("a/1", it), ("b/2", it), ("c/3", it)]);
        let out = Out::with(&version("old"));
        chmod(&out.path("b"), 0o555);
        let error = out.render(&version("new")).unwrap_err();
        chmod(&out.path("b"), 0o755);
        assert_eq!(
            out.shown(&error),
            "cannot replace OUT/b/2: Permission denied (os error 13).\n\
             These files are new already:\n  a/1\n\
             These files are still old:\n  b/2\n  c/3\n\
             Every file is whole, and the next run goes on from here. Give the user who runs \
             stackgen access to it, or choose another output folder with `-o`."
        );
        assert!(matches!(error, Error::Replace { .. }));
        assert_eq!([out.read("a/1"), out.read("b/2"), out.read("c/3")], ["new", "old", "old"]);

        // Another version than before, to which neither the old nor the new files belong.
        let report = out.render(&version("newest")).unwrap();
        assert_eq!(names(&report.updated), ["a/1", "b/2", "c/3"]);
        out.assert_holds(&version("newest"));
    });
}

#[test]
fn a_stale_file_that_cannot_be_removed_is_removed_next_time() {
    let name = "permissions::a_stale_file_that_cannot_be_removed_is_removed_next_time";
    with_permissions(name, || {
        let out = Out::with(&files(&[("a/1", "x"), ("b/2", "x")]));
        let set = files(&[("a/1", "y")]);
        chmod(&out.path("b"), 0o555);
        let error = out.error(&set);
        chmod(&out.path("b"), 0o755);
        assert!(
            error.starts_with("all files are written, but OUT/b/2 cannot be removed: Permission"),
            "{error}"
        );
        assert_eq!(out.read("a/1"), "y");
        assert_eq!(names(&out.render(&set).unwrap().removed), ["b/2"]);
        out.assert_holds(&set);
    });
}

#[test]
fn new_files_are_public_and_updated_ones_keep_their_mode() {
    let out = Out::with(&files(&[("a/1", "x"), ("2", "x"), ("3", "x")]));
    // What the umask of whoever runs the tests takes away is also missing in a plain new file.
    let plain = out.path("plain");
    fs::write(&plain, "").unwrap();
    fs::create_dir(out.path("folder")).unwrap();
    assert_eq!(mode(&out, "a/1"), mode(&out, "plain") & 0o644);
    assert_eq!(mode(&out, ".stackgen/manifest.json"), mode(&out, "plain") & 0o644);
    assert_eq!(mode(&out, "a"), mode(&out, "folder") & 0o755);

    chmod(&out.path("2"), 0o600);
    chmod(&out.path("3"), 0o777);
    out.render(&files(&[("a/1", "y"), ("2", "y"), ("3", "y")])).unwrap();
    assert_eq!(mode(&out, "a/1"), mode(&out, "plain") & 0o644);
    assert_eq!([mode(&out, "2"), mode(&out, "3")], [0o600, 0o777]);
}
