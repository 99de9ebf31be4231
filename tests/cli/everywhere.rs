//! The same spec gives the same bytes: whoever renders it, wherever, and whenever.

use std::path::Path;

use crate::harness::{Case, Ran};
use crate::support::tree::{self, Tree};

const SHOP: &str = "
    version = 1
    name = \"shop\"
    preset = \"minimal\"
    [prometheus]
    external_labels = { zone = \"İstanbul\", a = \"ß\" }
    ";

#[track_caller]
fn bytes(ran: &Ran, folder: &str) -> Tree {
    let tree = tree::read(&ran.path().join(folder)).expect("the output can be read");
    assert!(tree.len() > 5, "{} files", tree.len());
    tree
}

#[track_caller]
fn usual() -> Tree {
    bytes(&Case::new().spec(SHOP).args(["render"]).run().code(0), "monitoring")
}

#[test]
fn the_folder_does_not_matter() {
    let deep = Case::new()
        .file("a/b c/ü/stack.toml", SHOP)
        .inside("a")
        .args(["render", "b c/ü/stack.toml"])
        .run()
        .code(0);
    assert_eq!(bytes(&deep, "a/b c/ü/monitoring"), usual());
}

#[test]
fn locale_and_time_zone_do_not_matter() {
    let usual = usual();
    // Turkish has another lower case for `I`, German another decimal point, Thai another year.
    for locale in ["tr_TR.UTF-8", "de_DE.UTF-8", "th_TH.UTF-8", "C.utf8", "POSIX", "nonsense"] {
        for zone in ["Pacific/Kiritimati", "America/St_Johns", "UTC"] {
            let ran = Case::new()
                .spec(SHOP)
                .env("LC_ALL", locale)
                .env("LANG", locale)
                .env("TZ", zone)
                .args(["render"])
                .run()
                .code(0);
            assert_eq!(bytes(&ran, "monitoring"), usual, "{locale} {zone}");
        }
    }
}

#[cfg(unix)]
#[test]
fn the_umask_does_not_matter() {
    let usual = usual();
    for umask in ["000", "077", "027"] {
        let script = format!("umask {umask}; exec {} render", env!("CARGO_BIN_EXE_stackgen"));
        let ran = Case::new().spec(SHOP).program("sh").args(["-c", &script]).run().code(0);
        assert_eq!(bytes(&ran, "monitoring"), usual, "{umask}");
    }
}

/// As root, another user can be had; an ordinary user is one.
#[cfg(target_os = "linux")]
#[test]
fn the_user_does_not_matter() {
    use std::os::unix::fs::MetadataExt as _;

    let usual = usual();
    let case = Case::new().spec(SHOP);
    let me = std::fs::metadata(case.path()).expect("the folder is there").uid();
    if me != 0 {
        return;
    }
    // Where nobody may go: the program and the spec come to them.
    let folder = case.path();
    let program = folder.join("stackgen");
    std::fs::copy(env!("CARGO_BIN_EXE_stackgen"), &program).expect("it can be copied");
    std::os::unix::fs::chown(folder, Some(65534), Some(65534)).expect("root may give away");
    let ran = case
        .program("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups", "./stackgen", "render"])
        .run()
        .code(0);
    let rendered = ran.path().join("monitoring/docker-compose.monitoring.yml");
    assert_eq!(std::fs::metadata(rendered).expect("it was rendered").uid(), 65534);
    assert_eq!(bytes(&ran, "monitoring"), usual);
}

#[test]
fn no_output_names_this_machine_or_this_moment() {
    let ran = Case::new().spec(SHOP).args(["render"]).run().code(0);
    let here = ran.path().to_string_lossy().into_owned();
    let year = "20[2-9][0-9]-[0-1][0-9]-[0-3][0-9]T";
    let year = regex::Regex::new(year).expect("a good pattern");
    for (path, bytes) in bytes(&ran, "monitoring") {
        let text = String::from_utf8(bytes).expect("every output is text");
        assert!(!text.contains(&here), "{path} names {here}");
        assert!(!year.is_match(&text), "{path} has a time in it");
        assert!(!text.contains(env!("CARGO_MANIFEST_DIR")), "{path}");
        assert!(Path::new(&path).is_relative());
    }
}
