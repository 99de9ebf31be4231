use super::{Step, Verdict, one};
use crate::init::ask::not_among;
use crate::init::{Answers, Form, Item, Question, Scene};
use crate::spec::PresetName;

pub(super) const FLAG: &str = "preset";

/// What the spec starts from.
pub(super) struct Preset;

impl Step for Preset {
    fn question(&self, _: &Scene, _: &Answers) -> Option<Question> {
        let item = |preset: PresetName, text: &str| Item {
            value: preset.as_str().to_owned(),
            text: format!("{preset}: {text}"),
        };
        Some(Question {
            flag: FLAG.to_owned(),
            about: None,
            text: "Which preset?".to_owned(),
            why: "It sets everything that you do not. You can change it at any time.".to_owned(),
            form: Form::One {
                items: vec![
                    item(PresetName::Standard, "one host, its pages on this host only"),
                    item(
                        PresetName::Production,
                        "more memory, a heartbeat, TLS and passwords for what is published",
                    ),
                ],
                default: PresetName::Standard.as_str().to_owned(),
            },
        })
    }

    fn accept(&self, _: &Scene, answers: &mut Answers, values: &[String]) -> Verdict {
        let given = one(values)?;
        let all = [PresetName::Minimal, PresetName::Standard, PresetName::Production];
        let preset = all.into_iter().find(|preset| preset.as_str() == given);
        let names = PresetName::NAMES.iter().copied();
        answers.preset = Some(preset.ok_or_else(|| not_among("preset", given, names))?);
        Ok(())
    }
}
