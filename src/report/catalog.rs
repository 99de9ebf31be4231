//! What `catalog` says.

use super::record;

record! {
    /// An integration in short.
    pub struct Summary {
        /// Its name, which is its `type` in a spec.
        pub name: String,
        /// Its title.
        pub title: String,
        /// The section of the spec that it stands in.
        pub section: String,
        /// What it watches.
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
        /// The section of the spec that it stands in.
        pub section: String,
        /// What it watches.
        pub summary: String,
        /// Its settings.
        pub settings: Vec<Setting>,
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
        /// What it is for.
        pub description: String,
        /// A value that it could have.
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
        /// How long its condition must hold before it fires, as a spec has it: `15m`.
        pub r#for: String,
        /// What is compared with. `null` if there is nothing to set.
        pub threshold: Option<f64>,
        /// The unit of `threshold`.
        pub unit: Option<String>,
        /// Why it matters.
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
