/// A place in a source.
#[derive(Debug)]
pub(super) struct Cursor<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        Self { source, at: 0 }
    }

    /// What is left, without white space before it.
    pub(super) fn rest(&mut self) -> &'a str {
        self.next();
        &self.source[self.at..]
    }

    /// As [`Self::rest`], as bytes.
    #[inline]
    pub(super) fn bytes(&mut self) -> &'a [u8] {
        self.next();
        &self.source.as_bytes()[self.at..]
    }

    /// The next byte that is no white space.
    #[inline]
    pub(super) fn next(&mut self) -> Option<u8> {
        let bytes = self.source.as_bytes();
        while bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
        bytes.get(self.at).copied()
    }

    /// Goes on by some bytes, all of them ASCII.
    #[inline]
    pub(super) fn skip(&mut self, bytes: usize) {
        self.at += bytes;
    }

    /// A sign of one byte, if it is next.
    #[inline]
    pub(super) fn eat(&mut self, sign: u8) -> bool {
        let found = self.next() == Some(sign);
        self.at += usize::from(found);
        found
    }

    /// A word, if it is next: `if`, but not `iffy`.
    #[inline]
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let found = self.is_word(word);
        self.at += if found { word.len() } else { 0 };
        found
    }

    /// Whether a word is next.
    #[inline]
    pub(super) fn is_word(&mut self, word: &str) -> bool {
        let bytes = self.bytes();
        bytes.starts_with(word.as_bytes())
            && !bytes.get(word.len()).copied().is_some_and(is_of_name)
    }

    /// A name. `None` if something else is next.
    pub(super) fn name(&mut self) -> Option<&'a str> {
        if !self.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_') {
            return None;
        }
        Some(self.take(is_of_name))
    }

    /// The digits of a number, with a point among them or without. `None` for all else that starts
    /// like a number.
    pub(super) fn digits(&mut self) -> Option<&'a str> {
        self.next();
        let start = self.at;
        let before = self.take(|byte| byte.is_ascii_digit());
        if self.byte() == Some(b'.') {
            self.at += 1;
            if self.take(|byte| byte.is_ascii_digit()).is_empty() {
                return None;
            }
        }
        let goes_on = self.byte().is_some_and(|byte| is_of_name(byte) || byte == b'.');
        (!before.is_empty() && !goes_on).then(|| &self.source[start..self.at])
    }

    /// A string in quotes of either kind, without escapes.
    pub(super) fn string(&mut self) -> Option<&'a str> {
        let quote = self.next().filter(|byte| matches!(byte, b'\'' | b'"'))?;
        self.at += 1;
        let text = self.take(|byte| byte != quote);
        self.at += 1;
        let closed = self.at <= self.source.len();
        (closed && !text.contains('\\')).then_some(text)
    }

    /// The next byte, white space or not.
    fn byte(&self) -> Option<u8> {
        self.source.as_bytes().get(self.at).copied()
    }

    /// What follows of a kind of bytes.
    #[inline]
    fn take(&mut self, wanted: impl Fn(u8) -> bool) -> &'a str {
        let start = self.at;
        let bytes = self.source.as_bytes();
        while bytes.get(self.at).copied().is_some_and(&wanted) {
            self.at += 1;
        }
        &self.source[start..self.at]
    }
}

fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}
