//! For whom a rule or a unit test is rendered.

use crate::stack::{Profile, TestSeries};
use crate::template::Context;
use serde_json::Value as Json;
use std::rc::Rc;

/// The names and labels of what exists in a test, which differ from profile to profile.
pub(super) fn series_names(series: &[TestSeries]) -> String {
    series.iter().flat_map(|one| [one.series.as_str(), "\n"]).collect()
}

/// The apps of one profile, or none.
#[derive(Debug)]
pub(super) struct Scene {
    /// What templates know.
    pub(super) context: Context,
    profile: Option<Rc<Named>>,
}

#[derive(Debug)]
struct Named {
    name: String,
    selector: String,
}

impl Scene {
    /// The same with another context.
    pub(super) fn with(&self, context: Context) -> Self {
        Self { context, profile: self.profile.clone() }
    }

    /// The name of the profile, if an expression selects its apps.
    pub(super) fn of_expr(&self, expr: &str) -> Option<String> {
        self.profile_in(|selector| expr.contains(selector))
    }

    /// The name of the profile, if a unit test has its metrics.
    pub(super) fn of_test(&self, series: &[TestSeries]) -> Option<String> {
        self.profile_in(|selector| series.iter().any(|one| one.series.contains(selector)))
    }

    fn profile_in(&self, has: impl Fn(&str) -> bool) -> Option<String> {
        let profile = self.profile.as_deref().filter(|profile| has(&profile.selector))?;
        Some(profile.name.clone())
    }
}

/// One for each profile; where there are none, the plain one.
pub(super) fn scenes(context: &Context, profiles: &[Profile]) -> Vec<Scene> {
    if profiles.is_empty() {
        return vec![Scene { context: context.clone(), profile: None }];
    }
    let one = |profile: &Profile| {
        let mut context = context.clone();
        if let Json::Object(fields) = profile.to_json() {
            for (key, value) in fields {
                context.set(key, value);
            }
        }
        let named = Named { name: profile.name(), selector: profile.selector() };
        Scene { context, profile: Some(Rc::new(named)) }
    };
    profiles.iter().map(one).collect()
}
