//! Tests of `exposition.rs`.

use crate::support::exposition::Page;
use std::collections::BTreeSet;

#[test]
fn names_and_labels() {
    let mut page = Page::default();
    page.read(
        "# HELP a_total What.\n# TYPE a_total counter\na_total{b=\"x\\\"},{\",c=\"\"} 1 1700000000\n\
         a_total 2\n\n# TYPE d histogram\nd_bucket{le=\"+Inf\",} 3\n",
    );
    assert_eq!(page.types["a_total"], "counter");
    assert_eq!(page.types["d"], "histogram");
    let set = |names: &[&str]| names.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    assert_eq!(page.labels["a_total"], BTreeSet::from([set(&[]), set(&["b", "c"])]));
    assert_eq!(page.labels["d_bucket"], BTreeSet::from([set(&["le"])]));
}
