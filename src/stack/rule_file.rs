//! How an integration's rules are divided into files and groups.

use super::{Alert, Group, Part, Recording};
use crate::value::{Duration, Name};
use std::collections::BTreeMap;

/// A file of rules.
#[derive(Debug)]
pub struct RuleFile<'a> {
    /// Its name, without its end.
    pub name: String,
    /// The profile whose apps it selects. `None`: it reads what holds for all.
    pub profile: Option<&'a str>,
    /// The rules that name no group, and then the others.
    pub groups: Vec<RuleGroup<'a>>,
}

/// A group of rules, which Prometheus evaluates in their order.
#[derive(Debug)]
pub struct RuleGroup<'a> {
    /// Its name, which no other group of the stack has.
    pub name: String,
    /// How often it is evaluated, if not as often as most.
    pub interval: Option<Duration>,
    /// What it computes in advance.
    pub recordings: Vec<&'a Recording>,
    /// When somebody must act.
    pub alerts: Vec<&'a Alert>,
}

/// The groups of a file.
type Groups<'a> = BTreeMap<Option<&'a Name>, RuleGroup<'a>>;

impl Part {
    /// Its rule files: one for each profile of apps, and then one that reads what those record. So a rule
    /// that fails for some apps does not fail for others, and a unit test evaluates the rules of one profile.
    pub fn rule_files<'a>(&'a self) -> Vec<RuleFile<'a>> {
        let mut common = Groups::new();
        let mut of_profiles: BTreeMap<&str, Groups<'a>> = BTreeMap::new();
        for recording in &self.recordings {
            let profile = recording.profile.as_deref();
            let groups = profile.map(|profile| of_profiles.entry(profile).or_default());
            let groups = groups.unwrap_or(&mut common);
            self.group(groups, profile, recording.group.as_ref()).recordings.push(recording);
        }
        for alert in &self.alerts {
            self.group(&mut common, None, alert.group.as_ref()).alerts.push(alert);
        }
        let of_profiles = of_profiles.into_iter().map(|(profile, groups)| (Some(profile), groups));
        let common = Some((None, common)).filter(|(_, groups)| !groups.is_empty());
        let file = |(profile, groups): (Option<&'a str>, Groups<'a>)| RuleFile {
            name: self.file_name(profile),
            profile,
            groups: groups.into_values().collect(),
        };
        of_profiles.chain(common).map(file).collect()
    }

    fn group<'g, 'a>(
        &self,
        groups: &'g mut Groups<'a>,
        profile: Option<&str>,
        group: Option<&'a Group>,
    ) -> &'g mut RuleGroup<'a> {
        groups.entry(group.map(|group| &group.name)).or_insert_with(|| RuleGroup {
            name: self.group_name(profile, group),
            interval: group.map(|group| group.interval.value),
            recordings: vec![],
            alerts: vec![],
        })
    }

    /// The name of a profile's file, or of that for all. The names of integrations have no dots.
    pub fn file_name(&self, profile: Option<&str>) -> String {
        match profile {
            Some(profile) => format!("{}.{profile}", self.name),
            None => self.name.to_string(),
        }
    }

    /// The name of a group in such a file, and of its file of unit tests. No other name has an `@`.
    pub fn group_name(&self, profile: Option<&str>, group: Option<&Group>) -> String {
        let file = self.file_name(profile);
        match group {
            Some(group) => format!("{file}@{}", group.name),
            None => file,
        }
    }
}
