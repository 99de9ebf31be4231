//! What the real programs say about what stackgen renders.
//!
//! * [`goldens`]: every golden, through every check
//! * [`messages`]: what amtool makes of the messages' templates for hostile labels
//! * [`planted`]: a tiny stack made by hand that every check accepts, and mistakes each must refuse
//!
//! The checks, each of a folder as `stackgen render` writes it:
//!
//! * [`prometheus`], [`alertmanager`], [`blackbox`], [`caddy`], [`compose`]: what the program itself says
//! * [`scan`]: what no program minds and we promise: pinned images, ports on the loopback address, no secrets
//!
//! [`placed`] puts such a folder where the programs can check it, [`mounts`] knows what a container sees of it.

mod alertmanager;
mod blackbox;
mod caddy;
mod compose;
mod goldens;
#[cfg(test)]
mod messages;
mod mounts;
mod placed;
#[cfg(test)]
mod planted;
mod prometheus;
#[cfg(test)]
mod sample;
mod scan;
mod secrets;
mod yaml;

#[allow(dead_code, reason = "each test binary uses its own part of it")]
#[path = "../support/mod.rs"]
mod support;

use support::tools;

/// What is wrong with a rendered stack: a text for people, or nothing.
type Checked = Result<(), String>;

#[test]
fn every_program_of_the_table_can_be_had() {
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
        tools::docker_registry(),
    ];
    for tool in all.into_iter().flatten() {
        println!("{} {} {}", tool.name, tool.version, tool.path.display());
    }
}
