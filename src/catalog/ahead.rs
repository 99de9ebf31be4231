//! Doing one thing to several values on all processors at once.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Maps `inputs`, in their order, on as many threads as there are processors. Where no thread can be
/// had, the calling one does it all.
pub(super) fn map<T: Sync, R: Send + Sync>(inputs: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let outputs: Vec<OnceLock<R>> = inputs.iter().map(|_| OnceLock::new()).collect();
    let next = AtomicUsize::new(0);
    let take = || {
        while let Some(at) =
            Some(next.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < inputs.len())
        {
            outputs[at].get_or_init(|| work(&inputs[at]));
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from).min(inputs.len());
    thread::scope(|scope| {
        for _ in 1..threads {
            // Without it the others have more to do.
            let _ = thread::Builder::new().spawn_scoped(scope, take);
        }
        take();
    });
    let done = |output: OnceLock<R>| output.into_inner().expect("every place was taken once");
    outputs.into_iter().map(done).collect()
}

#[test]
fn the_order_stays() {
    let inputs: Vec<usize> = (0..100).collect();
    assert_eq!(map(&inputs, |n| n * 2), (0..100).map(|n| n * 2).collect::<Vec<_>>());
    assert_eq!(map(&[] as &[u8], |n| *n), Vec::<u8>::new());
}
