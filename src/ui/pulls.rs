use super::Screen;
use crate::visible;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::sync::{Mutex, PoisonError};

/// Images on their way: a bar for each on a terminal, lines elsewhere.
pub struct Pulls<'s> {
    screen: &'s Screen,
    bars: Option<MultiProgress>,
    shown: Mutex<BTreeMap<String, ProgressBar>>,
}

impl<'s> Pulls<'s> {
    /// Nothing on its way yet.
    pub fn new(screen: &'s Screen) -> Self {
        let fancy = std::io::stderr().is_terminal() && !screen.is_quiet();
        let bars = fancy.then(|| MultiProgress::with_draw_target(ProgressDrawTarget::stderr()));
        Self { screen, bars, shown: Mutex::default() }
    }

    /// An image is asked for.
    pub fn begins(&self, image: &str) {
        let Some(bars) = &self.bars else {
            self.screen.note(&format!("pulling {image}"));
            return;
        };
        let bar = bars.add(ProgressBar::no_length());
        let columns = console::Term::stderr().size().1;
        if let Ok(style) = ProgressStyle::with_template(template(columns.into())) {
            bar.set_style(style);
        }
        bar.set_message(visible::line(image).into_owned());
        self.lock().insert(image.to_owned(), bar);
    }

    /// So many bytes of an image have arrived, of so many that are known of.
    pub fn progress(&self, image: &str, done: u64, total: u64) {
        if let Some(bar) = self.lock().get(image) {
            bar.set_length(total);
            bar.set_position(done);
        }
    }

    /// An image is there, or will not come.
    pub fn done(&self, image: &str, came: bool) {
        if let Some(bar) = self.lock().remove(image) {
            bar.finish_and_clear();
        }
        if came {
            self.screen.note(&format!("pulled {image}"));
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, ProgressBar>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a bar shows where there are so many columns. A bar that is wider than the terminal would be drawn
/// over several lines, and never be cleared.
fn template(columns: usize) -> &'static str {
    match columns {
        0..50 => "{wide_msg} {percent:>3}%",
        50..72 => "{wide_msg} {bytes:>10} of {total_bytes:<10}",
        72.. => "{msg:28!} {wide_bar} {bytes:>10} of {total_bytes:<10} {eta:>4}",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use console::measure_text_width;
    use indicatif::TermLike;
    use std::io;
    use std::sync::Arc;

    /// A terminal that keeps what is drawn.
    #[derive(Clone, Debug)]
    struct Paper {
        columns: u16,
        drawn: Arc<Mutex<String>>,
    }

    impl TermLike for Paper {
        fn width(&self) -> u16 {
            self.columns
        }

        fn move_cursor_up(&self, _: usize) -> io::Result<()> {
            Ok(())
        }

        fn move_cursor_down(&self, _: usize) -> io::Result<()> {
            Ok(())
        }

        fn move_cursor_right(&self, _: usize) -> io::Result<()> {
            Ok(())
        }

        fn move_cursor_left(&self, _: usize) -> io::Result<()> {
            Ok(())
        }

        fn write_line(&self, line: &str) -> io::Result<()> {
            self.write_str(line)?;
            self.write_str("\n")
        }

        fn write_str(&self, text: &str) -> io::Result<()> {
            self.drawn.lock().unwrap().push_str(text);
            Ok(())
        }

        fn clear_line(&self) -> io::Result<()> {
            Ok(())
        }

        fn flush(&self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_bar_is_no_wider_than_the_terminal() {
        for columns in [20, 40, 49, 50, 60, 71, 72, 80, 100, 200] {
            let paper = Paper { columns, drawn: Arc::default() };
            let target = ProgressDrawTarget::term_like(Box::new(paper.clone()));
            let bar = ProgressBar::with_draw_target(Some(1 << 40), target);
            bar.set_style(ProgressStyle::with_template(template(columns.into())).unwrap());
            bar.set_message("quay.io/prometheuscommunity/postgres-exporter:v0.17.1");
            bar.set_position((1 << 40) - (1 << 20));
            // Every change so far has drawn one.
            paper.drawn.lock().unwrap().clear();
            bar.tick();
            let drawn = paper.drawn.lock().unwrap().clone();
            assert!(drawn.contains("quay"), "{columns}: {drawn:?}");
            for line in drawn.lines() {
                assert!(
                    measure_text_width(line.trim_end()) <= columns.into(),
                    "{columns}: {line:?}"
                );
            }
        }
    }
}
