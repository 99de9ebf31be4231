use super::{Step, Verdict, one};
use crate::import::Offer;
use crate::init::places::place;
use crate::init::{Answers, Form, Question, Scene};

/// Where an app's metrics are.
pub(super) struct MetricsAt {
    pub(super) app: String,
}

impl MetricsAt {
    /// What the Compose files tell.
    fn told(&self, scene: &Scene) -> Option<String> {
        match &scene.proposal(&self.app)?.offer {
            Offer::App { target: Some(target), path, .. } => {
                let path = path.as_ref().map(ToString::to_string).unwrap_or_default();
                Some(format!("{}{path}", target.port))
            }
            _ => None,
        }
    }
}

impl Step for MetricsAt {
    fn question(&self, scene: &Scene, answers: &Answers) -> Option<Question> {
        answers.metrics.contains(&self.app).then(|| Question {
            flag: "metrics-at".to_owned(),
            about: Some(self.app.clone()),
            text: format!("At which port does {} expose its metrics?", self.app),
            why: "Its Compose files do not tell. Add the path if it is not /metrics: 8080/path."
                .to_owned(),
            form: Form::Line { default: self.told(scene), example: "8080".to_owned() },
        })
    }

    fn is_asked(&self, scene: &Scene, _: &Answers) -> bool {
        self.told(scene).is_none()
    }

    fn accept(&self, _: &Scene, answers: &mut Answers, values: &[String]) -> Verdict {
        answers.places.insert(self.app.clone(), place(one(values)?)?);
        Ok(())
    }
}
