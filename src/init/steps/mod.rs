//! The questions, in the order of what matters. One file per question.

mod convention;
mod detail;
mod hours;
mod metrics;
mod monitor;
mod name;
mod place;
mod preset;
mod receiver;
mod timezone;

use super::answers::Verdict;
use super::ask::Given;
use super::{Answers, Question, Scene};
use crate::value::Tier;

/// One question: when it is put, and what becomes of an answer.
pub(super) trait Step {
    /// The question; `None` where it does not apply.
    fn question(&self, scene: &Scene, answers: &Answers) -> Option<Question>;

    /// Whether people are asked. Otherwise the proposed answer holds, unless a flag has another one.
    fn is_asked(&self, scene: &Scene, answers: &Answers) -> bool {
        let _ = (scene, answers);
        true
    }

    /// Takes an answer, in place of an earlier one.
    ///
    /// # Errors
    /// Why it will not do.
    fn accept(&self, scene: &Scene, answers: &mut Answers, values: &[String]) -> Verdict;
}

/// All steps.
pub(super) fn steps(scene: &Scene, given: &Given) -> Vec<Box<dyn Step>> {
    let mut steps: Vec<Box<dyn Step>> =
        vec![Box::new(monitor::Monitor), Box::new(metrics::Metrics)];
    for app in scene.all_apps() {
        steps.push(Box::new(convention::Convention { app: app.service.clone() }));
        steps.push(Box::new(place::MetricsAt { app: app.service.clone() }));
    }
    if scene.has_spec {
        return steps;
    }
    // The preset decides what else there is to ask, so a flag's is known from the start.
    if given.contains_key(preset::FLAG) {
        steps.insert(0, Box::new(preset::Preset));
    }
    steps.push(Box::new(name::StackName));
    steps.push(Box::new(receiver::Receiver));
    let tiers = Tier::FOR_PEOPLE.into_iter();
    steps.extend(tiers.map(|tier| Box::new(receiver::OfTier { tier }) as Box<dyn Step>));
    steps.extend(detail::all(scene));
    steps.push(Box::new(timezone::Timezone));
    steps.push(Box::new(hours::Hours));
    if !given.contains_key(preset::FLAG) {
        steps.push(Box::new(preset::Preset));
    }
    steps
}

/// The only value of an answer that has just one.
fn one(values: &[String]) -> Result<&str, String> {
    match values {
        [one] => Ok(one),
        [] => Err("it needs a value".to_owned()),
        _ => Err("it takes one value".to_owned()),
    }
}

/// The chosen names, of which `none` is no name.
fn several(values: &[String]) -> Vec<String> {
    let names = values.iter().filter(|name| *name != "none");
    names.cloned().collect()
}
