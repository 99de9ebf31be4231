use super::{Step, Verdict, one};
use crate::catalog::timezones;
use crate::init::ask::not_among;
use crate::init::{Answers, Form, Item, Question, Scene};

/// Where people are at work.
pub(super) struct Timezone;

impl Step for Timezone {
    fn question(&self, scene: &Scene, answers: &Answers) -> Option<Question> {
        let known = |zone: &&String| timezones().any(|known| known == zone.as_str());
        let default = scene.timezone.as_ref().filter(known).map_or("UTC", String::as_str);
        let item = |zone: &str| Item { value: zone.to_owned(), text: zone.to_owned() };
        (!answers.ways.is_empty()).then(|| Question {
            flag: "timezone".to_owned(),
            about: None,
            text: "Which time zone are your working hours in?".to_owned(),
            why: "Alerts that can wait (P1) are sent in working hours. Type to search.".to_owned(),
            form: Form::One { items: timezones().map(item).collect(), default: default.to_owned() },
        })
    }

    fn accept(&self, _: &Scene, answers: &mut Answers, values: &[String]) -> Verdict {
        let zone = one(values)?;
        if !timezones().any(|known| known == zone) {
            return Err(not_among("time zone", zone, timezones()));
        }
        answers.timezone = Some(zone.to_owned());
        Ok(())
    }
}
