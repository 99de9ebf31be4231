//! What `reload` says.

use super::record;
use super::up::Step;

record! {
    /// What `reload` did.
    pub struct Reloaded {
        /// The services that read their files again, and run with them.
        pub reloaded: Vec<String>,
        /// What a reload is not enough for: `stackgen up` does it.
        pub pending: Vec<Step>,
    }
}
