use super::{Step, Verdict, several};
use crate::import::{Offer, Proposal};
use crate::init::ask::not_among;
use crate::init::{Answers, Form, Item, Question, Scene};

/// Which apps have metrics of their own.
pub(super) struct Metrics;

impl Step for Metrics {
    fn question(&self, scene: &Scene, answers: &Answers) -> Option<Question> {
        let apps: Vec<&Proposal> = scene.apps(&answers.monitored).collect();
        let told = apps.iter().filter(|app| tells_path(app)).map(|app| app.service.clone());
        let item = |app: &&Proposal| Item { value: app.service.clone(), text: app.service.clone() };
        scene.all_apps().next().map(|_| Question {
            flag: "metrics".to_owned(),
            about: None,
            text: match &apps[..] {
                [app] => format!("Does {} expose Prometheus metrics?", app.service),
                _ => "Which apps expose Prometheus metrics?".to_owned(),
            },
            why: "For the others, stackgen checks that they accept connections, if it knows their port."
                .to_owned(),
            form: Form::Many { items: apps.iter().map(item).collect(), ticked: told.collect() },
        })
    }

    fn is_asked(&self, scene: &Scene, answers: &Answers) -> bool {
        scene.apps(&answers.monitored).next().is_some()
    }

    fn accept(&self, scene: &Scene, answers: &mut Answers, values: &[String]) -> Verdict {
        let chosen = scene.new_ones(several(values));
        let known: Vec<&str> = scene.all_apps().map(|app| app.service.as_str()).collect();
        for name in &chosen {
            if !known.contains(&name.as_str()) {
                return Err(not_among("app", name, known.iter().copied()));
            }
        }
        // Who names an app here wants it monitored.
        let is_chosen = |name: &str| chosen.iter().any(|it| it == name);
        let all = scene.proposals().map(|it| it.service.as_str());
        let monitored = all.filter(|it| is_chosen(it) || answers.monitored.iter().any(|m| m == it));
        answers.monitored = monitored.map(str::to_owned).collect();
        answers.metrics = known.into_iter().filter(|it| is_chosen(it)).map(str::to_owned).collect();
        Ok(())
    }
}

/// Whether the Compose files say where the metrics are, and so that there are any.
fn tells_path(app: &Proposal) -> bool {
    matches!(app.offer, Offer::App { path: Some(_), .. })
}
