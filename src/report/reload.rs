//! What `reload` says.

use super::record;
use super::up::Step;

record! {
    /// What `reload` did.
    pub struct Reloaded {
        /// The services that reloaded their files.
        pub reloaded: Vec<String>,
        /// The steps for which a reload is not enough: run `stackgen up`.
        pub pending: Vec<Step>,
    }
}
