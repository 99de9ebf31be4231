//! What `render` says.

use super::record;

record! {
    /// What `render` did, or with `--check` would do.
    pub struct Rendered {
        /// The output folder, as it was named.
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
        /// New ones.
        pub created: Vec<String>,
        /// Changed ones.
        pub updated: Vec<String>,
        /// Overwritten ones that somebody had edited by hand.
        pub edited: Vec<String>,
        /// Removed ones: they are not rendered any more.
        pub removed: Vec<String>,
        /// Ones that are not rendered any more, and stay because somebody edited them by hand.
        pub kept: Vec<String>,
        /// Ones that were right already.
        pub unchanged: Vec<String>,
        /// Ones that are not from the spec, and are loaded with the rendered ones.
        pub foreign: Vec<String>,
        /// Ones that containers could not read before the run: their permission bits are too narrow.
        pub unreadable: Vec<String>,
    }
}
