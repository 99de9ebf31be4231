//! What `doctor` says.

use super::record;

record! {
    /// What the engine and the host mean for the stack.
    pub struct Examined {
        /// The address at which stackgen looked for the engine: `unix:///var/run/docker.sock`.
        pub address: Option<String>,
        /// Where that address is from: `DOCKER_HOST`, a Docker context, or the usual place.
        pub origin: Option<String>,
        /// The engine. `null` if none answers.
        pub engine: Option<EngineFacts>,
        /// What was found.
        pub findings: Vec<MachineFinding>,
        /// The lines that are missing from `[host]` in the spec, as TOML. `null` if none is.
        pub host: Option<String>,
        /// What `--write` changed in the spec, as a unified diff. `null` if nothing.
        pub diff: Option<String>,
    }
}

record! {
    /// What an engine reports about itself.
    pub struct EngineFacts {
        /// Its version: `28.1.1`.
        pub version: String,
        /// Its newest API version: `1.49`.
        pub api: String,
        /// What it runs on: `Debian GNU/Linux 12 (bookworm)`.
        pub os: String,
        /// The architecture of its machine: `x86_64`.
        pub architecture: String,
        /// The number of its CPUs.
        pub cpus: u32,
        /// Its memory, in bytes.
        pub memory_bytes: u64,
        /// Whether it runs on this host.
        pub here: bool,
    }
}

record! {
    /// What a check found. `docs/doctor.md` has a section on each.
    pub struct MachineFinding {
        /// The check's name, which stays the same: `engine-version`.
        pub code: String,
        /// `ok`, `note`, `warning` or `error`.
        pub severity: String,
        /// What was found, for people.
        pub message: String,
        /// What it means for the stack, for people.
        pub meaning: Option<String>,
        /// What to do, one step each, for people.
        pub help: Vec<String>,
        /// The line that is missing from `[host]` in the spec, as TOML.
        pub host: Option<String>,
    }
}
