//! What `down` says.

use super::{Other, record};

record! {
    /// What `down` removed.
    pub struct Removed {
        /// The stack's name, which is the Compose project's.
        pub project: String,
        /// The containers that were removed.
        pub containers: Vec<String>,
        /// The networks that were removed.
        pub networks: Vec<String>,
        /// The volumes that were removed.
        pub volumes: Vec<String>,
        /// Containers of the project that are not part of the stack, and stay.
        pub orphans: Vec<String>,
        /// What belongs to somebody else under the stack's name, and stays.
        pub others: Vec<Other>,
    }
}
