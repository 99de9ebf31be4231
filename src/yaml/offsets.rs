//! Positions in characters, as the parser counts, into positions in bytes.

/// Where each character of a text starts.
pub(super) enum Offsets {
    /// Every character is one byte.
    Same(usize),
    /// By character; the last is the end of the text.
    Table(Vec<usize>),
}

impl Offsets {
    pub(super) fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self::Same(text.len());
        }
        Self::Table(text.char_indices().map(|(at, _)| at).chain([text.len()]).collect())
    }

    /// The byte at which a character starts; the end of the text for what lies behind it.
    pub(super) fn byte(&self, character: usize) -> usize {
        match self {
            Self::Same(end) => character.min(*end),
            Self::Table(table) => {
                table.get(character).or(table.last()).copied().unwrap_or_default()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(text: &str, character: usize, byte: usize) {
        assert_eq!(Offsets::new(text).byte(character), byte);
    }

    #[test]
    fn characters_become_bytes() {
        case("abc", 2, 2);
        case("abc", 9, 3);
        case("äb", 1, 2);
        case("äb", 2, 3);
        case("äb", 9, 3);
        case("", 1, 0);
    }
}
