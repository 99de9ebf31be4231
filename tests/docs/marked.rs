//! The parts of a document that are generated stand between `<!-- generated: NAME -->` and
//! `<!-- end -->`; everything else in it is written by hand.

use std::fs;

use crate::support::{cases, golden};

/// Compares a generated part of a document with what is generated now; with `UPDATE_GOLDENS=1`,
/// puts that there.
#[track_caller]
pub(crate) fn check(document: &str, name: &str, generated: &str) {
    let file = cases::repository(document);
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{document}: {error}"));
    let start = format!("<!-- generated: {name} -->\n");
    let (before, rest) =
        text.split_once(&start).unwrap_or_else(|| panic!("{document} has no part {name}"));
    let (_, after) = rest.split_once("<!-- end -->").expect("the part ends");
    let wanted = format!("{before}{start}\n{}\n\n<!-- end -->{after}", generated.trim());
    golden::check_text(&file, &wanted);
}
