//! Arrows point one way: from the command line down to values.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{self, File};

/// Which modules each module may use. `main` is the program, `lib` only lists the modules.
///
/// `spec` names the signals of `catalog`, and `catalog` is written in the values of `value`; nothing
/// below `stack` knows what a stack is.
const ARROWS: &[(&str, &[&str])] = &[
    ("value", &[]),
    ("explain", &[]),
    ("visible", &[]),
    ("folder", &[]),
    ("report", &[]),
    ("diag", &["report", "visible"]),
    ("output", &["folder", "value"]),
    ("promql", &[]),
    ("template", &[]),
    ("decode", &["diag", "value"]),
    ("catalog", &["decode", "diag", "value"]),
    ("yaml", &["diag"]),
    ("import", &["catalog", "diag", "value", "yaml"]),
    ("spec", &["catalog", "decode", "diag", "value"]),
    ("edit", &["spec", "value"]),
    ("schema", &["catalog", "decode", "diag", "spec", "value"]),
    ("stack", &["catalog", "decode", "diag", "spec", "template", "value", "yaml"]),
    ("check", &["diag", "promql", "stack", "value"]),
    ("render", &["output", "stack", "template", "value"]),
    ("docker", &["stack", "value"]),
    ("live", &["stack"]),
    ("verify", &["live", "output", "promql", "stack", "value"]),
    ("graph", &["stack", "value"]),
    ("init", &["catalog", "decode", "diag", "edit", "import", "spec", "value"]),
    ("pipeline", &["catalog", "check", "decode", "diag", "spec", "stack", "value"]),
    ("doctor", &["docker", "spec", "stack", "value"]),
    ("ui", &["diag", "report", "visible"]),
    (
        "cli",
        &[
            "catalog", "decode", "diag", "docker", "doctor", "edit", "explain", "folder", "graph",
            "import", "init", "live", "output", "pipeline", "render", "report", "schema", "spec",
            "stack", "ui", "value", "verify", "visible",
        ],
    ),
];

#[test]
fn modules_use_only_what_they_may() {
    let files = source::files();
    let modules = source::modules(&files);
    let allowed: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let mut wrong = Vec::new();
    for file in files.iter().filter(|file| modules.contains(file.module.as_str())) {
        let Some(allowed) = allowed.get(file.module.as_str()) else {
            wrong.push(format!("the module {} is not in the table", file.module));
            continue;
        };
        for used in source::paths(&file.code, "crate") {
            let fine = used == file.module
                || allowed.contains(&used.as_str())
                || !modules.contains(used.as_str());
            if !fine {
                wrong.push(format!("src/{} uses crate::{used}", file.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_table_of_arrows_is_true() {
    let files = source::files();
    let modules = source::modules(&files);
    let mut before: Vec<&str> = Vec::new();
    for (module, allowed) in ARROWS {
        assert!(modules.contains(module), "there is no module {module}");
        for used in *allowed {
            // In the order of the table, so there is no circle.
            assert!(before.contains(used), "{module} may use {used}, which stands below it");
            let is_used = files
                .iter()
                .filter(|file| file.module == *module)
                .any(|file| source::paths(&file.code, "crate").contains(*used));
            assert!(is_used, "{module} may use {used}, but does not");
        }
        before.push(module);
    }
}

/// Files that take part in a circle, and why.
const CIRCLES: &[(&str, &str)] = &[
    ("import/loader.rs", "a file that is loaded may include and extend others"),
    (
        "template/engine.rs",
        "an engine's templates are rendered with fuel, in environments that it makes",
    ),
];

#[test]
fn files_of_a_module_use_each_other_one_way() {
    // `super` in a `mod.rs` is another folder.
    let files = source::files().into_iter().filter(|file| !file.path.ends_with("mod.rs"));
    let known = |path: &str| CIRCLES.iter().any(|(known, _)| *known == path);
    let mut uses: BTreeMap<String, BTreeSet<String>> = files
        .filter(|file| !known(&file.path))
        .map(|file| (file.path.clone(), beside(&file)))
        .collect();
    // What uses nothing that is left is in no circle.
    loop {
        let left: BTreeSet<String> = uses.keys().cloned().collect();
        uses.retain(|_, used| !used.is_disjoint(&left));
        if uses.len() == left.len() {
            break;
        }
    }
    assert!(uses.is_empty(), "in a circle, or using one: {:#?}", uses.keys());
}

/// The files in the same folder that a file may use, by their paths.
fn beside(file: &File) -> BTreeSet<String> {
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let used = source::paths(&file.code, "super").into_iter();
    used.map(|name| format!("{folder}/{name}.rs")).collect()
}
