//! Tests of `skip.rs`.

use crate::support::skip::line;

#[test]
fn a_skip_says_what_where_why_and_how() {
    let line = line("needs promtool", "it says:\n  E: no\n  network\n", "install it");
    let test = "skip_test::a_skip_says_what_where_why_and_how";
    let told = "(needs promtool) because it says: E: no network; to run it: install it";
    assert_eq!(line, format!("SKIPPED: {test} {told}"));
}
