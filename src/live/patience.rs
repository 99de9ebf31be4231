use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long something is waited for.
#[derive(Clone, Debug)]
pub struct Patience {
    started: Instant,
    limit: Duration,
}

impl Patience {
    /// Begins to wait, at most this long.
    pub fn of(limit: Duration) -> Self {
        Self { started: Instant::now(), limit }
    }

    /// How much of it is left.
    pub fn left(&self) -> Duration {
        self.limit.saturating_sub(self.started.elapsed())
    }

    /// Sleeps this long, or until the end. Whether there was anything left.
    pub fn pause(&self, time: Duration) -> bool {
        let left = self.left();
        sleep(time.min(left));
        !left.is_zero()
    }
}
