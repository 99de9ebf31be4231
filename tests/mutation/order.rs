//! An alert may be evaluated before the rule in another file that records what it reads. It then sees what
//! was recorded one interval earlier.

use crate::everything::{self, Settings};
use crate::promtool::test_rules;
use crate::support::rendered;
use crate::support::tools;
use std::fs;

#[test]
fn the_tests_pass_in_either_order_of_files() {
    let Some(promtool) = tools::promtool() else { return };
    let files = rendered::files(&everything::app("express", &Settings::default()), vec![]);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut turned = Vec::new();
    for path in files.paths().filter(|path| path.as_str().starts_with("prometheus/")) {
        let bytes = files.get(path.as_str()).expect("it was listed");
        let mut text = String::from_utf8(bytes.to_vec()).expect("a file is text");
        if let Some((before, order)) = text.split_once("group_eval_order:\n") {
            let (order, after) = order.split_once("\n\n").expect("the order is a paragraph");
            let order: Vec<_> = order.lines().rev().collect();
            assert_eq!(order.first(), Some(&"  - \"app\""), "{path}");
            text = format!("{before}group_eval_order:\n{}\n\n{after}", order.join("\n"));
            turned.push(path.to_string());
        }
        let file = folder.path().join(path.as_str());
        fs::create_dir_all(file.parent().expect("it is in a folder")).expect("a folder");
        fs::write(file, text).expect("a file");
    }
    assert_eq!(turned.len(), 1, "{turned:?}");
    let finished = test_rules(promtool, folder.path(), &turned);
    assert!(finished.succeeded(), "{finished}");
}
