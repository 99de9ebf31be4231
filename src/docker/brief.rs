/// The longest text of somebody else that is kept, in bytes: nobody reads more of a message or a line.
const LONGEST: usize = 2 << 10;

/// A text, or the start of one that is too long.
pub(super) fn brief(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let end = (0..=LONGEST).rfind(|at| text.is_char_boundary(*at)).unwrap_or_default();
    format!("{} ...", &text[..end])
}

#[test]
fn long_texts_are_cut() {
    assert_eq!(brief("short"), "short");
    assert_eq!(brief(&"ü".repeat(LONGEST)).len(), LONGEST + 4);
}
