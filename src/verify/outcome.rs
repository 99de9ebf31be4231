use std::fmt;

/// What came of a check.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The check's name.
    pub name: &'static str,
    /// What holds for whatever passes: `7/7 up`.
    pub holds: &'static str,
    /// What passes.
    pub passed: Vec<String>,
    /// How much there is to pass.
    pub expected: usize,
    /// What may be missing and is, with a case in which it is.
    pub optional: Vec<(String, String)>,
    /// What nothing can be said of yet, and why.
    pub undecided: Vec<(String, String)>,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// Why there is nothing to check.
    pub skipped: Option<String>,
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// With what: a target, a rule, a panel.
    pub subject: String,
    /// What.
    pub problem: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Whether it may come right by waiting.
    pub heals: bool,
}

impl Finding {
    /// Something that stays wrong.
    pub fn new(subject: impl Into<String>, problem: impl Into<String>) -> Self {
        Self { subject: subject.into(), problem: problem.into(), help: None, heals: false }
    }

    /// Says what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// It may come right by waiting: what has just been started needs a moment.
    #[must_use]
    pub fn heals(mut self) -> Self {
        self.heals = true;
        self
    }
}

impl Outcome {
    /// A check that has not begun.
    pub fn new(name: &'static str, holds: &'static str) -> Self {
        Self { name, holds, ..Self::default() }
    }

    /// A check that has nothing to check.
    #[must_use]
    pub fn skipped(mut self, why: impl Into<String>) -> Self {
        self.skipped = Some(why.into());
        self
    }

    /// Something that has to pass: it does, or this is why not.
    pub fn expect(&mut self, subject: impl Into<String>, findings: Vec<Finding>) {
        self.expected += 1;
        if findings.is_empty() {
            self.passed.push(subject.into());
        }
        self.findings.extend(findings);
    }

    /// Whether nothing is wrong.
    pub fn is_fine(&self) -> bool {
        self.findings.is_empty()
    }

    /// Whether something that is wrong may come right by waiting.
    pub fn may_heal(&self) -> bool {
        self.findings.iter().any(|finding| finding.heals)
    }
}

impl fmt::Display for Outcome {
    /// In a few words: `66/69 with data, 11 optional ones empty`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(why) = &self.skipped {
            return write!(f, "skipped: {why}");
        }
        write!(f, "{}/{} {}", self.passed.len(), self.expected, self.holds)?;
        match self.optional.len() {
            0 => {}
            1 => f.write_str(", 1 optional one empty")?,
            many => write!(f, ", {many} optional ones empty")?,
        }
        match self.undecided.len() {
            0 => Ok(()),
            many => write!(f, ", {many} cannot be judged yet"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_outcome_in_a_few_words() {
        let mut outcome = Outcome::new("panels", "with data");
        outcome.expect("a", vec![]);
        outcome.expect("b", vec![Finding::new("b", "no data")]);
        assert_eq!(outcome.to_string(), "1/2 with data");
        assert!(!outcome.is_fine() && !outcome.may_heal());
        outcome.findings[0] = outcome.findings[0].clone().heals();
        assert!(outcome.may_heal());
        outcome.optional.push(("c".to_owned(), "nothing is wrong".to_owned()));
        assert_eq!(outcome.to_string(), "1/2 with data, 1 optional one empty");
        let skipped = Outcome::new("panels", "with data").skipped("there is no Grafana");
        assert_eq!(skipped.to_string(), "skipped: there is no Grafana");
        assert!(skipped.is_fine());
    }
}
