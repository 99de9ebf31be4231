//! What `doctor` says.

use super::record;

record! {
    /// What the engine and the machine mean for the stack.
    pub struct Examined {
        /// Where the engine was looked for: `unix:///var/run/docker.sock`.
        pub address: Option<String>,
        /// What names that address: `DOCKER_HOST`, a Docker context, the usual place.
        pub origin: Option<String>,
        /// The engine. `null` if none answers.
        pub engine: Option<EngineFacts>,
        /// What was found.
        pub findings: Vec<MachineFinding>,
        /// The table `[host]` that the spec lacks, as TOML. `null` if it lacks nothing.
        pub host: Option<String>,
    }
}

record! {
    /// What an engine says of itself.
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
        /// What to do, one thing each, for people.
        pub help: Vec<String>,
        /// The line that `[host]` in the spec lacks, as TOML.
        pub host: Option<String>,
    }
}
