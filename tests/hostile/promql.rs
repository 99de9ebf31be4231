//! Expressions that nest as deep as a file is long: warned of, as stackgen cannot read them.

use crate::stranger::Stranger;

#[test]
fn signs_and_parentheses_without_end() {
    for (before, after) in [("-", ""), ("(", ")"), ("sum(", ")"), ("1 + ", "")] {
        let expr = format!("{}x_up{}", before.repeat(10_000), after.repeat(10_000));
        let finished = Stranger { expr, ..Stranger::default() }.run("check");
        assert!(finished.code.is_some(), "{before}");
        assert!(finished.stderr.contains("nests or chains more than 256"), "{before}");
    }
}
