/// A place in a text.
pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    /// The beginning.
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// The line, from 1.
    pub(super) fn line(&self) -> usize {
        self.text.bytes().take(self.at).fold(1, |line, byte| line + usize::from(byte == b'\n'))
    }

    /// How many bytes are behind.
    pub(super) fn offset(&self) -> usize {
        self.at
    }

    /// The text from an offset to here.
    pub(super) fn since(&self, offset: usize) -> &'t str {
        &self.text[offset..self.at]
    }

    /// The next byte, or a line's end where the text ends.
    pub(super) fn peek(&self) -> u8 {
        self.byte(0)
    }

    /// The byte after so many others, or a line's end where the text ends.
    pub(super) fn byte(&self, after: usize) -> u8 {
        self.text.as_bytes().get(self.at + after).copied().unwrap_or(b'\n')
    }

    /// Whether the text is over.
    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.text.len()
    }

    /// Goes past the next bytes, which must be ASCII.
    pub(super) fn skip(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.text.len());
    }

    /// Goes past the next byte if it is this one, and says whether it is.
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let is_next = !self.is_at_end() && self.peek() == byte;
        self.at += usize::from(is_next);
        is_next
    }

    /// Goes past spaces, and says how many they are.
    pub(super) fn spaces(&mut self) -> usize {
        self.take_while(|byte| byte == b' ').len()
    }

    /// Goes past the bytes that satisfy a condition. It may not tell the bytes of one character
    /// apart.
    pub(super) fn take_while(&mut self, holds: impl Fn(u8) -> bool) -> &'t str {
        let rest = &self.text[self.at..];
        let end = rest.bytes().position(|byte| !holds(byte)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// Goes past the rest of the line and its end, and gives the rest.
    pub(super) fn take_line(&mut self) -> &'t str {
        let rest = self.take_while(|byte| byte != b'\n');
        self.skip(1);
        rest
    }

    /// Whether the line is over, but for a comment, and goes past it.
    pub(super) fn end_line(&mut self) -> bool {
        let spaces = self.spaces();
        let over = self.peek() == b'\n' || (spaces > 0 && self.peek() == b'#');
        if over {
            self.take_line();
        }
        over
    }
}
