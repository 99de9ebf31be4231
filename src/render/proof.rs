//! Reading back what was rendered, beside the rendering.

use super::RenderError;
use crate::template::Rendered;
use serde::de::IgnoredAny;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Number;
use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::{fmt, thread};

/// A rendered file that has to be read back.
pub(super) struct Claim {
    pub(super) path: String,
    pub(super) content: Content,
}

/// What a rendered file holds.
pub(super) enum Content {
    Yaml(Rendered),
    Json(String),
}

impl Claim {
    /// What is wrong with the file, if anything is.
    fn problem(self) -> Option<RenderError> {
        let read = match &self.content {
            Content::Yaml(rendered) => yaml(rendered),
            Content::Json(text) => json(text),
        };
        read.err().map(|message| RenderError { path: self.path, message })
    }
}

/// Does some work while another thread, if there can be one, reads back what the work sends. When the
/// work is done, its own thread reads what is left as well.
///
/// # Errors
///
/// What the work returns; otherwise the first file, by its path, that does not read back.
pub(super) fn beside<T>(
    work: impl FnOnce(Sender<Claim>) -> Result<T, RenderError>,
) -> Result<T, RenderError> {
    let (sender, receiver) = channel::<Claim>();
    let receiver = Mutex::new(receiver);
    let next = || receiver.lock().unwrap_or_else(PoisonError::into_inner).recv().ok();
    let read =
        || -> Vec<RenderError> { std::iter::from_fn(next).filter_map(Claim::problem).collect() };
    thread::scope(|scope| {
        // Without another thread, one after the other.
        let reader = thread::Builder::new().spawn_scoped(scope, read);
        let done = work(sender)?;
        let mut problems = read();
        if let Ok(reader) = reader {
            problems.extend(reader.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        problems.into_iter().min_by(|a, b| a.path.cmp(&b.path)).map_or(Ok(done), Err)
    })
}

/// Whether a JSON file parses.
fn json(text: &str) -> Result<(), String> {
    let parsed: Result<IgnoredAny, _> = serde_json::from_str(text);
    parsed.map(drop).map_err(|error| format!("is no JSON: {error}"))
}

/// Whether a YAML file parses, and every value that went in is a scalar of its own again, in the
/// same order. Then no value can have changed the structure: it would have left a scalar out, or
/// split one. No map may have a key twice, and nothing may have a tag.
fn yaml(rendered: &Rendered) -> Result<(), String> {
    let mut wanted = rendered.scalars.iter();
    let mut next = wanted.next();
    let mut see = |scalar: &str| {
        if next.is_some_and(|next| next == scalar) {
            next = wanted.next();
        }
    };
    Scalars { see: &mut see, last: &mut String::new() }
        .deserialize(serde_yaml::Deserializer::from_str(&rendered.text))
        .map_err(|error| format!("is no YAML: {error}"))?;
    match next {
        None => Ok(()),
        Some(lost) => Err(format!("the value {lost:?} does not read back")),
    }
}

/// Shows every scalar in the order of the text, keys included. A tree of the whole document would
/// take most of the time that rendering takes.
struct Scalars<'a, F> {
    see: &'a mut F,
    /// The last scalar.
    last: &'a mut String,
}

impl<F: FnMut(&str)> Scalars<'_, F> {
    fn inner(&mut self) -> Scalars<'_, F> {
        Scalars { see: self.see, last: self.last }
    }

    fn scalar(self, text: &str) {
        (self.see)(text);
        text.clone_into(self.last);
    }
}

impl<'de, F: FnMut(&str)> DeserializeSeed<'de> for Scalars<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, F: FnMut(&str)> Visitor<'de> for Scalars<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a scalar, a list or a map without a tag")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.scalar("null");
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.scalar(if value { "true" } else { "false" });
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.scalar(&value.to_string());
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.scalar(&value.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.scalar(&Number::from(value).to_string());
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.scalar(value);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(self.inner())?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        let mut keys = BTreeSet::new();
        while map.next_key_seed(self.inner())?.is_some() {
            if !keys.insert(self.last.clone()) {
                return Err(de::Error::custom(format_args!(
                    "the key {:?} is there twice",
                    self.last
                )));
            }
            map.next_value_seed(self.inner())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(text: &str, scalars: &[&str]) -> Result<(), String> {
        let scalars = scalars.iter().map(ToString::to_string).collect();
        yaml(&Rendered { text: text.to_owned(), scalars })
    }

    #[test]
    fn values_must_read_back_in_order() {
        assert!(case("a: \"x\"\nb: [1, \"y\"]\n", &["x", "1", "y"]).is_ok());
        assert!(case("a: x: y\n", &["x: y"]).is_err());
        assert!(case("a: x # y\n", &["x # y"]).unwrap_err().contains("does not read back"));
        assert!(case("a: yes\nb: no\n", &["no", "yes"]).is_err());
        assert!(case("a: 1.0\nb: -1\nc: null\n~: true\n", &["1.0", "-1", "null", "true"]).is_ok());
    }

    #[test]
    fn a_file_that_does_not_read_back_fails_the_work() {
        let claim = |text: &str| Claim {
            path: "a.json".to_owned(),
            content: Content::Json(text.to_owned()),
        };
        let run = |texts: &[&str]| {
            beside(|claims| {
                for text in texts {
                    claims.send(claim(text)).unwrap();
                }
                Ok(texts.len())
            })
        };
        assert_eq!(run(&["{}", "[1]"]).unwrap(), 2);
        assert!(
            run(&["{}", "{", "[1]"]).unwrap_err().to_string().starts_with("a.json: is no JSON")
        );
    }

    #[test]
    fn what_no_template_has_is_refused() {
        assert!(case("a: 1\nb: {a: 1}\nb: 2\n", &[]).unwrap_err().contains("\"b\" is there twice"));
        assert!(case("a: !x 1\n", &[]).unwrap_err().contains("is no YAML"));
        assert!(case("a: 1\n---\nb: 2\n", &[]).unwrap_err().contains("is no YAML"));
        assert!(case("a: [1\n", &[]).unwrap_err().contains("is no YAML"));
    }
}
