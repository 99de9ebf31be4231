//! The questions, with answers of a script.

mod again;
mod cases;
mod scenes;

use super::{Asked, Item, Prompter, Question, Said, Scene, Spec, Stop, Unattended, ask};
use std::collections::{BTreeMap, VecDeque};

/// Answers as a script says: by the flag of the question. What is not in the script is the default.
#[derive(Default)]
struct Script {
    says: VecDeque<(&'static str, Said)>,
    /// The flags of the questions that were put.
    put: Vec<String>,
    /// What was refused.
    refused: Vec<String>,
}

impl Script {
    fn new(says: impl IntoIterator<Item = (&'static str, Said)>) -> Self {
        Self { says: says.into_iter().collect(), ..Self::default() }
    }
}

impl Prompter for Script {
    fn ask(&mut self, question: &Question) -> Said {
        self.put.push(match &question.about {
            Some(about) => format!("{} {about}", question.flag),
            None => question.flag.clone(),
        });
        match self.says.front() {
            Some((flag, _)) if *flag == question.flag => {
                self.says.pop_front().map_or(Said::Nothing, |(_, said)| said)
            }
            _ => question.form.proposed().map_or(Said::Nothing, Said::Answer),
        }
    }

    fn refuse(&mut self, why: &str) {
        self.refused.push(why.to_owned());
    }

    fn given(&mut self, _: &Question, _: &[String]) {}
}

fn given(flags: &[(&str, &str)]) -> BTreeMap<String, Vec<String>> {
    let values = |value: &str| value.split(',').map(str::to_owned).collect();
    flags.iter().map(|(flag, value)| ((*flag).to_owned(), values(value))).collect()
}

fn answer(value: &str) -> Said {
    Said::Answer(value.split(',').filter(|it| !it.is_empty()).map(str::to_owned).collect())
}

/// The spec that flags alone give.
fn by_flags(scene: &Scene, flags: &[(&str, &str)]) -> Result<String, Stop> {
    ask(scene, &given(flags), &mut Unattended::default()).map(|asked| text(scene, &asked))
}

/// The spec that a person's answers give.
fn by_hand(scene: &Scene, script: &mut Script) -> Result<String, Stop> {
    ask(scene, &BTreeMap::new(), script).map(|asked| text(scene, &asked))
}

fn text(scene: &Scene, asked: &Asked) -> String {
    Spec::new(scene, &asked.answers).text()
}

fn values(items: &[Item]) -> Vec<&str> {
    items.iter().map(|item| item.value.as_str()).collect()
}
