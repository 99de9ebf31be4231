//! What `explain` says.

use super::record;

record! {
    /// What a code means.
    pub struct Explained {
        /// The code.
        pub code: String,
        /// What it says, in one line.
        pub title: String,
        /// The verb that reports it: `check`, `doctor`, `verify`.
        pub reporter: String,
        /// What it means and what to do, as Markdown.
        pub text: String,
    }
}

record! {
    /// A code, in brief.
    pub struct Code {
        /// The code.
        pub code: String,
        /// What it says, in one line.
        pub title: String,
        /// The verb that reports it: `check`, `doctor`, `verify`.
        pub reporter: String,
    }
}
