use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a whole answer may take. Prometheus itself gives a query two minutes.
pub(super) const ANSWER: Duration = Duration::from_secs(20);
/// An answer that takes no longer takes nobody's patience: there may be thousands.
const QUICK: Duration = Duration::from_millis(250);
/// How long all slow answers together may take.
const SLOW: Duration = Duration::from_secs(120);

/// How much patience a program has used up. Who did not answer once is not waited for again: each check asks
/// several times.
#[derive(Clone, Debug, Default)]
pub(super) struct Spent(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    slow: Duration,
    silent: bool,
}

impl Spent {
    /// How long the next answer may take. `None` if there is no patience left.
    pub(super) fn left(&self) -> Option<Duration> {
        let state = self.lock();
        let left = SLOW.saturating_sub(state.slow);
        (!state.silent && !left.is_zero()).then(|| ANSWER.min(QUICK + left))
    }

    /// An answer took so long.
    pub(super) fn answered(&self, time: Duration) {
        self.lock().slow += time.saturating_sub(QUICK);
    }

    /// No answer came in time.
    pub(super) fn silent(&self) {
        self.lock().silent = true;
    }

    /// Begins anew.
    pub(super) fn forget(&self) {
        *self.lock() = State::default();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_silent_is_not_waited_for_again() {
        let spent = Spent::default();
        assert_eq!(spent.left(), Some(ANSWER));
        spent.silent();
        assert_eq!(spent.clone().left(), None);
        spent.forget();
        assert_eq!(spent.left(), Some(ANSWER));
    }

    #[test]
    fn slow_answers_use_up_patience_and_quick_ones_do_not() {
        let spent = Spent::default();
        for _ in 0..10_000 {
            spent.answered(QUICK);
        }
        assert_eq!(spent.left(), Some(ANSWER));
        for _ in 0..6 {
            spent.answered(ANSWER);
        }
        assert_eq!(spent.left(), Some(QUICK * 7));
        spent.answered(ANSWER);
        assert_eq!(spent.left(), None);
    }
}
