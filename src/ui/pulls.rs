use super::Screen;
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
        if let Ok(style) = ProgressStyle::with_template(
            "{msg:40!} {bar:24} {bytes:>10} of {total_bytes:10} {eta:>4}",
        ) {
            bar.set_style(style);
        }
        bar.set_message(image.to_owned());
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
