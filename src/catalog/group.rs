use crate::decode::{At, table};
use crate::value::Duration;

table! {
    /// A group of rules with an interval of its own, for what is expensive and changes slowly.
    pub struct Group("a group") {
        /// How often Prometheus evaluates the group's rules, instead of every `evaluation_interval`.
        interval: At<Duration>,
    }
}
