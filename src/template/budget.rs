//! How much the templates of one spec may do.

use super::TemplateError;
use std::cell::Cell;

/// How much the templates of a spec do in all. One unit is a byte that is moved; what a computer does
/// with the whole takes a few seconds.
const WORK: u64 = 16 << 30;

/// What the templates of a spec come to in all, in bytes. 10,000 apps come to a thirtieth of it.
const TEXT: usize = 32 << 20;

/// The longest text that one template comes to, in bytes.
pub(super) const LONGEST: usize = 1 << 20;

/// What is left for the templates of a spec.
#[derive(Debug)]
pub(super) struct Budget {
    work: Cell<u64>,
    text: Cell<usize>,
}

impl Budget {
    /// All of it.
    pub(super) fn new() -> Self {
        Self { work: Cell::new(WORK), text: Cell::new(TEXT) }
    }

    /// Takes something of the work, unless there is nothing left.
    pub(super) fn work(&self, units: u64) -> Result<(), TemplateError> {
        let left = self.work.get();
        self.work.set(left.saturating_sub(units));
        if left == 0 {
            Err(refused("the templates of this spec take too long in all"))
        } else {
            Ok(())
        }
    }

    /// Takes the length of a text that one template came to.
    pub(super) fn text(&self, length: usize) -> Result<(), TemplateError> {
        if length > LONGEST {
            let most = LONGEST >> 20;
            return Err(refused(format!("it comes to more than {most} MiB")));
        }
        let left = self.text.get().checked_sub(length);
        self.text.set(left.unwrap_or(0));
        let most = TEXT >> 20;
        let over =
            || refused(format!("the templates of this spec come to more than {most} MiB in all"));
        left.map(drop).ok_or_else(over)
    }
}

fn refused(why: impl Into<String>) -> TemplateError {
    TemplateError { message: why.into(), line: None }
}

#[test]
fn what_is_used_up_stays_used_up() {
    let budget = Budget::new();
    assert!(budget.work(WORK).is_ok());
    assert_eq!(
        budget.work(1).unwrap_err().message,
        "the templates of this spec take too long in all"
    );
    assert!((0..32).all(|_| budget.text(LONGEST).is_ok()));
    assert!(budget.text(0).is_ok());
    assert_eq!(
        budget.text(1).unwrap_err().message,
        "the templates of this spec come to more than 32 MiB in all"
    );
    assert_eq!(budget.text(LONGEST + 1).unwrap_err().message, "it comes to more than 1 MiB");
}
