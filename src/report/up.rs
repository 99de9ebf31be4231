//! What `up` says.

use super::record;
use super::render::Files;

record! {
    /// What `up` did, or with `--dry-run` would do.
    pub struct Launched {
        /// The stack's name, which is the Compose project's.
        pub project: String,
        /// Whether this was a dry run.
        pub dry_run: bool,
        /// Images that would be pulled. Empty without `--dry-run`.
        pub pull: Vec<String>,
        /// The steps, in order.
        pub steps: Vec<Step>,
        /// Containers of the project that are not part of the stack, and stay.
        pub orphans: Vec<String>,
        /// Where people reach it.
        pub addresses: Vec<Address>,
        /// How to sign in to the programs that ask for it.
        pub logins: Vec<Login>,
        /// The rendered files that would change. `null` without `--dry-run`.
        pub files: Option<Files>,
        /// Secret files that were created, or with `--dry-run` would be, relative to the spec. Never what is
        /// in them.
        pub generated_secrets: Vec<String>,
        /// Services that did not accept their secret files.
        pub refused_secrets: Vec<String>,
        /// How long it took, in seconds.
        pub seconds: f64,
    }
}

record! {
    /// One step.
    pub struct Step {
        /// `create`, `recreate`, `start`, `reload`, `leave` or `remove`.
        pub action: String,
        /// `service`, `network`, `volume` or `container`.
        pub kind: String,
        /// Its name.
        pub name: String,
        /// Why, if that is not obvious, for people.
        pub why: Option<String>,
    }
}

record! {
    /// Where people reach a program.
    pub struct Address {
        /// The program.
        pub title: String,
        /// Its URL.
        pub url: String,
    }
}

record! {
    /// How to sign in to a program.
    pub struct Login {
        /// The program.
        pub title: String,
        /// The user.
        pub user: String,
        /// The file that holds the password, relative to the spec.
        pub password_file: String,
    }
}
