//! The blackbox exporter's configuration, as it sees it itself.

use crate::Checked;
use crate::placed::Placed;
use crate::support::tools::Tool;

const CONFIG: &str = "blackbox/blackbox.yml";

/// `blackbox_exporter --config.check`. A stack that probes nothing passes.
pub(crate) fn config(placed: &Placed, blackbox_exporter: &Tool) -> Checked {
    if placed.rendered("blackbox").is_none() {
        return Ok(());
    }
    placed.as_its_container_sees_it(CONFIG)?;
    placed.check(blackbox_exporter, &["--config.check", &format!("--config.file={CONFIG}")])
}
