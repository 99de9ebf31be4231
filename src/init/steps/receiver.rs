use super::{Step, Verdict, one};
use crate::init::people::{self, BY_TIER, NOBODY};
use crate::init::{Answers, Form, Item, Question, Scene};
use crate::value::Tier;

const FLAG: &str = "receiver";

/// How alerts reach people.
pub(super) struct Receiver;

impl Step for Receiver {
    fn question(&self, scene: &Scene, answers: &Answers) -> Option<Question> {
        if answers.sends_nothing() {
            return None;
        }
        let by_tier = Item {
            value: BY_TIER.to_owned(),
            text: "a different way for each tier: P0 at any hour, P1 in working hours, P2 daily"
                .to_owned(),
        };
        let mut items = ways(scene);
        let default = items.first()?.value.clone();
        items.insert(items.len() - 1, by_tier);
        Some(Question {
            flag: FLAG.to_owned(),
            about: None,
            text: "How do alerts reach you?".to_owned(),
            why: "One way is enough for a start. Its secret goes into a file, never into the spec."
                .to_owned(),
            form: Form::One { items, default },
        })
    }

    fn accept(&self, scene: &Scene, answers: &mut Answers, values: &[String]) -> Verdict {
        people::accept(scene, answers, values)
    }
}

/// How the alerts of one tier reach people, where each has a way of its own.
pub(super) struct OfTier {
    pub(super) tier: Tier,
}

impl Step for OfTier {
    fn question(&self, scene: &Scene, answers: &Answers) -> Option<Question> {
        if !answers.by_tier {
            return None;
        }
        let tier = self.tier;
        let (text, why) = match tier {
            Tier::P0 => ("pages (P0)", "Users are affected. These go out at any hour."),
            Tier::P1 => ("alerts for today (P1)", "These go out in working hours."),
            _ => ("the daily summary (P2)", "Once a day, what is good to know."),
        };
        let items = ways(scene);
        Some(Question {
            flag: FLAG.to_owned(),
            about: Some(tier.to_string()),
            text: format!("How do {text} reach you?"),
            why: why.to_owned(),
            form: Form::One { default: items.first()?.value.clone(), items },
        })
    }

    fn accept(&self, scene: &Scene, answers: &mut Answers, values: &[String]) -> Verdict {
        people::set(scene, answers, self.tier, one(values)?)
    }
}

/// All ways, and none.
fn ways(scene: &Scene) -> Vec<Item> {
    let ways = scene.ways.iter();
    let ways =
        ways.map(|(name, way)| Item { value: name.to_string(), text: way.offer.title.to_string() });
    let nobody = Item {
        value: NOBODY.to_owned(),
        text: "nobody yet: Prometheus and Alertmanager only show them".to_owned(),
    };
    ways.chain([nobody]).collect()
}
