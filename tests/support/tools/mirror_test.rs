//! Tests of `mirror.rs`.

use crate::support::tools::mirror::{Suite, of_this_machine};
use std::fs;

const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// The unstable source made from some files below `/etc/apt`.
#[track_caller]
fn case(files: &[(&str, &str)], expected: Option<(&str, Option<&str>)>) {
    let etc = tempfile::tempdir().unwrap();
    fs::create_dir(etc.path().join("sources.list.d")).unwrap();
    for (name, text) in files {
        fs::write(etc.path().join(name), text).unwrap();
    }
    let expected = expected.map(|(address, by)| {
        let by = by.map(|by| format!("Signed-By: {by}\n")).unwrap_or_default();
        format!("Types: deb\nURIs: {address}\nSuites: unstable\nComponents: main\n{by}")
    });
    assert_eq!(of_this_machine(etc.path()).map(|mirror| mirror.sources(Suite::Unstable)), expected);
}

#[test]
fn deb822_sources() {
    let text = format!(
        "Types: deb\n# a comment\nURIs: http://deb.debian.org/debian-security\nSuites: bookworm-security\n\
         Components: main\nSigned-By: {KEYRING}\n\n\
         Types: deb deb-src\nURIs: http://mirror.example/debian\nSuites: bookworm bookworm-updates\n\
         Components: main contrib\nSigned-By: {KEYRING}\n"
    );
    let expected = Some(("http://mirror.example/debian", Some(KEYRING)));
    case(&[("sources.list.d/debian.sources", &text)], expected);
    let off = text.replace("Types: deb deb-src", "Enabled: no\nTypes: deb");
    case(&[("sources.list.d/debian.sources", &off)], None);
}

#[test]
fn a_whole_key_inside_the_source() {
    let key =
        "\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n mQ==\n -----END PGP PUBLIC KEY BLOCK-----";
    let text = format!(
        "Types: deb\nURIs: http://deb.debian.org/debian/\nSuites: trixie\nSigned-By:{key}\nComponents: main\n"
    );
    let expected = Some(("http://deb.debian.org/debian/", Some(key)));
    case(&[("sources.list.d/debian.sources", &text)], expected);
}

#[test]
fn one_line_sources() {
    let by = format!("deb [ arch=amd64 signed-by={KEYRING} ] http://a.example/debian sid main\n");
    for (text, expected) in [
        (
            "deb http://deb.debian.org/debian bookworm main\n",
            Some(("http://deb.debian.org/debian", None)),
        ),
        (by.as_str(), Some(("http://a.example/debian", Some(KEYRING)))),
        ("# deb http://deb.debian.org/debian bookworm main\n", None),
        ("deb-src http://deb.debian.org/debian bookworm main\n", None),
        ("deb http://security.debian.org/debian-security bookworm-security main\n", None),
        ("deb http://archive.ubuntu.com/ubuntu noble main\n", None),
        ("", None),
    ] {
        case(&[("sources.list", text)], expected);
    }
}

#[test]
fn archives_of_others_are_not_taken_for_debian() {
    let other = "deb https://packages.example.com/tool/debian/ bookworm main\n\
                 deb https://apt.example.com bookworm main\n";
    let debian = "deb http://10.0.0.1/debian bookworm main\n";
    let files = [("sources.list.d/a.list", other), ("sources.list.d/b.list", debian)];
    case(&files, Some(("http://10.0.0.1/debian", None)));
}
