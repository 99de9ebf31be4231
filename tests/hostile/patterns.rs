//! Patterns that become gigabytes when they are compiled.

use crate::stranger::Stranger;

#[track_caller]
fn patterns(drop_metrics: Vec<String>, why: &str) {
    let expr = "x_up == 0 and x_other".to_owned();
    Stranger { drop_metrics, expr, ..Stranger::default() }.refused(why);
}

#[test]
fn many_that_are_large() {
    let many = (0..12_000).map(|number| format!("a{number}[^b]{{900}}")).collect();
    patterns(many, "the patterns of this spec are too large together");
}

#[test]
fn one_that_is_too_large() {
    patterns(vec!["((a{999}){99}){9}".to_owned()], "it is larger than 256 KiB when compiled");
}

#[test]
fn groups_in_groups() {
    let nested = format!("{}a{}", "(".repeat(500), ")".repeat(500));
    patterns(vec![nested], "nested parentheses/brackets (50)");
}
