use super::{Step, Verdict, one};
use crate::catalog::{AskedKey, AskedKind};
use crate::init::flags::flag_of;
use crate::init::{Answers, Form, Question, Scene};
use crate::value::{Email, HostPort, Name, Scalar as _};

/// A key that a way to reach people asks for.
pub(super) struct Detail {
    way: Name,
    key: String,
    asked: AskedKey,
}

/// All of them, in the order of the ways.
pub(super) fn all(scene: &Scene) -> Vec<Box<dyn Step>> {
    let mut all: Vec<Box<dyn Step>> = Vec::new();
    for (way, it) in &scene.ways {
        for (key, asked) in &it.offer.asks {
            let (way, key, asked) = (way.value.clone(), key.to_string(), asked.clone());
            all.push(Box::new(Detail { way, key, asked }));
        }
    }
    all
}

impl Step for Detail {
    fn question(&self, _: &Scene, answers: &Answers) -> Option<Question> {
        answers.used_ways().any(|way| *way == self.way).then(|| Question {
            flag: flag_of(&self.key),
            about: None,
            text: self.asked.question.to_string(),
            why: self.asked.why.to_string(),
            form: Form::Line {
                default: self.asked.default.as_ref().map(ToString::to_string),
                example: self.asked.example.to_string(),
            },
        })
    }

    fn accept(&self, _: &Scene, answers: &mut Answers, values: &[String]) -> Verdict {
        let given = match self.asked.kind {
            AskedKind::List => values.join(","),
            AskedKind::Text | AskedKind::Integer => one(values)?.to_owned(),
        };
        let given = given.trim();
        if given.is_empty() {
            return Err(format!("it needs a value, such as {}", self.asked.example));
        }
        if self.asked.kind == AskedKind::Integer && given.parse::<i64>().is_err() {
            return Err(format!("`{given}` is not a whole number, such as {}", self.asked.example));
        }
        self.looks_like(given)?;
        answers.details.insert(flag_of(&self.key), given.to_owned());
        Ok(())
    }
}

impl Detail {
    /// An answer must be what the example is: an address, or a host and a port.
    fn looks_like(&self, given: &str) -> Verdict {
        let example = self.asked.example.as_str();
        let parts = || given.split(',').map(str::trim);
        let wrong = if Email::parse(example).is_ok() {
            parts().find(|part| Email::parse(part).is_err())
        } else if HostPort::parse(example).is_ok() {
            parts().find(|part| HostPort::parse(part).is_err())
        } else {
            None
        };
        match wrong {
            Some(part) => Err(format!("`{part}` does not look like {example}")),
            None => Ok(()),
        }
    }
}
