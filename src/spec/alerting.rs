use crate::decode::{At, Listed, table};
use crate::value::{Duration, LabelName, Line, Tier};

table! {
    /// Changes to an alert.
    pub struct AlertOverride("an alert's changes") {
        /// Whether the alert is rendered.
        enabled: bool = true,
        /// Its threshold, in the unit of the default.
        ///
        /// Example: `90`
        threshold: Option<At<f64>>,
        /// How long the condition must hold before the alert fires.
        ///
        /// Example: `15m`
        r#for: Option<At<Duration>>,
        /// Its tier.
        ///
        /// Example: `P2`
        tier: Option<At<Tier>>,
        /// Additional labels, other than those by which stackgen routes and inhibits alerts.
        labels: Listed<LabelName, Line>,
    }
}
