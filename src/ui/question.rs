use super::Screen;
use crate::visible;
use console::Term;

/// What somebody answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Yes,
    /// No, or nothing.
    No,
    /// Neither: they pressed Ctrl-C or Escape.
    Interrupted,
}

impl Screen {
    /// Asks. Nothing but a yes is a yes.
    pub fn confirm(&self, question: &str) -> Answer {
        let asked = dialoguer::Confirm::new()
            .with_prompt(visible::line(question))
            .default(false)
            .interact_opt();
        match asked {
            Ok(Some(true)) => Answer::Yes,
            Ok(Some(false)) => Answer::No,
            Ok(None) => Answer::Interrupted,
            Err(dialoguer::Error::IO(error)) => {
                // The question hides the cursor, and does not come to showing it again.
                let term = Term::stderr();
                let _ = term.show_cursor();
                let _ = term.write_line("");
                match error.kind() {
                    std::io::ErrorKind::Interrupted => Answer::Interrupted,
                    _ => Answer::No,
                }
            }
        }
    }
}
