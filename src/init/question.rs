/// A question, as it is put to a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// The flag that answers it, without its dashes.
    pub flag: String,
    /// What the answer is about, where the flag takes several such answers: `api` in
    /// `--convention api=express`.
    pub about: Option<String>,
    /// The question.
    pub text: String,
    /// Why it is asked, in one line.
    pub why: String,
    /// The answers.
    pub form: Form,
}

/// How a question is answered. Answers are written as its flag takes them.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// Any number of items.
    Many {
        /// What there is to choose from.
        items: Vec<Item>,
        /// The values of those that are proposed.
        ticked: Vec<String>,
    },
    /// One item.
    One {
        /// What there is to choose from. Never empty.
        items: Vec<Item>,
        /// The value that is proposed.
        default: String,
    },
    /// A line of text.
    Line {
        /// What is proposed.
        default: Option<String>,
        /// An answer as somebody would give it.
        example: String,
    },
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The answer that it is.
    pub value: String,
    /// What a person reads.
    pub text: String,
}

/// What came of a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// The answer: the values of the chosen items, or the line.
    Answer(Vec<String>),
    /// The person wants to change the answer before.
    Back,
    /// The person does not want any of it.
    Cancel,
    /// There is no answer, and nobody to ask.
    Nothing,
}

/// Who answers questions.
pub trait Prompter {
    /// Puts a question.
    fn ask(&mut self, question: &Question) -> Said;

    /// Says why an answer will not do; the question is put again then.
    fn refuse(&mut self, why: &str);

    /// Shows what a flag has answered.
    fn given(&mut self, question: &Question, values: &[String]);
}

impl Form {
    /// The answer that is proposed, if there is one.
    pub fn proposed(&self) -> Option<Vec<String>> {
        match self {
            Self::Many { ticked, .. } => Some(ticked.clone()),
            Self::One { default, .. } => Some(vec![default.clone()]),
            Self::Line { default, .. } => default.clone().map(|it| vec![it]),
        }
    }
}

impl Question {
    /// An answer as the flag takes it: `api=express` of `--convention`.
    pub fn values(&self, answer: &[String]) -> String {
        let about = self.about.as_ref().map(|about| format!("{about}=")).unwrap_or_default();
        let given = if answer.is_empty() { "none".to_owned() } else { answer.join(",") };
        format!("{about}{given}")
    }
}
