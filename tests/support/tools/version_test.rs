//! Tests of `version.rs`.

use crate::support::tools::version::Version;

#[test]
fn versions_are_found_in_what_programs_print() {
    let cases = [
        ("promtool, version 3.5.3+ds1 (branch: debian/sid)", Some(Version(3, 5, 3))),
        ("2.40.3-3\n", Some(Version(2, 40, 3))),
        ("v2.11.4 h1:abc=", Some(Version(2, 11, 4))),
        ("time=\"2026-11-23T14:55:13Z\" msg=\"Exporter 1.86.0-1 \"", Some(Version(1, 86, 0))),
        ("Docker Compose version v2.30", Some(Version(2, 30, 0))),
        ("(devel)", None),
        ("...", None),
        ("4294967296.1", None),
    ];
    for (text, expected) in cases {
        assert_eq!(Version::first_in(text), expected, "{text}");
    }
}

#[test]
fn ten_is_more_than_nine() {
    assert!(Version(3, 10, 0) > Version(3, 9, 9));
}
