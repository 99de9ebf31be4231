use super::{Step, Verdict, one};
use crate::init::ask::not_among;
use crate::init::{Answers, Form, Item, Question, Scene};
use crate::value::{Name, Scalar as _};

const NONE: &str = "none";

/// Which library makes an app's metrics.
pub(super) struct Convention {
    pub(super) app: String,
}

impl Step for Convention {
    fn question(&self, scene: &Scene, answers: &Answers) -> Option<Question> {
        if !answers.metrics.contains(&self.app) {
            return None;
        }
        let none = Item {
            value: NONE.to_owned(),
            text: "another one, or I do not know: watch only whether it is up".to_owned(),
        };
        let known = scene.conventions.iter();
        let known = known.map(|(name, title)| Item { value: name.clone(), text: title.clone() });
        // Most applications use one library.
        let before = answers.metrics.iter().take_while(|app| **app != self.app).last();
        let before = before.and_then(|app| answers.conventions.get(app)?.as_ref());
        Some(Question {
            flag: "convention".to_owned(),
            about: Some(self.app.clone()),
            text: format!("Which library makes the HTTP metrics of {}?", self.app),
            why: "It decides the names of the metrics for requests, errors and latency.".to_owned(),
            form: Form::One {
                items: std::iter::once(none).chain(known).collect(),
                default: before.map_or(NONE, Name::as_str).to_owned(),
            },
        })
    }

    fn accept(&self, scene: &Scene, answers: &mut Answers, values: &[String]) -> Verdict {
        let given = one(values)?;
        let known = scene.conventions.iter().map(|(name, _)| name.as_str());
        let convention = match Name::parse(given) {
            _ if given == NONE => None,
            Ok(name) if known.clone().any(|it| it == given) => Some(name),
            _ => return Err(not_among("convention", given, known.chain([NONE]))),
        };
        answers.conventions.insert(self.app.clone(), convention);
        Ok(())
    }
}
