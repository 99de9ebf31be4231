//! Reads the YAML that templates write, and no other.
//!
//! A reader of all of YAML would take most of the time that rendering takes. What is read here is so
//! small a part of YAML that there is only one way to take it, in YAML 1.1 and in YAML 1.2:
//!
//! * one document of block maps and block lists, indented by spaces;
//! * flow lists and flow maps that end on their line, behind their key or alone on the next;
//! * scalars in single or double quotes that end on their line, literal blocks (`|-`), and plain ones
//!   of letters, digits and signs that mean nothing;
//! * comments, and keys without a value.
//!
//! Whatever else there is in YAML is refused: tags, anchors, aliases, directives, further documents,
//! tabs, folded blocks, texts over several lines, keys that are lists or maps.

use super::cursor::Cursor;
use super::keys::Keys;
use super::scalar::Scalar;

/// Readers look no further than so many characters for the `:` of a key.
const LONGEST_KEY: usize = 1024;
/// How many flow lists and maps may be in one another. Templates need two.
const DEEPEST: usize = 32;
const MISPLACED: &str = "something that is not at its place";

/// Reads a document, and shows every scalar in the order of the text, keys included.
///
/// # Errors
///
/// What is no YAML of this kind, with its line, or a key that a map has twice.
pub(super) fn read(text: &str, see: impl FnMut(&Scalar<'_>)) -> Result<(), String> {
    if !is_printable(text) {
        return Err("a character that some reader refuses or takes for a line break".to_owned());
    }
    let mut reader = Reader {
        cursor: Cursor::new(text),
        blocks: Vec::new(),
        keys: Keys::default(),
        begun: false,
        see,
    };
    reader.document().map_err(|what| format!("line {}: {what}", reader.cursor.line()))
}

/// Only line feeds and what all readers take for ordinary characters: no other control characters,
/// no other line breaks, no byte order marks.
fn is_printable(text: &str) -> bool {
    let is_ascii = |byte: u8| byte == b'\n' || matches!(byte, b' '..=b'~');
    // Without a way out before the end, many bytes are looked at together.
    let all_are = text.bytes().fold(true, |all, byte| all & is_ascii(byte));
    all_are
        || text.chars().all(|c| match c {
            '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
            c => c == '\n' || !c.is_control(),
        })
}

struct Reader<'t, F> {
    cursor: Cursor<'t>,
    /// What is open, outermost first.
    blocks: Vec<Block>,
    keys: Keys<'t>,
    /// Whether there was anything yet.
    begun: bool,
    see: F,
}

/// A block list or a block map that is open.
struct Block {
    column: usize,
    kind: Kind,
}

enum Kind {
    List,
    Map {
        /// Where its keys begin.
        keys: usize,
        /// Whether its last key has no value yet.
        waits: bool,
    },
}

