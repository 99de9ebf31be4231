//! Tests of `unindent.rs`.

use crate::support::unindent::unindent;

#[test]
fn shared_indentation_goes_and_the_rest_stays() {
    let cases = [
        ("", ""),
        ("version = 1\n", "version = 1\n"),
        ("  kept as it is", "  kept as it is"),
        ("\n    a\n      b\n\n    c\n    ", "a\n  b\n\nc\n"),
        ("\n    one line without an end", "one line without an end"),
        ("\n  é\n   ü\n", "é\n ü\n"),
    ];
    for (text, expected) in cases {
        assert_eq!(unindent(text), expected, "{text:?}");
    }
}
