//! Alertmanager's configuration, as amtool sees it.

use crate::Checked;
use crate::placed::Placed;
use crate::support::tools::Tool;

const CONFIG: &str = "alertmanager/alertmanager.yml";

/// `amtool check-config`, and that the container finds every file the configuration names, which
/// amtool does not look at. A stack without Alertmanager passes.
pub(crate) fn config(placed: &Placed, amtool: &Tool) -> Checked {
    if placed.rendered("alertmanager").is_none() {
        return Ok(());
    }
    placed.as_its_container_sees_it(CONFIG)?;
    placed.check(amtool, &["check-config", CONFIG])
}
