use super::Detect;
use crate::decode::{Listed, table};
use crate::value::{HostPort, Image, Line, Name};

table! {
    /// What people ask for and the catalogue does not know.
    pub struct Absent("what is absent") {
        /// Such things, by the name that a spec would give their type.
        known: Listed<Name, AbsentThing>,
        /// Other names for integrations that there are, and for what is known.
        other_names: Listed<Name, Name>,
    }
}

table! {
    /// Something that the catalogue does not know.
    pub struct AbsentThing("an absent thing") {
        /// Its name for people.
        title: Line,
        /// An exporter's image. Without one, it exposes metrics itself.
        exporter: Option<Image>,
        /// Where its metrics would be scraped.
        target: HostPort,
        /// What recognises such a service in an application's Compose file.
        detect: Option<Detect>,
    }
}
