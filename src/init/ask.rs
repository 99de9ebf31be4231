use super::steps::{Step, steps};
use super::{Answers, Prompter, Question, Said, Scene};
use crate::diag::closest;
use std::collections::{BTreeMap, BTreeSet};

/// What came of the questions.
#[derive(Clone, Debug)]
pub struct Asked {
    /// All answers.
    pub answers: Answers,
    /// The questions that were answered, by whomever, with what was said, in their order.
    pub log: Vec<(Question, Vec<String>)>,
    /// The flags whose questions the spec that is there has settled.
    pub settled: Vec<String>,
}

/// Why there are no answers.
#[derive(Clone, Debug, PartialEq)]
pub enum Stop {
    /// The person does not want any of it.
    Cancelled,
    /// Flags do not fit, or are missing: all that is wrong.
    Trouble(Vec<Trouble>),
}

/// A flag that does not fit, or is missing.
#[derive(Clone, Debug, PartialEq)]
pub enum Trouble {
    /// Nothing answers a question that has no default.
    Missing {
        /// The flag, without its dashes.
        flag: String,
        /// A value of it: `api=8080`.
        example: String,
        /// The question.
        question: String,
    },
    /// An answer that will not do.
    Bad {
        /// The flag, without its dashes.
        flag: String,
        /// Why not.
        why: String,
    },
    /// A flag that answers no question here.
    Unused {
        /// The flag, without its dashes.
        flag: String,
    },
}

/// What flags answer, by flag, without its dashes.
pub(super) type Given = BTreeMap<String, Vec<String>>;

/// Goes through the questions. Flags answer first, `prompter` the rest.
///
/// # Errors
/// When somebody cancels, or when flags are wrong, or missing where nobody can be asked.
pub fn ask(
    scene: &Scene,
    given: &BTreeMap<String, Vec<String>>,
    prompter: &mut dyn Prompter,
) -> Result<Asked, Stop> {
    let steps = steps(scene, given);
    let mut run = Run { scene, given, used: BTreeSet::new(), trouble: vec![], stopped: false };
    let mut answers = Answers::default();
    let mut log: Vec<Option<(Question, Vec<String>)>> = vec![None; steps.len()];
    // The steps that somebody answered, to go back to.
    let mut trail = Vec::new();
    let mut at = 0;
    while let Some(step) = steps.get(at) {
        log[at] = None;
        let Some(question) = step.question(scene, &answers) else {
            at += 1;
            continue;
        };
        match run.put(&**step, &question, &mut answers, prompter) {
            Outcome::Answered { values, by_hand } => {
                log[at] = Some((question, values));
                if by_hand {
                    trail.push(at);
                }
                at += 1;
            }
            Outcome::Skipped => at += 1,
            Outcome::Back => at = trail.pop().unwrap_or(at),
            Outcome::Cancelled => return Err(Stop::Cancelled),
        }
    }
    let settled = run.unused();
    match run.trouble {
        trouble if trouble.is_empty() => {
            Ok(Asked { answers, log: log.into_iter().flatten().collect(), settled })
        }
        trouble => Err(Stop::Trouble(trouble)),
    }
}

/// What came of putting one question.
enum Outcome {
    Answered { values: Vec<String>, by_hand: bool },
    Skipped,
    Back,
    Cancelled,
}

struct Run<'a> {
    scene: &'a Scene,
    given: &'a Given,
    used: BTreeSet<String>,
    trouble: Vec<Trouble>,
    stopped: bool,
}

impl Run<'_> {
    fn put(
        &mut self,
        step: &dyn Step,
        question: &Question,
        answers: &mut Answers,
        prompter: &mut dyn Prompter,
    ) -> Outcome {
        if let Some(values) = self.flag(question) {
            return match step.accept(self.scene, answers, &values) {
                Ok(()) => {
                    prompter.given(question, &values);
                    Outcome::Answered { values, by_hand: false }
                }
                Err(why) => {
                    let flag = question.flag.clone();
                    self.trouble.push(Trouble::Bad { flag, why });
                    self.stopped = true;
                    Outcome::Skipped
                }
            };
        }
        if !step.is_asked(self.scene, answers) {
            let values = question.form.proposed().unwrap_or_default();
            let _ = step.accept(self.scene, answers, &values);
            return Outcome::Skipped;
        }
        loop {
            match prompter.ask(question) {
                Said::Answer(values) => match step.accept(self.scene, answers, &values) {
                    Ok(()) => return Outcome::Answered { values, by_hand: true },
                    Err(why) => prompter.refuse(&why),
                },
                Said::Back => return Outcome::Back,
                Said::Cancel => return Outcome::Cancelled,
                Said::Nothing => {
                    self.missing(question);
                    return Outcome::Skipped;
                }
            }
        }
    }

    /// What a flag says to a question. Of a flag that takes several answers, the ones about something
    /// else are left out.
    fn flag(&mut self, question: &Question) -> Option<Vec<String>> {
        let values = self.given.get(&question.flag)?;
        self.used.insert(question.flag.clone());
        let Some(about) = &question.about else { return Some(values.clone()) };
        let own = values.iter().find_map(|it| it.strip_prefix(about.as_str())?.strip_prefix('='));
        let all = values.iter().find(|it| !it.contains('='));
        own.or(all.map(String::as_str)).map(|it| vec![it.to_owned()])
    }

    fn missing(&mut self, question: &Question) {
        let example = match &question.form {
            super::Form::Line { example, .. } => vec![example.clone()],
            _ => vec!["…".to_owned()],
        };
        self.trouble.push(Trouble::Missing {
            flag: question.flag.clone(),
            example: question.values(&example),
            question: question.text.clone(),
        });
    }

    /// Reports flags that answered nothing, unless it may be for another mistake. Gives those that a spec
    /// has settled: whoever runs the same command again has made no mistake.
    fn unused(&mut self) -> Vec<String> {
        let unused = self.given.keys().filter(|flag| !self.used.contains(*flag)).cloned();
        if self.scene.has_spec {
            return unused.collect();
        }
        if !self.stopped {
            self.trouble.extend(unused.map(|flag| Trouble::Unused { flag }));
        }
        vec![]
    }
}

/// Says that something is not among what there is, and what was most likely meant.
pub(super) fn not_among<'a>(
    what: &str,
    given: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> String {
    let near = closest(given, known.clone());
    let all: Vec<&str> = known.collect();
    match near {
        Some(near) => format!("there is no {what} `{given}`; did you mean `{near}`?"),
        None if all.is_empty() => format!("there is no {what} `{given}`"),
        None if all.len() > 20 => format!("there is no {what} `{given}`"),
        None => format!("there is no {what} `{given}`; there are {}", all.join(", ")),
    }
}
