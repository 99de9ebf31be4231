//! Asks again until the answer is what it should be.

use std::thread::sleep;
use std::time::{Duration, Instant};

/// Asks until there is an answer.
///
/// # Panics
///
/// If there is none in two minutes, with what was wrong last.
#[track_caller]
pub(crate) fn until<T>(what: &str, mut ask: impl FnMut() -> Result<T, String>) -> T {
    let started = Instant::now();
    loop {
        match ask() {
            Ok(answer) => return answer,
            Err(wrong) if started.elapsed() > Duration::from_secs(120) => {
                panic!("{what}: not within two minutes\n{wrong}")
            }
            Err(_) => sleep(Duration::from_millis(250)),
        }
    }
}
