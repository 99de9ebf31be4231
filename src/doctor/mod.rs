//! What the Docker engine and this machine mean for a stack: facts to findings, without asking
//! anybody.
//!
//! One file for each check. [`examine`] runs them all; who gathers the facts and prints the findings
//! is the command line.

mod architecture;
mod cgroup;
mod clock;
mod cpus;
mod data_root;
mod disk;
mod engine;
mod finding;
mod host_paths;
mod kernel_log;
mod limits;
mod logs;
mod memory;
mod mount_propagation;
mod networks;
mod platform;
mod ports;
mod probes;
mod project_name;
mod read_only_mounts;
mod rendered_files;
mod rootless;
mod secrets;
mod selinux;
mod sockets;
mod storage;
mod surroundings;
#[cfg(test)]
mod tests;
mod userns;

pub use finding::{CODES, Finding, Severity, host_table};
pub use surroundings::{
    Bind, Machine, Rendered, SecretConcern, SecretFault, SecretState, Surroundings, UnreadableFile,
};

use crate::docker::Facts;
use crate::stack::Stack;

/// What a check looks at.
struct Seen<'a> {
    /// What the engine says.
    facts: &'a Facts,
    /// Everything that was found out.
    around: &'a Surroundings,
    /// The stack, if there is a spec.
    stack: Option<&'a Stack>,
}

impl Seen<'_> {
    /// The machine that the engine runs on, if that is this one.
    fn machine(&self) -> Option<&Machine> {
        self.around.machine.as_ref()
    }
}

/// A check of an engine.
type Check = fn(&Seen<'_>) -> Vec<Finding>;

/// The checks of an engine, in reading order.
const CHECKS: &[Check] = &[
    engine::check,
    platform::check,
    architecture::check,
    rootless::check,
    userns::check,
    selinux::check,
    cgroup::check,
    limits::check,
    memory::check,
    cpus::check,
    storage::check,
    sockets::check,
    data_root::check,
    disk::check,
    logs::check,
    clock::check,
    mount_propagation::check,
    read_only_mounts::check,
    kernel_log::check,
    host_paths::check,
    networks::check,
    project_name::check,
    probes::check,
];

/// What all that was found out means for a stack, or without one, for any.
pub fn examine(around: &Surroundings, stack: Option<&Stack>) -> Vec<Finding> {
    let mut findings = match &around.engine {
        Ok(facts) => {
            let seen = Seen { facts, around, stack };
            CHECKS.iter().flat_map(|check| check(&seen)).collect()
        }
        Err(error) => vec![engine::unreachable(error)],
    };
    if let Some(stack) = stack {
        findings.extend(ports::check(around, stack));
        findings.extend(secrets::check(around));
        findings.extend(rendered_files::check(around));
    }
    findings
}
