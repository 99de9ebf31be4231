//! The reverse proxy's configuration, as Caddy sees it.

use crate::Checked;
use crate::placed::Placed;
use crate::support::tools::Tool;

const CONFIG: &str = "caddy/Caddyfile";

/// `caddy validate`, which also sets up every module it names. A stack without a proxy passes.
pub(crate) fn config(placed: &Placed, caddy: &Tool) -> Checked {
    if placed.rendered("caddy").is_none() {
        return Ok(());
    }
    placed.as_its_container_sees_it(CONFIG)?;
    placed.check(caddy, &["validate", "--adapter", "caddyfile", "--config", CONFIG])
}
