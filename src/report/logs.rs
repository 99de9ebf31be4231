//! What `logs` says.

use super::record;

record! {
    /// What the containers printed. With `--follow`, each line is a document of its own, and this is empty.
    pub struct Logs {
        /// The lines, the oldest first.
        pub lines: Vec<LogLine>,
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
