use super::Scene;
use crate::catalog::Way;
use crate::spec::PresetName;
use crate::value::{Name, Port, Tier, TimeOfDay, UrlPath};
use std::collections::BTreeMap;

/// Whether an answer will do, or why not.
pub(super) type Verdict = Result<(), String>;

/// All that was answered.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// The Compose services to monitor.
    pub monitored: Vec<String>,
    /// Those of them that are apps with metrics of their own.
    pub metrics: Vec<String>,
    /// The convention of each app with metrics; none if only its being up is watched.
    pub conventions: BTreeMap<String, Option<Name>>,
    /// Where the metrics of apps are, if the Compose files do not tell, or the user knows better.
    pub places: BTreeMap<String, Place>,
    /// The stack's name.
    pub name: Option<Name>,
    /// How each tier reaches people: a way's name. No entry if it reaches nobody.
    pub ways: BTreeMap<Tier, Name>,
    /// Whether each tier has a way of its own.
    pub by_tier: bool,
    /// The keys that ways ask for, by flag, each as it was written.
    pub details: BTreeMap<String, String>,
    /// The time zone of the working hours.
    pub timezone: Option<String>,
    /// When people are at work.
    pub hours: Option<(TimeOfDay, TimeOfDay)>,
    /// The preset.
    pub preset: Option<PresetName>,
}

/// Where an app's metrics are.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// The port that it listens on.
    pub port: Port,
    /// The path, if it is not `/metrics`.
    pub path: Option<UrlPath>,
}

impl Answers {
    /// Whether a preset was chosen that has no alertmanager.
    pub(super) fn sends_nothing(&self) -> bool {
        self.preset == Some(PresetName::Minimal)
    }

    /// The ways that are used, each once, with what is known of them.
    pub fn ways_used<'a>(&'a self, scene: &'a Scene) -> impl Iterator<Item = (&'a Name, &'a Way)> {
        self.used_ways().filter_map(|name| Some((name, scene.ways.get(name)?)))
    }

    /// The ways that are used, each once.
    pub(super) fn used_ways(&self) -> impl Iterator<Item = &Name> {
        let mut seen = Vec::new();
        self.ways.values().filter(move |way| {
            let new = !seen.contains(way);
            seen.push(*way);
            new
        })
    }
}
