use super::{Step, Verdict, one};
use crate::init::{Answers, Form, Question, Scene};
use crate::value::{Scalar as _, TimeOfDay};

const USUAL: &str = "09:00-18:00";

/// When people are at work.
pub(super) struct Hours;

impl Step for Hours {
    fn question(&self, _: &Scene, answers: &Answers) -> Option<Question> {
        (!answers.ways.is_empty()).then(|| Question {
            flag: "working-hours".to_owned(),
            about: None,
            text: "When are you at work, Monday to Friday?".to_owned(),
            why: "Pages (P0) are sent at any hour, everything else within these.".to_owned(),
            form: Form::Line { default: Some(USUAL.to_owned()), example: USUAL.to_owned() },
        })
    }

    fn accept(&self, _: &Scene, answers: &mut Answers, values: &[String]) -> Verdict {
        let given = one(values)?;
        let wrong = || format!("`{given}` is not a time of day to another, such as {USUAL}");
        let (from, to) = given.split_once('-').ok_or_else(wrong)?;
        let time = |text: &str| TimeOfDay::parse(text.trim()).map_err(|_| wrong());
        let (from, to) = (time(from)?, time(to)?);
        if from >= to {
            return Err("working hours end on the day on which they begin".to_owned());
        }
        answers.hours = Some((from, to));
        Ok(())
    }
}
