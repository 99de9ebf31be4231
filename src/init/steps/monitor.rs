use super::{Step, Verdict, several};
use crate::import::{Offer, Proposal};
use crate::init::ask::not_among;
use crate::init::{Answers, Form, Item, Question, Scene};

/// Which services of the application are monitored.
pub(super) struct Monitor;

impl Step for Monitor {
    fn question(&self, scene: &Scene, _: &Answers) -> Option<Question> {
        let items: Vec<Item> = scene.proposals().map(item).collect();
        let ticked = scene.proposals().filter(|it| it.ticked).map(|it| it.service.clone());
        (!items.is_empty()).then(|| Question {
            flag: "monitor".to_owned(),
            about: None,
            text: "Which services do you want to monitor?".to_owned(),
            why: "The host and the containers of all services are monitored anyway.".to_owned(),
            form: Form::Many { ticked: ticked.collect(), items },
        })
    }

    fn accept(&self, scene: &Scene, answers: &mut Answers, values: &[String]) -> Verdict {
        let chosen = scene.new_ones(several(values));
        let known = scene.proposals().map(|it| it.service.as_str());
        for name in &chosen {
            if !known.clone().any(|it| it == name) {
                return Err(not_among("service to monitor", name, known));
            }
        }
        // In the order of the Compose files, whatever the order of the answer.
        answers.monitored =
            known.filter(|it| chosen.iter().any(|name| name == it)).map(str::to_owned).collect();
        Ok(())
    }
}

fn item(proposal: &Proposal) -> Item {
    let Proposal { service, title, .. } = proposal;
    let how = match &proposal.offer {
        Offer::Integration { address, .. } => format!("at {address}"),
        Offer::App { target: Some(target), .. } => format!("at {}", **target),
        Offer::App { .. } => "its port is not known".to_owned(),
        Offer::Probe { target, .. } => format!("whether {target} answers"),
        Offer::Nothing { why } => why.clone(),
    };
    Item { value: service.clone(), text: format!("{service}: {title}, {how}") }
}
