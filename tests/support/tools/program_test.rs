//! Tests of `program.rs`.

use crate::support::tools::program::{ALL, PROMTOOL};

#[test]
fn each_program_has_a_variable_of_its_own() {
    assert_eq!(PROMTOOL.variable, "STACKGEN_TEST_PROMTOOL");
    let mut variables: Vec<_> = ALL.iter().map(|program| program.variable).collect();
    variables.sort_unstable();
    variables.dedup();
    assert_eq!(variables.len(), ALL.len());
}
