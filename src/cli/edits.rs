//! What somebody edited by hand, shown before it is refused to overwrite it.

use super::tree::TreeArgs;
use crate::output::Plan;
use crate::ui::Screen;

/// How many lines are shown: two screens.
const MOST: usize = 60;

/// Shows what a render would overwrite, if there is anything.
pub(super) fn show(plan: &Plan<'_>, args: &TreeArgs, screen: &Screen) {
    if plan.edited().next().is_none() {
        return;
    }
    let diff = plan.edits().to_string();
    let (shown, more) = first_lines(&diff);
    screen.passage(shown);
    if more > 0 {
        let lines = if more == 1 { "line" } else { "lines" };
        screen.note(&format!("... and {more} more {lines}"));
        screen.hint(&format!("see all of it: {}", args.typed("render", "--check --diff")));
    }
}

/// The lines to show, and how many are left.
fn first_lines(text: &str) -> (&str, usize) {
    let end = text.match_indices('\n').nth(MOST - 1).map_or(text.len(), |(at, _)| at + 1);
    (&text[..end], text[end..].lines().count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut() {
        for (lines, more) in [(0, 0), (1, 0), (MOST, 0), (MOST + 1, 1), (3_000, 3_000 - MOST)] {
            let text = "x\n".repeat(lines);
            assert_eq!(first_lines(&text), ("x\n".repeat(lines - more).as_str(), more));
        }
        assert_eq!(first_lines("no newline"), ("no newline", 0));
    }
}
