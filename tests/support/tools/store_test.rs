//! Tests of `store.rs`.

use crate::support::tools::program::PROMTOOL;
use crate::support::tools::store::{lock, provide_in};
use crate::support::tools::{Tool, Version};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Takes a program whose text is `good`.
fn usable(path: &Path) -> Result<Tool, String> {
    match fs::read_to_string(path).map_err(|error| error.to_string())?.as_str() {
        "good" => Ok(Tool { name: "x", path: path.to_owned(), version: Version(9, 0, 0) }),
        text => Err(format!("it is {text}")),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "it stands where a fetch stands, which may fail")]
fn unpack(staging: &Path, text: &str) -> Result<String, String> {
    let program = staging.join("root").join(PROMTOOL.file);
    fs::create_dir_all(program.parent().unwrap()).unwrap();
    fs::write(program, text).unwrap();
    Ok("9.0".to_owned())
}

#[test]
fn a_package_is_fetched_once_also_by_many_at_the_same_time() {
    static FETCHED: AtomicUsize = AtomicUsize::new(0);
    let store = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                let tool = provide_in(store.path(), &PROMTOOL, usable, |_, _, staging, _| {
                    FETCHED.fetch_add(1, Ordering::SeqCst);
                    std::thread::sleep(std::time::Duration::from_millis(20));
                    unpack(staging, "good")
                });
                assert!(tool.unwrap().path.ends_with("packages/promtool/root/usr/bin/promtool"));
            });
        }
    });
    assert_eq!(FETCHED.load(Ordering::SeqCst), 1);
}

#[test]
fn the_archive_is_asked_anew_when_what_is_known_of_it_will_not_do() {
    let store = tempfile::tempdir().unwrap();
    let fetch = |_: &Path, _: &str, staging: &Path, renew: bool| {
        unpack(staging, if renew { "good" } else { "old" })
    };
    provide_in(store.path(), &PROMTOOL, usable, fetch).unwrap();
    let stamp = fs::read_to_string(store.path().join("packages/promtool/stamp")).unwrap();
    assert_eq!(stamp, "promtool 9.0\n");
}

#[test]
fn what_a_killed_process_left_is_replaced_and_removed() {
    let store = tempfile::tempdir().unwrap();
    let half = store.path().join("packages/promtool/root/usr/bin");
    let dead = store.path().join("staging-1/new");
    for folder in [&half, &dead] {
        fs::create_dir_all(folder).unwrap();
    }
    // No stamp: whatever lies there is not a whole package.
    fs::write(half.join("promtool"), "good").unwrap();
    drop(lock(store.path()).unwrap());

    let fetch = |_: &Path, _: &str, staging: &Path, _: bool| unpack(staging, "good");
    provide_in(store.path(), &PROMTOOL, usable, fetch).unwrap();
    let mut left: Vec<_> = fs::read_dir(store.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    left.sort();
    assert_eq!(left, ["lock", "packages"]);
}

#[test]
fn why_it_failed_is_told_and_nothing_is_left() {
    let store = tempfile::tempdir().unwrap();
    let none = provide_in(store.path(), &PROMTOOL, usable, |_, _, staging, _| {
        fs::create_dir_all(staging).unwrap();
        Err("no network".to_owned())
    });
    assert_eq!(none.unwrap_err(), "no network");
    let bad = |_: &Path, _: &str, staging: &Path, _: bool| unpack(staging, "bad");
    assert_eq!(provide_in(store.path(), &PROMTOOL, usable, bad).unwrap_err(), "it is bad");
    assert!(!crate::support::tools::store::staging(store.path()).exists());
}
