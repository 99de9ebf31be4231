//! What stands within a line of Markdown: emphasis and links.

/// The text without marks for emphasis. A link is its text, with its address if that leads out of the
/// documentation.
pub(super) fn text(markdown: &str) -> String {
    let mut out = String::new();
    let mut rest = markdown.replace("**", "");
    while let Some((before, label, target, after)) = link(&rest) {
        out.push_str(before);
        out.push_str(label);
        if target.contains("://") && target != label {
            out.extend([" (", target, ")"]);
        }
        rest = after.to_owned();
    }
    out + &rest
}

/// The first link: what is before it, its text, its target, what is after it.
fn link(text: &str) -> Option<(&str, &str, &str, &str)> {
    let middle = text.find("](")?;
    let start = text[..middle].rfind('[')?;
    let end = middle + text[middle..].find(')')?;
    Some((&text[..start], &text[start + 1..middle], &text[middle + 2..end], &text[end + 1..]))
}

#[test]
fn emphasis_and_links_become_text() {
    for (markdown, expected) in [
        ("**Error.** A `value`.", "Error. A `value`."),
        ("see [`no-match`](no-match.md), [b](c.md#d)", "see `no-match`, b"),
        ("[Rootless](https://docs.example/x/) and", "Rootless (https://docs.example/x/) and"),
        ("a[0](", "a[0]("),
        ("[[routing]]", "[[routing]]"),
    ] {
        assert_eq!(text(markdown), expected);
    }
}
