//! What `logs` says.

use super::record;

record! {
    /// What the containers printed. With `--follow`, each line is a document of its own, and this is empty.
    pub struct Logs {
        /// The lines, the oldest first.
        pub lines: Vec<LogLine>,
        /// How many older lines are left out, as there are more than 32 MiB. `--tail` and `--since` choose.
        pub omitted: usize,
    }
}

record! {
    /// A line that a container printed.
    pub struct LogLine {
        /// When, as RFC 3339.
        pub time: String,
        /// The service.
        pub service: String,
        /// The line.
        pub line: String,
    }
}
