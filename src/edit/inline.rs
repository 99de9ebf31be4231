//! Lists in brackets and braces: where an item is added, and where one ends.

use super::page::Page;
use std::ops::Range;

/// What to write where.
pub(super) type Edits = Vec<(Range<usize>, String)>;

/// Adds an item to a list that stands at `list`, brackets included. The list keeps its layout.
pub(super) fn append(
    page: &Page,
    list: &Range<usize>,
    items: &[Range<usize>],
    item: &str,
) -> Edits {
    match items.last() {
        Some(last) => behind(page, list, last, item),
        None => first(page, list, item),
    }
}

fn first(page: &Page, list: &Range<usize>, item: &str) -> Edits {
    let (inside, close) = (list.start + 1, list.end - 1);
    let text = &page.plain()[inside..close];
    if text.contains('#') {
        let line = page.begin(close);
        let new = format!("{}    {item},{}", page.indent(list.start), page.line_end());
        return vec![(line..line, new)];
    }
    let is_table = page.plain()[list.clone()].starts_with('{');
    if is_table {
        // What is between the braces stays, so that they are as before once the item is gone.
        let blank = if text.is_empty() { "" } else { " " };
        return vec![(inside..inside, format!("{blank}{item}"))];
    }
    vec![(inside..close, item.to_owned())]
}

fn behind(page: &Page, list: &Range<usize>, last: &Range<usize>, item: &str) -> Edits {
    let close = list.end - 1;
    let comma = comma(page, last.end);
    let tail = comma.map_or(last.end, |comma| comma + 1);
    let apart = page.next(tail);
    let mut edits = Vec::new();
    if apart <= close {
        // The list has lines of its own, with comments perhaps.
        let end = if comma.is_some() { "," } else { "" };
        if comma.is_none() {
            edits.push((last.end..last.end, ",".to_owned()));
        }
        let new = format!("{}{item}{end}{}", page.indent(last.start), page.line_end());
        edits.push((apart..apart, new));
    } else if comma.is_some() {
        edits.push((tail..tail, format!(" {item},")));
    } else {
        edits.push((tail..tail, format!(", {item}")));
    }
    edits
}

/// Where the comma after a place stands, if one follows.
pub(super) fn comma(page: &Page, at: usize) -> Option<usize> {
    let at = page.skip(at);
    page.plain()[at..].starts_with(',').then_some(at)
}

/// The bytes to take away with one item of a list.
pub(super) fn cut(
    page: &Page,
    list: &Range<usize>,
    before: Option<&Range<usize>>,
    item: &Range<usize>,
) -> Range<usize> {
    let comma_after = comma(page, item.end);
    let end = comma_after.map_or(item.end, |comma| comma + 1);
    if let Some(lines) = lines_of(page, list, &(item.start..end)) {
        return lines;
    }
    let start = before.map_or(list.start + 1, |before| before.end);
    match (before, comma_after) {
        // Up to what follows, so that the one before keeps its comma.
        (Some(_), Some(_)) => comma(page, start).map_or(start, |comma| comma + 1)..end,
        _ => start..end,
    }
}

/// The lines of an item that shares them with no other.
fn lines_of(page: &Page, list: &Range<usize>, item: &Range<usize>) -> Option<Range<usize>> {
    let lines = page.begin(item.start)..page.next(item.end);
    let plain = page.plain();
    let rest = plain[item.end..lines.end].trim();
    let alone = list.start < lines.start
        && lines.end < list.end
        && plain[lines.start..item.start].trim().is_empty()
        && (rest.is_empty() || rest.starts_with('#'));
    alone.then_some(lines)
}
