//! Files that somebody edited by hand, or put there.

use stackgen::output::{Change, Edit, Error, ErrorKind, Force, State, apply, plan};

use crate::harness::{Out, files, names, origin};

#[test]
fn hand_edits_and_foreign_files_are_refused() {
    let out = Out::with(&files(&[("a/1", "old"), ("2", "old")]));
    out.write("a/1", "edited");
    out.write("3", "foreign");
    let before = out.tree();
    let set = files(&[("a/1", "new"), ("2", "new"), ("3", "new"), ("4", "new")]);

    let error = out.render(&set).unwrap_err();
    assert_eq!(
        out.shown(&error),
        "OUT contains changes that stackgen did not write:\n  \
         3 (not written by stackgen)\n  \
         a/1 (edited by hand)\n\
         Nothing was changed. Move what you want to keep into the spec, or overwrite these files \
         with `--force`."
    );
    assert_eq!(error.kind(), ErrorKind::Refused);
    assert_eq!(out.tree(), before);

    let report = out.force(&set).unwrap();
    assert_eq!(names(&report.edited), ["3", "a/1"]);
    assert_eq!(names(&report.updated), ["2"]);
    assert_eq!(names(&report.created), ["4"]);
    out.assert_holds(&set);
}

#[test]
fn a_foreign_file_of_the_same_bytes_is_adopted() {
    let out = Out::new();
    out.write("1", "same");
    let report = out.render(&files(&[("1", "same")])).unwrap();
    assert_eq!(names(&report.unchanged), ["1"]);
    assert_eq!(names(&out.render(&files(&[("1", "new")])).unwrap().updated), ["1"]);
}

#[test]
fn a_deleted_file_is_created_again() {
    let set = files(&[("a/1", "x"), ("2", "x")]);
    let out = Out::with(&set);
    std::fs::remove_dir_all(out.path("a")).unwrap();
    assert_eq!(names(&out.render(&set).unwrap().created), ["a/1"]);
    out.assert_holds(&set);
}

#[test]
fn force_overwrites_only_what_the_plan_has_shown() {
    let (old, new) = (files(&[("1", "old"), ("2", "old")]), files(&[("1", "new"), ("2", "new")]));
    let out = Out::with(&old);
    out.write("1", "edited");
    for (path, content) in [("2", "edited as well"), ("1", "edited again")] {
        let origin = origin();
        let shown = plan(out.dir(), &new, &origin).unwrap();
        out.write(path, content);
        let error = apply(&shown, Force::Yes).unwrap_err();
        assert_eq!(
            out.shown(&error),
            format!(
                "in OUT these files changed while stackgen was running:\n  {path}\nNothing was \
                 changed. Look at the new differences, then run the same command again."
            )
        );
        assert_eq!(out.read(path), content);
    }
    out.force(&new).unwrap();
    out.assert_holds(&new);
}

#[test]
fn an_edit_after_the_plan_is_refused() {
    let (old, new) = (files(&[("1", "old")]), files(&[("1", "new")]));
    let out = Out::with(&old);
    let origin = origin();
    let plan = plan(out.dir(), &new, &origin).unwrap();
    out.write("1", "edited");
    assert!(matches!(apply(&plan, Force::No), Err(Error::Edited { .. })));
    assert_eq!(out.read("1"), "edited");
}

#[test]
fn a_file_far_too_long_is_an_edit_and_is_not_read() {
    let out = Out::with(&files(&[("1", "old")]));
    // Sparse: a terabyte that takes no room.
    let file = std::fs::File::options().write(true).open(out.path("1")).unwrap();
    file.set_len(1 << 40).unwrap();
    let (set, origin) = (files(&[("1", "new")]), origin());
    let plan = plan(out.dir(), &set, &origin).unwrap();
    let states: Vec<_> = plan.changes().map(Change::state).collect();
    assert_eq!(states, [State::Edited(Edit::ByHand)]);
    assert_eq!(
        plan.diff().to_string(),
        "Binary files a/1 (1099511627776 bytes) and b/1 (3 bytes) differ\n"
    );
    apply(&plan, Force::Yes).unwrap();
    out.assert_holds(&set);
}
