//! What the real programs say about what stackgen renders.

#[allow(dead_code, reason = "each test binary uses its own part of it")]
#[path = "../support/mod.rs"]
mod support;

use support::tools;

#[test]
fn every_program_of_the_table_is_provisioned() {
    let all = [
        tools::promtool(),
        tools::prometheus(),
        tools::amtool(),
        tools::alertmanager(),
        tools::docker_compose(),
        tools::caddy(),
        tools::blackbox_exporter(),
        tools::node_exporter(),
        tools::postgres_exporter(),
        tools::redis_exporter(),
    ];
    for tool in all.into_iter().flatten() {
        println!("{} {} {}", tool.name, tool.version, tool.path.display());
    }
}
