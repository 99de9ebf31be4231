use super::{Prompter, Question, Said};

/// Takes the default of every question, and keeps a list of them. It asks nobody.
#[derive(Clone, Debug, Default)]
pub struct Unattended {
    /// The defaults that were taken.
    pub taken: Vec<Taken>,
}

/// A default that was taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// The question.
    pub question: String,
    /// The flag that changes it, without its dashes.
    pub flag: String,
    /// The value that the flag has now.
    pub values: String,
}

impl Prompter for Unattended {
    fn ask(&mut self, question: &Question) -> Said {
        match question.form.proposed() {
            Some(values) => {
                self.taken.push(Taken {
                    question: question.text.clone(),
                    flag: question.flag.clone(),
                    values: question.values(&values),
                });
                Said::Answer(values)
            }
            None => Said::Nothing,
        }
    }

    fn refuse(&mut self, _: &str) {}

    fn given(&mut self, _: &Question, _: &[String]) {}
}
