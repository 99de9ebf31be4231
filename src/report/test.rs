//! What `test` says.

use super::record;

record! {
    /// The result of the unit tests.
    pub struct Tested {
        /// Whether all passed.
        pub passed: bool,
        /// How many there are.
        pub tests: usize,
        /// The files that hold them.
        pub files: Vec<String>,
        /// How long promtool took, in seconds.
        pub seconds: f64,
        /// The promtool that ran them: a program, or the image that has it. Empty if there are no tests.
        pub promtool: String,
        /// What it printed.
        pub output: String,
    }
}
