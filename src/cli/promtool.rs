//! How promtool ends, wherever it runs.

use super::failure::Failure;
use std::time::Duration;

/// What promtool said.
#[derive(Default)]
pub(super) struct Said {
    /// The program, or the image that has it.
    pub(super) promtool: String,
    pub(super) passed: bool,
    pub(super) stdout: String,
    pub(super) stderr: String,
}

/// That promtool did not come to an end.
pub(super) fn too_long(longest: Duration) -> Failure {
    let most = longest.as_secs();
    Failure::no(format!("promtool did not finish within {most} s, and was stopped")).help(
        "if many apps have signals of their own: --timeout 10m; for a test of your own, let it end earlier",
    )
}
