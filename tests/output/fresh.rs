//! An output folder that is not there yet.

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use stackgen::output::FileSet;

use crate::harness::{Out, files};

/// Where an output folder is made before it is renamed.
fn beside(out: &Out) -> PathBuf {
    out.dir().with_file_name(".monitoring.stackgen")
}

/// The names of what is in the folder that holds the output folder.
fn neighbours(out: &Out) -> Vec<String> {
    let entries = fs::read_dir(out.dir().parent().unwrap()).unwrap();
    let mut names: Vec<_> =
        entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn some_files() -> FileSet {
    files(&[("1", "x"), ("a/b/2", "y"), ("a/3", "z")])
}

#[test]
fn what_a_killed_render_left_beside_it_is_removed() {
    for somebody_has_made_it_since in [false, true] {
        let out = Out::new();
        fs::create_dir_all(beside(&out).join("a/b")).unwrap();
        fs::write(beside(&out).join("a/torn"), "to").unwrap();
        if somebody_has_made_it_since {
            fs::create_dir(out.dir()).unwrap();
        }
        out.render(&some_files()).unwrap();
        out.assert_holds(&some_files());
        assert_eq!(neighbours(&out), ["monitoring"]);
    }
}

#[test]
fn a_render_that_is_making_it_is_not_disturbed() {
    let out = Out::new();
    fs::create_dir(beside(&out)).unwrap();
    fs::write(beside(&out).join("1"), "half of").unwrap();
    let other = File::open(beside(&out)).unwrap();
    other.lock().unwrap();
    assert_eq!(
        out.error(&some_files()),
        "another stackgen is writing to OUT. Nothing was changed. Run the same command again when it has finished."
    );
    // Nor by one that finds the folder.
    fs::create_dir(out.dir()).unwrap();
    out.render(&some_files()).unwrap();
    assert_eq!(fs::read(beside(&out).join("1")).unwrap(), b"half of");
}

#[test]
fn what_is_not_a_folder_beside_it_stays() {
    let out = Out::new();
    fs::write(beside(&out), "mine").unwrap();
    out.render(&some_files()).unwrap();
    out.assert_holds(&some_files());
    assert_eq!(fs::read(beside(&out)).unwrap(), b"mine");
}

#[test]
fn a_link_beside_it_is_not_followed() {
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("mine"), "mine").unwrap();
    let out = Out::new();
    symlink(elsewhere.path(), beside(&out)).unwrap();
    out.render(&some_files()).unwrap();
    out.assert_holds(&some_files());
    assert!(beside(&out).is_symlink());
    let there: Vec<_> = fs::read_dir(elsewhere.path()).unwrap().collect();
    assert_eq!(there.len(), 1);
}

#[test]
fn its_name_and_the_paths_in_it_may_be_as_long_as_the_file_system_lets_them() {
    let temp = tempfile::tempdir().unwrap();
    for length in [240, 254, 255] {
        let out = Out::at(&temp.path().join("n".repeat(length)));
        out.render(&some_files()).unwrap();
        out.assert_holds(&some_files());
    }
    // The longest path that Linux takes has 4,095 bytes. Beside its place, a file's is longer.
    let name = "d".repeat(200);
    let mut dir = temp.path().to_owned();
    while dir.as_os_str().len() + 201 < 3_900 {
        dir.push(&name);
    }
    let rest = 4_095 - dir.as_os_str().len() - "/monitoring/".len();
    let path = format!("{}/{}", "e".repeat(rest / 2), "f".repeat(rest - rest / 2 - 1));
    let set = files(&[(&path, "x")]);
    let out = Out::at(&dir.join("monitoring"));
    out.render(&set).unwrap();
    assert_eq!(out.read(&path), "x");
    assert_eq!(neighbours(&out), ["monitoring"]);
}
