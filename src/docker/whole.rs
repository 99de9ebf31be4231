//! Requests that are made to their end.
//!
//! Who breaks off a request that changes something cannot tell whether the engine still carries it out:
//! a container may appear after what was made has been removed. So such requests go on even when
//! nobody waits for their answer any more, and whoever puts something back waits for them first.

use super::Engine;
use std::sync::Arc;
use tokio::sync::watch;

/// How many requests are under way.
#[derive(Clone, Debug)]
pub(super) struct UnderWay(Arc<watch::Sender<usize>>);

impl UnderWay {
    pub(super) fn none() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }

    fn one(&self) -> One {
        self.0.send_modify(|count| *count += 1);
        One(self.clone())
    }
}

/// A request that is under way as long as this lives.
struct One(UnderWay);

impl Drop for One {
    fn drop(&mut self) {
        self.0.0.send_modify(|count| *count -= 1);
    }
}

impl Engine {
    /// Makes a request to its end, also when the future that is returned is dropped before.
    pub(super) async fn whole<T: Send + 'static>(
        &self,
        request: impl Future<Output = T> + Send + 'static,
    ) -> T {
        let one = self.under_way.one();
        let task = tokio::spawn(async move {
            let answer = request.await;
            drop(one);
            answer
        });
        match task.await {
            Ok(answer) => answer,
            // Nobody else has the task, so it was not cancelled.
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }

    /// Waits until no request is under way whose answer nobody waits for.
    pub async fn settled(&self) {
        // The sender lives as long as the engine.
        let _ = self.under_way.0.subscribe().wait_for(|count| *count == 0).await;
    }
}
