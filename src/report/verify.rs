//! What `verify` says.

use super::record;

record! {
    /// Whether a running stack does what its spec says.
    pub struct Verified {
        /// Whether every check passes.
        pub passes: bool,
        /// The address of Prometheus.
        pub prometheus: String,
        /// The address of Alertmanager. `null` if the stack has none.
        pub alertmanager: Option<String>,
        /// The checks.
        pub checks: Vec<Check>,
    }
}

record! {
    /// The result of a check. `docs/verify.md` says what each proves.
    pub struct Check {
        /// Its name.
        pub check: String,
        /// Whether nothing is wrong.
        pub passes: bool,
        /// How many things must pass.
        pub expected: usize,
        /// What passes.
        pub passed: Vec<String>,
        /// What is missing, but may be.
        pub optional: Vec<Optional>,
        /// What cannot be judged yet.
        pub undecided: Vec<Optional>,
        /// What is wrong.
        pub findings: Vec<Finding>,
        /// Why the check was skipped. `null` if it was not.
        pub skipped: Option<String>,
    }
}

record! {
    /// Something that is missing but may be, or that cannot be judged yet.
    pub struct Optional {
        /// What.
        pub subject: String,
        /// Why, for people.
        pub reason: String,
    }
}

record! {
    /// Something that is wrong.
    pub struct Finding {
        /// What it is about: a target, a rule, a panel.
        pub subject: String,
        /// What is wrong, for people.
        pub problem: String,
        /// What to do about it, for people.
        pub help: Option<String>,
    }
}
