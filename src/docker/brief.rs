/// The longest text of somebody else that is kept, in bytes: nobody reads more of a message or a line.
const LONGEST: usize = 2 << 10;

/// A text, or the start of one that is too long.
pub(super) fn brief(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    format!("{} ...", &text[..text.floor_char_boundary(LONGEST)])
}

#[test]
fn long_texts_are_cut() {
    assert_eq!(brief("short"), "short");
    assert_eq!(brief(&"ü".repeat(LONGEST)).len(), LONGEST + 4);
}
