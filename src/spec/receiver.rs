use super::shared::{SharedKeys, Use};
use crate::decode::{At, table};
use crate::value::Name;

table! {
    /// A place to send alerts to. Its secrets are in files, which Alertmanager reads when it sends.
    pub struct ReceiverKeys("a receiver") {
        /// What it is; decides which keys it takes.
        r#type: Option<At<Name>>,
        /// Whether to send a message when an alert is resolved.
        send_resolved: Option<bool>,
    }
}

impl SharedKeys for ReceiverKeys {
    const SHARED: &'static [&'static str] = Self::KEYS;
    const WHAT: &'static str = "a receiver";
    const DEFINITION: &'static str = "ReceiverKeys";
}

/// A receiver of some type.
pub type ReceiverUse = Use<ReceiverKeys>;
