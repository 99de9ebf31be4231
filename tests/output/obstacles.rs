//! Links, pipes and folders in place of what stackgen writes.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use stackgen::output::ErrorKind;

use crate::harness::{Out, files};

/// Puts something in the way with `make`, and expects to be told so, whatever is rendered.
#[track_caller]
fn refused(path: &str, make: impl Fn(&Path), text: &str) {
    let out = Out::with(&files(&[("a/b/1", "x"), ("2", "x")]));
    let at = out.path(path);
    if at.is_dir() {
        fs::remove_dir_all(&at).unwrap();
    } else {
        fs::remove_file(&at).unwrap();
    }
    make(&at);
    let before = out.tree();
    for set in [files(&[("a/b/1", "x"), ("2", "x")]), files(&[("a/b/1", "y"), ("2", "y")])] {
        for result in [out.render(&set), out.force(&set)] {
            let error = result.unwrap_err();
            assert_eq!(
                out.shown(&error),
                format!(
                    "cannot write to OUT:\n  {text}\nNothing was changed. stackgen writes only \
                     plain files in plain folders: move these out of the way, or choose another \
                     output folder with `-o`."
                )
            );
            assert_eq!(error.kind(), ErrorKind::Failed);
        }
    }
    assert_eq!(out.tree(), before);
}

fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

fn socket(path: &Path) {
    UnixListener::bind(path).unwrap();
}

#[test]
fn links_are_refused() {
    let elsewhere = tempfile::tempdir().unwrap();
    fs::create_dir(elsewhere.path().join("b")).unwrap();
    fs::write(elsewhere.path().join("1"), "x").unwrap();
    fs::write(elsewhere.path().join("b/1"), "x").unwrap();
    let file = |at: &Path| symlink(elsewhere.path().join("1"), at).unwrap();
    let folder = |at: &Path| symlink(elsewhere.path(), at).unwrap();
    let nowhere = |at: &Path| symlink("/nowhere", at).unwrap();

    refused("a/b/1", file, "a/b/1 is a symbolic link, but must be a file");
    refused("a/b/1", nowhere, "a/b/1 is a symbolic link, but must be a file");
    refused("a/b", folder, "a/b is a symbolic link, but must be a folder");
    refused("a", folder, "a is a symbolic link, but must be a folder");
    refused("a", nowhere, "a is a symbolic link, but must be a folder");
    refused(".stackgen", folder, ".stackgen is a symbolic link, but must be a folder");
    let manifest = ".stackgen/manifest.json";
    refused(manifest, file, ".stackgen/manifest.json is a symbolic link, but must be a file");

    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 2);
    assert_eq!(fs::read(elsewhere.path().join("1")).unwrap(), b"x");
}

#[test]
fn pipes_sockets_and_folders_are_refused_without_being_opened() {
    refused("2", fifo, "2 is a named pipe, but must be a file");
    refused("a", fifo, "a is a named pipe, but must be a folder");
    refused("2", socket, "2 is a socket, but must be a file");
    refused("2", |at| fs::create_dir(at).unwrap(), "2 is a folder, but must be a file");
    refused("a/b", |at| fs::write(at, "").unwrap(), "a/b is a file, but must be a folder");
    let manifest = ".stackgen/manifest.json";
    refused(manifest, fifo, ".stackgen/manifest.json is a named pipe, but must be a file");
}

#[test]
fn all_are_told_at_once() {
    let out = Out::new();
    fs::create_dir_all(out.path("1")).unwrap();
    symlink("/nowhere", out.path("a")).unwrap();
    let error = out.error(&files(&[("1", ""), ("a/2", ""), ("a/3", ""), ("b/4", "")]));
    let expected = "cannot write to OUT:\n  1 is a folder, but must be a file\n  \
                    a is a symbolic link, but must be a folder\nNothing was changed.";
    assert!(error.starts_with(expected), "{error}");
}

#[test]
fn a_link_in_place_of_the_staging_folder_is_not_followed() {
    let out = Out::with(&files(&[("1", "x")]));
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("0"), "mine").unwrap();
    symlink(elsewhere.path(), out.path(".stackgen/staging")).unwrap();
    out.render(&files(&[("1", "y")])).unwrap();
    assert_eq!(fs::read(elsewhere.path().join("0")).unwrap(), b"mine");
    out.assert_holds(&files(&[("1", "y")]));
}
