//! How an integration's rules are divided into files.

use super::{Alert, Part, Recording};
use std::collections::BTreeMap;

/// A file of one group of rules, which Prometheus evaluates in their order.
#[derive(Debug)]
pub struct RuleFile<'a> {
    /// The name of the file, without its end, and of the group.
    pub name: String,
    /// The profile whose apps it selects. `None`: it reads what holds for all.
    pub profile: Option<&'a str>,
    /// What it computes in advance.
    pub recordings: Vec<&'a Recording>,
    /// When somebody must act.
    pub alerts: &'a [Alert],
}

impl Part {
    /// Its rule files: one for each profile of apps, and then one that reads what those record. So a rule
    /// that fails for some apps does not fail for others, and a unit test evaluates the rules of one profile.
    pub fn rule_files(&self) -> Vec<RuleFile<'_>> {
        let mut by_profile: BTreeMap<Option<&str>, Vec<&Recording>> = BTreeMap::new();
        for recording in &self.recordings {
            by_profile.entry(recording.profile.as_deref()).or_default().push(recording);
        }
        let common = by_profile.remove(&None).unwrap_or_default();
        let of_profile = |(profile, recordings): (Option<_>, Vec<_>)| RuleFile {
            name: self.file_name(profile),
            profile,
            recordings,
            alerts: &[],
        };
        let mut files: Vec<_> = by_profile.into_iter().map(of_profile).collect();
        if !common.is_empty() || !self.alerts.is_empty() {
            files.push(RuleFile {
                name: self.file_name(None),
                profile: None,
                recordings: common,
                alerts: &self.alerts,
            });
        }
        files
    }

    /// The name of a profile's file, or of that for all. The names of integrations have no dots.
    pub fn file_name(&self, profile: Option<&str>) -> String {
        match profile {
            Some(profile) => format!("{}.{profile}", self.name),
            None => self.name.to_string(),
        }
    }
}
