use super::Screen;
use super::screen::plain;
use console::{Term, measure_text_width};

/// A view that is drawn again and again in place: on a terminal on a screen of its own, which is gone
/// afterwards; elsewhere one view after the other.
pub struct Watch<'s> {
    screen: &'s Screen,
    term: Option<Term>,
    last: String,
}

/// What enters the terminal's second screen and hides the cursor, and what undoes it.
const ENTER: &str = "\x1b[?1049h\x1b[?25l";
const LEAVE: &str = "\x1b[?25h\x1b[?1049l";

impl<'s> Watch<'s> {
    /// Nothing is drawn yet.
    pub fn new(screen: &'s Screen) -> Self {
        let term = Some(Term::stdout()).filter(Term::is_term);
        if let Some(term) = &term {
            let _ = term.write_str(ENTER);
        }
        Self { screen, term, last: String::new() }
    }

    /// Draws what `show` says, and below it how to end.
    pub fn draw(&mut self, foot: &str, show: impl FnOnce()) {
        let view = self.screen.captured(show);
        match &self.term {
            None if self.last.is_empty() => self.screen.data(&plain(&view)),
            None => self.screen.data(&format!("\n{}", plain(&view))),
            Some(term) => {
                let (rows, columns) = term.size();
                let _ = term.write_str(&frame(&view, foot, rows.into(), columns.into()));
            }
        }
        self.last = view;
    }
}

impl Drop for Watch<'_> {
    /// The terminal is as it was before, with the last view on it.
    fn drop(&mut self) {
        if let Some(term) = &self.term {
            let _ = term.write_str(LEAVE);
            let _ = term.write_str(&self.last);
        }
    }
}

/// A view for a terminal of this size, drawn over the one before.
fn frame(view: &str, foot: &str, rows: usize, columns: usize) -> String {
    let room = rows.saturating_sub(2).max(1);
    let mut shown = Vec::new();
    let mut used = 0;
    let mut lines = view.lines().peekable();
    while let Some(line) = lines.peek() {
        // A line that is too wide goes on in the next row.
        let height = measure_text_width(line).div_ceil(columns.max(1)).max(1);
        if used + height > room {
            break;
        }
        used += height;
        shown.extend(lines.next());
    }
    let left = lines.count();
    let more = if left > 0 { format!("{left} more lines; ") } else { String::new() };
    let mut out = String::from("\x1b[H");
    for line in shown {
        out.extend([line, "\x1b[K\r\n"]);
    }
    // The last row has no line break, which would scroll.
    let foot = format!("{more}{foot}");
    let foot = console::truncate_str(&foot, columns, "");
    out.extend(["\x1b[J\r\n", &foot]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_fits_the_terminal() {
        let all = frame("a\nb\n", "Ctrl-C ends", 24, 80);
        assert_eq!(all, "\x1b[Ha\x1b[K\r\nb\x1b[K\r\n\x1b[J\r\nCtrl-C ends");
        let little = frame("a\nb\nc\nd\n", "Ctrl-C ends", 4, 80);
        assert_eq!(little, "\x1b[Ha\x1b[K\r\nb\x1b[K\r\n\x1b[J\r\n2 more lines; Ctrl-C ends");
        let narrow = frame(&format!("{}\nb\n", "a".repeat(15)), "Ctrl-C ends", 4, 10);
        assert!(narrow.contains("1 more li") && !narrow.contains('b'), "{narrow:?}");
    }
}
