//! What `catalog` says.

use super::record;
use serde_json::Value as Json;
use std::collections::BTreeMap;

record! {
    /// An integration or a convention, in brief.
    pub struct Summary {
        /// Its name: an integration's `type` in a spec, or an app's `convention`.
        pub name: String,
        /// Its title.
        pub title: String,
        /// The section of the spec that it is in; `convention` for a convention.
        pub section: String,
        /// What it watches, or whose metrics it describes.
        pub summary: String,
    }
}

record! {
    /// An integration.
    pub struct Integration {
        /// Its name, which is its `type` in a spec.
        pub name: String,
        /// Its title.
        pub title: String,
        /// The section of the spec that it is in.
        pub section: String,
        /// What it watches.
        pub summary: String,
        /// Its settings.
        pub settings: Vec<Setting>,
        /// What you must do once in the watched service, as Markdown. `null` if nothing.
        pub setup: Option<String>,
        /// Its alerts.
        pub alerts: Vec<CatalogAlert>,
        /// Where its container differs from the hardening that all others have.
        pub exceptions: Vec<Exception>,
    }
}

record! {
    /// A setting of an integration.
    pub struct Setting {
        /// Its key in the spec.
        pub key: String,
        /// What kind of value it takes.
        pub kind: String,
        /// Whether it must be set.
        pub required: bool,
        /// Its value if a spec does not set it. `null` if it has no default.
        pub default: Option<Json>,
        /// What it is for.
        pub description: String,
        /// An example of a value.
        pub example: Option<String>,
    }
}

record! {
    /// An alert of an integration.
    pub struct CatalogAlert {
        /// Its name.
        pub name: String,
        /// Its tier: `P0`, `P1`, `P2`.
        pub tier: String,
        /// How long its condition must hold before it fires, as a duration: `15m`.
        pub r#for: String,
        /// The value that the condition compares with. `null` if a spec cannot set one.
        pub threshold: Option<f64>,
        /// The unit of `threshold`.
        pub unit: Option<String>,
        /// Why its threshold and its `for` are what they are.
        pub why: String,
    }
}

record! {
    /// An exception from the hardening.
    pub struct Exception {
        /// What differs.
        pub what: String,
        /// Why.
        pub reason: String,
    }
}

record! {
    /// A convention: the names of an app's metrics.
    pub struct Expected {
        /// Its name, which is an app's `convention` in a spec.
        pub name: String,
        /// Its title.
        pub title: String,
        /// Always `convention`.
        pub section: String,
        /// Whose metrics it describes.
        pub summary: String,
        /// Where it is documented.
        pub docs: Option<String>,
        /// What it expects, with the keys of `[apps.NAME.signals]`.
        pub signals: BTreeMap<String, Json>,
        /// The metrics that it expects.
        pub metrics: Vec<ExpectedMetric>,
    }
}

record! {
    /// A metric that a convention expects.
    pub struct ExpectedMetric {
        /// Its name.
        pub name: String,
        /// Its type: `counter`, `gauge`, `histogram`, `summary`.
        pub r#type: String,
        /// The labels that it must have.
        pub labels: Vec<String>,
        /// Why it may be missing. `null` if it may not.
        pub optional: Option<String>,
    }
}
