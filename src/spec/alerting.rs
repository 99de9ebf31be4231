use crate::decode::{At, Listed, table};
use crate::value::{Duration, LabelName, Line, Tier};

table! {
    /// Changes to an alert.
    pub struct AlertOverride("an alert's changes") {
        /// Whether the alert is there.
        enabled: bool = true,
        /// Another threshold, in the unit of the alert's default.
        ///
        /// Example: `90`
        threshold: Option<At<f64>>,
        /// How long the condition must hold before the alert fires.
        ///
        /// Example: `15m`
        r#for: Option<At<Duration>>,
        /// Another tier.
        ///
        /// Example: `P2`
        tier: Option<At<Tier>>,
        /// Further labels, without those by which stackgen routes and inhibits alerts.
        labels: Listed<LabelName, Line>,
    }
}
