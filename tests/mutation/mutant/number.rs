//! Numbers that are somewhat too large or too small.

use super::expr::Source;

/// A threshold, a factor or an argument, a little off. From 0 there is no "a little": there it is
/// half, on either side behind a comparison.
pub(super) fn all(source: &Source<'_>, at: usize) -> Vec<(String, String)> {
    let text = source.word(at);
    let inside = source.piece(at).is_some_and(|piece| piece.in_braces || piece.in_brackets);
    let Some(value) = text.parse::<f64>().ok().filter(|_| !inside) else { return vec![] };
    if value != 0.0 {
        let off = |factor: f64| {
            let changed = (value * factor * 1e9).round() / 1e9;
            source.change(&format!("{text} x {factor}"), at..at + 1, &changed.to_string())
        };
        return vec![off(1.15), off(0.85)];
    }
    let mut found = vec![source.change("0 is 0.5", at..at + 1, "0.5")];
    let before = at.checked_sub(1).map_or("", |at| source.word(at));
    if [">", "<", ">=", "<=", "==", "!=", "bool"].contains(&before) {
        found.push(source.change("0 is -0.5", at..at + 1, "-0.5"));
    }
    found
}
