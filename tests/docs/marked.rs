//! The parts of a document that are generated stand between `<!-- generated: NAME -->` and
//! `<!-- end -->`; everything else in it is written by hand.

use std::fs;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::support::{cases, golden};

/// Lets one test at a time bring a document up to date; the others would put back what it was.
pub(crate) fn alone() -> Option<MutexGuard<'static, ()>> {
    static ONE: Mutex<()> = Mutex::new(());
    cases::updating().then(|| ONE.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Compares a generated part of a document with what is generated now; with `UPDATE_GOLDENS=1`,
/// puts that there.
#[track_caller]
pub(crate) fn check(document: &str, name: &str, generated: &str) {
    let _alone = alone();
    let file = cases::repository(document);
    let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{document}: {error}"));
    let start = format!("<!-- generated: {name} -->\n");
    let (before, rest) =
        text.split_once(&start).unwrap_or_else(|| panic!("{document} has no part {name}"));
    let (_, after) = rest.split_once("<!-- end -->").expect("the part ends");
    let wanted = format!("{before}{start}\n{}\n\n<!-- end -->{after}", generated.trim());
    golden::check_text(&file, &wanted);
}
