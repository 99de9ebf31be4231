//! The README's picture of the standard preset.

use crate::{marked, stackgen};

#[test]
fn the_readme_draws_the_standard_preset() {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let drawn = stackgen::run(folder.path(), &["graph", "--quiet", "--preset", "standard"]);
    marked::check(
        "README.md",
        "graph",
        &format!("```mermaid\n{}```\n", drawn.trim_end().to_owned() + "\n"),
    );
}
