//! The apps of a stack that follow a convention.

use super::{Job, Profile, Stack};

impl Stack {
    /// The most profiles that rules are made for. A stack with more is refused.
    pub const MOST_PROFILES: usize = 1000;

    /// The scrape job of each app that follows a convention, and where its golden signals are.
    pub fn apps(&self) -> impl Iterator<Item = (&Job, &Profile)> {
        let profile = |job: &Job| self.profiles.iter().find(|profile| job.is_of(profile));
        self.jobs.iter().filter_map(move |job| Some((job, profile(job)?)))
    }
}

impl Job {
    /// Whether its targets carry the labels by which the rules of a profile select.
    pub fn is_of(&self, profile: &Profile) -> bool {
        let Some(target) = self.targets.first() else { return false };
        let has = |label: &(String, String)| target.labels.contains(label);
        let wanted = profile.target_labels();
        has(&("role".to_owned(), "app".to_owned()))
            && wanted.iter().all(has)
            && target.labels.iter().any(|(name, _)| name == "latency_threshold")
                == profile.latency_threshold.is_some()
    }
}

impl Profile {
    /// Whether the matchers of failed requests are the convention's, and not the app's own.
    pub fn has_errors_of_convention(&self) -> bool {
        self.errors == self.base.signals.errors.as_ref().map(ToString::to_string)
    }
}