impl<'t, F: FnMut(&Scalar<'_>)> Reader<'t, F> {
    fn document(&mut self) -> Result<(), String> {
        while !self.cursor.is_at_end() {
            let column = self.cursor.spaces();
            if matches!(self.cursor.peek(), b'\n' | b'#') {
                self.cursor.take_line();
            } else {
                self.line(column)?;
            }
        }
        self.close(|_| true)?;
        if self.begun { Ok(()) } else { Err("the end of a file that holds nothing".to_owned()) }
    }

    /// A line that begins at a column: items of lists in one another, if any, and a value or the
    /// entry of a map.
    fn line(&mut self, mut column: usize) -> Result<(), String> {
        self.close(|block| block.column > column)?;
        let mut begins = true;
        while self.cursor.peek() == b'-' && self.cursor.byte(1) == b' ' {
            self.item(column, begins)?;
            self.cursor.skip(1);
            column += 1 + self.cursor.spaces();
            begins = false;
        }
        match self.cursor.peek() {
            b'[' | b'{' if begins => {
                self.take_place(column)?;
                return self.value();
            }
            b'[' | b'{' | b'|' if !begins => return self.value(),
            _ => {}
        }
        let start = self.cursor.offset();
        let scalar = Scalar::read(&mut self.cursor)?;
        if self.is_key(start)? {
            return self.entry(column, begins, scalar);
        }
        if begins {
            return Err(MISPLACED.to_owned());
        }
        (self.see)(&scalar);
        self.end_line()
    }

    /// Takes the place of the value that the last key waits for, or of the whole document, with
    /// something that begins at a column.
    fn take_place(&mut self, column: usize) -> Result<(), String> {
        match self.blocks.last_mut() {
            Some(Block { column: open, kind: Kind::Map { waits, .. } })
                if *waits && *open < column =>
            {
                *waits = false;
            }
            None if !self.begun => self.begun = true,
            _ => return Err(MISPLACED.to_owned()),
        }
        Ok(())
    }

    /// The dash of a list.
    fn item(&mut self, column: usize, begins: bool) -> Result<(), String> {
        match self.blocks.last() {
            Some(Block { column: open, kind: Kind::List }) if *open == column => return Ok(()),
            Some(Block { kind: Kind::List, .. }) if !begins => {}
            // It may be at the column of its key.
            _ => self.take_place(column + 1)?,
        }
        self.blocks.push(Block { column, kind: Kind::List });
        Ok(())
    }

    /// An entry of a map, from behind its key.
    fn entry(&mut self, column: usize, begins: bool, key: Scalar<'t>) -> Result<(), String> {
        if !begins {
            // The first one of an item.
            self.open_map(column);
        } else if !self.continues_map(column) {
            self.take_place(column)?;
            self.open_map(column);
        }
        (self.see)(&key);
        self.keys.add(key.text);
        self.cursor.skip(1);
        let is_empty = self.cursor.end_line();
        if let Some(Block { kind: Kind::Map { waits, .. }, .. }) = self.blocks.last_mut() {
            *waits = is_empty;
        }
        if is_empty { Ok(()) } else { self.value() }
    }

    /// Whether a map is open at a column. A list at the same column, the value of its last key, is
    /// over then.
    fn continues_map(&mut self, column: usize) -> bool {
        let is_map =
            |block: &Block| block.column == column && matches!(block.kind, Kind::Map { .. });
        match self.blocks.as_slice() {
            [.., block] if is_map(block) => true,
            [.., block, list] if is_map(block) && list.column == column => {
                self.blocks.pop();
                true
            }
            _ => false,
        }
    }

    fn open_map(&mut self, column: usize) {
        let kind = Kind::Map { keys: self.keys.open(), waits: false };
        self.blocks.push(Block { column, kind });
    }

    /// Closes the innermost blocks.
    fn close(&mut self, is_over: impl Fn(&Block) -> bool) -> Result<(), String> {
        while let Some(block) = self.blocks.pop_if(|block| is_over(block)) {
            if let Kind::Map { keys, .. } = block.kind {
                self.keys.close(keys)?;
            }
        }
        Ok(())
    }

    /// What stands behind a key or a dash, up to the end of its last line.
    fn value(&mut self) -> Result<(), String> {
        match self.cursor.peek() {
            b'|' => {
                let column = self.blocks.last().map_or(0, |block| block.column);
                (self.see)(&Scalar::literal(&mut self.cursor, column)?);
                return Ok(());
            }
            b'[' | b'{' => self.flow(DEEPEST)?,
            _ => (self.see)(&Scalar::read(&mut self.cursor)?),
        }
        self.end_line()
    }

    fn end_line(&mut self) -> Result<(), String> {
        if self.cursor.end_line() { Ok(()) } else { Err(MISPLACED.to_owned()) }
    }

    /// A scalar, a flow list or a flow map, up to so deep.
    fn flow(&mut self, deep: usize) -> Result<(), String> {
        let deeper = || deep.checked_sub(1).ok_or("too many lists and maps in one another");
        match self.cursor.peek() {
            b'[' => {
                let deeper = deeper()?;
                self.sequence(b']', |reader| reader.flow(deeper))
            }
            b'{' => {
                let deeper = deeper()?;
                let keys = self.keys.open();
                self.sequence(b'}', |reader| reader.flow_entry(deeper))?;
                self.keys.close(keys)
            }
            _ => {
                (self.see)(&Scalar::read(&mut self.cursor)?);
                Ok(())
            }
        }
    }

    /// What stands between brackets, with commas between.
    fn sequence(
        &mut self,
        end: u8,
        mut item: impl FnMut(&mut Self) -> Result<(), String>,
    ) -> Result<(), String> {
        self.cursor.skip(1);
        self.cursor.spaces();
        if self.cursor.eat(end) {
            return Ok(());
        }
        loop {
            item(self)?;
            self.cursor.spaces();
            if self.cursor.eat(end) {
                return Ok(());
            }
            if !self.cursor.eat(b',') {
                return Err("a list or a map in brackets that does not end on its line".to_owned());
            }
            self.cursor.spaces();
        }
    }

    fn flow_entry(&mut self, deep: usize) -> Result<(), String> {
        let start = self.cursor.offset();
        let key = Scalar::read(&mut self.cursor)?;
        if !self.is_key(start)? {
            return Err("something without a value in a map".to_owned());
        }
        (self.see)(&key);
        self.keys.add(key.text);
        self.cursor.skip(1);
        self.cursor.spaces();
        self.flow(deep)
    }

    /// Whether what was read from an offset on is a key.
    fn is_key(&self, start: usize) -> Result<bool, String> {
        let is_key = self.cursor.peek() == b':' && matches!(self.cursor.byte(1), b' ' | b'\n');
        let text = self.cursor.since(start);
        if is_key && text.len() > LONGEST_KEY && text.chars().count() > LONGEST_KEY {
            return Err("a key that is too long for some readers".to_owned());
        }
        Ok(is_key)
    }
}
