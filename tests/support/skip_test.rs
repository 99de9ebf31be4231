//! Tests of `skip.rs`.

use crate::support::skip::line;

#[test]
fn a_skip_says_what_where_why_and_how() {
    let line = line("promtool", "apt-get is not on PATH", "install it");
    assert!(line.starts_with("SKIPPED: promtool in test "), "{line}");
    assert!(line.contains("a_skip_says_what_where_why_and_how"), "{line}");
    assert!(line.ends_with(" because apt-get is not on PATH; to run it: install it"), "{line}");
}
