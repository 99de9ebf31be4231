//! Permission denied.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, chown};
use std::path::Path;

use stackgen::output::{Error, Force, apply, plan};

use crate::harness::{Out, files, names, origin};
use crate::sandbox::{again, again_copied, assert_passed, task, with_permissions};

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
             Every file is whole, and the next run continues from here. Give the user who runs \
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

/// Runs `body` in a second run of the test, under this umask.
fn with_umask(umask: &str, name: &str, body: impl FnOnce()) {
    if task().as_deref() == Some(umask) {
        return body();
    }
    let script = format!("umask {umask}; exec \"$@\"");
    assert_passed(&again(&["sh", "-c", &script, "sh"], name, umask).output().unwrap());
}

#[test]
fn modes_are_set_whatever_the_umask() {
    let name = "permissions::modes_are_set_whatever_the_umask";
    let task = task();
    for umask in ["077", "027", "007", "022", "002", "000"] {
        if task.as_deref().is_some_and(|task| task != umask) {
            continue;
        }
        with_umask(umask, name, || {
            let temp = tempfile::tempdir().unwrap();
            let out = Out::at(&temp.path().join("outer/monitoring"));
            let modes = |out: &Out| {
                ["", "a", "a/b", "a/b/1", "2", ".stackgen", ".stackgen/manifest.json"]
                    .map(|path| mode(out, path))
            };
            let expected = [0o755, 0o755, 0o755, 0o644, 0o644, 0o755, 0o644];
            // A folder that appears at once, then files in one that is there, then other contents.
            out.render(&files(&[("a/b/1", "x"), ("2", "x")])).unwrap();
            assert_eq!(modes(&out), expected, "umask {umask}, all new");
            fs::remove_dir_all(out.path("a")).unwrap();
            fs::remove_file(out.path("2")).unwrap();
            out.render(&files(&[("a/b/1", "y"), ("2", "y")])).unwrap();
            assert_eq!(modes(&out), expected, "umask {umask}, new in a folder that is there");
            out.render(&files(&[("a/b/1", "z"), ("2", "z")])).unwrap();
            assert_eq!(modes(&out), expected, "umask {umask}, updated");
            // Folders above are nobody's but the user's.
            let plain = temp.path().join("plain");
            fs::create_dir(&plain).unwrap();
            let above = fs::metadata(temp.path().join("outer")).unwrap().permissions().mode();
            let plain = fs::metadata(plain).unwrap().permissions().mode();
            assert_eq!(above & 0o777, plain & 0o755);
        });
    }
}

#[test]
fn what_containers_cannot_read_is_opened_up_and_no_more() {
    let set = files(&[("a/b/1", "x"), ("2", "x"), ("3", "x"), ("4", "x"), ("5", "x")]);
    let out = Out::with(&set);
    fs::create_dir(out.path("mine")).unwrap();
    fs::write(out.path("mine/6"), "mine").unwrap();
    let before = [
        ("a", 0o700, 0o755),
        ("a/b", 0o750, 0o755),
        ("a/b/1", 0o600, 0o644),
        ("2", 0o640, 0o644),
        // What is more than needed stays: other people's, a Windows drive's, a read-only checkout's.
        ("3", 0o777, 0o777),
        ("4", 0o444, 0o444),
        ("5", 0o664, 0o664),
        ("mine", 0o700, 0o700),
        ("mine/6", 0o600, 0o600),
        ("", 0o700, 0o700),
    ];
    for new in ["x", "y"] {
        for (path, closed, _) in before.iter().rev() {
            chmod(&out.path(path), *closed);
        }
        let (set, origin) =
            (files(&[("a/b/1", new), ("2", new), ("3", "x"), ("4", new), ("5", "x")]), origin());
        let plan = plan(out.dir(), &set, &origin).unwrap();
        assert!(!plan.is_current());
        assert_eq!(plan.has_drift(), new == "y", "permission bits are no drift");
        let closed: Vec<_> = plan.closed().iter().map(|it| it.path.as_str()).collect();
        let expected: &[_] = if new == "x" { &["a", "a/b", "2", "a/b/1"] } else { &["a", "a/b"] };
        assert_eq!(closed, expected);
        apply(&plan, Force::No).unwrap();
        assert!(plan.still_closed().is_empty());
        for (path, _, open) in before {
            assert_eq!(mode(&out, path), open, "{path}");
        }
        assert!(stackgen::output::plan(out.dir(), &set, &origin).unwrap().is_current());
    }
}

#[test]
fn folders_keep_the_group_that_they_have_from_the_folder_around_them() {
    let temp = tempfile::tempdir().unwrap();
    chmod(temp.path(), 0o2775);
    let out = Out::at(&temp.path().join("monitoring"));
    out.render(&files(&[("a/1", "x")])).unwrap();
    out.render(&files(&[("a/1", "x"), ("b/2", "x")])).unwrap();
    assert_eq!(["", "a", "b"].map(|path| mode(&out, path)), [0o2755; 3]);
    assert_eq!(mode(&out, "b/2"), 0o644);
}

#[test]
fn what_belongs_to_somebody_else_is_left_and_told() {
    let name = "permissions::what_belongs_to_somebody_else_is_left_and_told";
    with_another_user(name, |out| {
        let set = files(&[("a/1", "x"), ("2", "x")]);
        let origin = origin();
        let plan = plan(out.dir(), &set, &origin).unwrap();
        apply(&plan, Force::No).unwrap();
        let left: Vec<_> = plan.still_closed().iter().map(|it| it.path.as_str()).collect();
        assert_eq!(left, ["2"]);
        // New contents get there all the same: a replaced file is a new one.
        let set = files(&[("a/1", "y"), ("2", "y")]);
        out.render(&set).unwrap();
        assert_eq!([mode(out, "2"), mode(out, "a/1")], [0o644, 0o644]);
        out.assert_holds(&set);
    });
}

/// Runs `body` as another user, with an output folder in which he may write, and in which root rendered
/// the file `2` that he may read as one of its group only. Only root can be another user.
fn with_another_user(name: &str, body: impl FnOnce(&Out)) {
    const USER: u32 = 65534;
    if let Some(dir) = task() {
        return body(&Out::at(Path::new(&dir)));
    }
    let out = Out::with(&files(&[("a/1", "x"), ("2", "x")]));
    let owned = |path: &str, user| chown(out.path(path), Some(user), Some(USER));
    let everything = ["", "a", "a/1", ".stackgen", ".stackgen/manifest.json"];
    if everything.iter().any(|path| owned(path, USER).is_err()) {
        eprintln!("{name}: skipped, only root can be another user");
        return;
    }
    owned("2", 0).unwrap();
    chmod(&out.path("2"), 0o640);
    chmod(out.dir().parent().unwrap(), 0o755);
    let user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    assert_passed(&again_copied(&user, name, out.dir().to_str().unwrap()));
}
