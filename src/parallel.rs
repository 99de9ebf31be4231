//! Doing one thing to several values on two threads.
//!
//! More of them would bring little to what stackgen does: it takes some milliseconds, of which
//! starting a thread costs a tenth of one, and so does asking how many processors there are.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Maps `inputs`, in their order, on the calling thread and another one. Each has a state of its own,
/// which it begins with. Where no thread can be had, the calling one does it all.
pub(crate) fn map<T: Sync, S, R: Send>(
    inputs: &[T],
    begin: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        let mut state = None;
        while let Some((at, input)) = take_one(inputs, &next) {
            done.push((at, work(state.get_or_insert_with(&begin), input)));
        }
        done
    };
    let mut all = thread::scope(|scope| {
        let other = (inputs.len() > 1).then(|| thread::Builder::new().spawn_scoped(scope, take));
        let mut all = take();
        if let Some(Ok(other)) = other {
            all.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        all
    });
    all.sort_unstable_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, output)| output).collect()
}

/// The first input that nobody has taken yet, and its place.
fn take_one<'i, T>(inputs: &'i [T], next: &AtomicUsize) -> Option<(usize, &'i T)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    Some((at, inputs.get(at)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_stays() {
        let inputs: Vec<usize> = (0..100).collect();
        let doubled = map(&inputs, || (), |(), n| n * 2);
        assert_eq!(doubled, (0..100).map(|n| n * 2).collect::<Vec<_>>());
        assert_eq!(map(&[] as &[u8], || (), |(), n| *n), Vec::<u8>::new());
    }

    #[test]
    fn every_thread_has_a_state_of_its_own() {
        let count = |seen: &mut usize, _: &u8| {
            *seen += 1;
            *seen
        };
        let counts = map(&[0; 50], || 0, count);
        // Each thread counts 1, 2, 3 and so on, so no number is there more often than the one before.
        let times = |n: usize| counts.iter().filter(|count| **count == n).count();
        assert!((2..=50).all(|n| times(n) <= times(n - 1)), "{counts:?}");
        assert_eq!((1..=50).map(times).sum::<usize>(), 50, "{counts:?}");
    }
}
