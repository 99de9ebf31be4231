//! What `render` says.

use super::record;

record! {
    /// What `render` did, or with `--check` would do.
    pub struct Rendered {
        /// The output folder, as the arguments name it.
        pub output: String,
        /// Whether anything differed from the spec before the run.
        pub drift: bool,
        /// The files, by what happened to them.
        pub files: Files,
        /// The differences as a unified diff. `null` without `--diff`.
        pub diff: Option<String>,
        /// How many services the stack has.
        pub services: usize,
        /// How many scrape jobs it has.
        pub scrape_jobs: usize,
        /// How many alerts it has.
        pub alerts: usize,
        /// Secret files that you have to create before the stack can start, relative to the spec.
        pub missing_secrets: Vec<String>,
        /// Secret files that `up` creates if you do not, relative to the spec.
        pub generated_secrets: Vec<String>,
    }
}

record! {
    /// The files of an output folder. Paths are relative to it.
    pub struct Files {
        /// New files.
        pub created: Vec<String>,
        /// Changed files.
        pub updated: Vec<String>,
        /// Files that were edited by hand, and were overwritten.
        pub edited: Vec<String>,
        /// Removed files: they are not rendered any more.
        pub removed: Vec<String>,
        /// Files that are not rendered any more, and stay because they were edited by hand.
        pub kept: Vec<String>,
        /// Files that were already up to date.
        pub unchanged: Vec<String>,
        /// Files that are not from the spec, but are loaded with the rendered files.
        pub foreign: Vec<String>,
        /// Files that containers could not read before the run, because of their modes.
        pub unreadable: Vec<String>,
    }
}
