//! Two texts as a readable unified diff.

use similar::TextDiff;

/// A unified diff from `expected` to `actual` with three lines of context, or nothing where the two
/// are the same. A missing line break at the end of a text is shown.
pub(crate) fn unified(name: &str, expected: &str, actual: &str) -> String {
    if expected == actual {
        return String::new();
    }
    TextDiff::from_lines(expected, actual)
        .unified_diff()
        .context_radius(3)
        .missing_newline_hint(true)
        .header(&format!("expected {name}"), &format!("actual {name}"))
        .to_string()
}
