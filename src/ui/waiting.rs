use super::Screen;
use crate::visible;
use console::{Term, truncate_str};
use std::cell::RefCell;

/// What is waited for: one line that is drawn again on a terminal; elsewhere a line whenever there is
/// something that was not waited for before.
pub struct Waiting<'s> {
    screen: &'s Screen,
    term: Option<Term>,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    said: Vec<String>,
    drawn: bool,
}

impl<'s> Waiting<'s> {
    /// Nothing is waited for yet.
    pub fn new(screen: &'s Screen) -> Self {
        let term = Term::stderr();
        let redraws = term.is_term() && !screen.is_quiet();
        Self { screen, term: redraws.then_some(term), state: RefCell::default() }
    }

    /// For some seconds at most, something is waited for: `kinds` in a word each, `what` in detail.
    pub fn on(&self, seconds: u128, kinds: &[&str], what: &str) {
        let mut state = self.state.borrow_mut();
        if let Some(term) = &self.term {
            let (_, columns) = term.size();
            let line = format!("waiting, {seconds} s at most: {}", visible::line(what));
            let width = usize::from(columns).saturating_sub(1);
            let _ = term.clear_line();
            let _ = term.write_str(&truncate_str(&line, width, "..."));
            state.drawn = true;
            return;
        }
        let new = kinds.iter().any(|kind| !state.said.iter().any(|said| said == kind));
        if new || state.said.is_empty() {
            self.screen.note(&format!("waiting, {seconds} s at most: {what}"));
            state.said.extend(kinds.iter().map(ToString::to_string));
            state.said.push(String::new());
        }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if let Some(term) = self.term.as_ref().filter(|_| self.state.borrow().drawn) {
            let _ = term.clear_line();
        }
    }
}
