//! Any text, anywhere in a spec: it comes back as that text, or is refused where it stands.
//!
//! The base spec uses every place that the JSON Schema knows. A text is put into all places at once;
//! those that refuse it (with a diagnostic that points there) get their own text back, until the spec is
//! accepted. Its files must then be those of the base, with the text in exactly the places where the
//! base's own stood.

use std::collections::BTreeSet;

use serde_json::{Map, Value};
use stackgen::decode::Node;
use stackgen::diag::Severity;

use crate::parsed::Parsed;
use crate::place::{self, Place};
use crate::toml_text::{self, Written};
use crate::undo::undone;
use crate::{hostile, parsed, run, schema};

const BASE: &str = include_str!("bases/everything.toml");

#[test]
fn the_base_uses_every_place_that_the_schema_knows() {
    let used = schema::used(&place::base(BASE));
    let missing: Vec<_> =
        schema::patterns().into_iter().filter(|known| !used.contains(known)).collect();
    assert!(missing.is_empty(), "tests/property/bases/everything.toml lacks {missing:#?}");
}

#[test]
fn every_text_in_every_value_comes_back_or_is_refused_there() {
    each(false);
}

#[test]
fn every_text_in_every_key_comes_back_or_is_refused_there() {
    each(true);
}

#[test]
fn every_text_as_a_key_that_is_unknown_is_refused_there() {
    let base = place::base(BASE);
    for text in hostile::all() {
        let key = format!("x{text}");
        let written = toml_text::write(&base, &|_, text| text.to_owned());
        let text = format!("{}{} = 1\n", written.text, toml_text::quoted(&key));
        let resolved = run::spec(&text);
        let place = written.text.len();
        let refused = resolved.diagnostics.sorted().into_iter().any(|diagnostic| {
            diagnostic.labels.first().is_some_and(|label| label.span.start as usize == place)
        });
        assert!(refused, "the key {key:?} is not refused:\n{}", run::said(&resolved));
    }
}

/// Puts every text into every place: into values, or into keys with what refers to them.
#[track_caller]
fn each(keys: bool) {
    let base = Base::new();
    let mut problems = Vec::new();
    for text in hostile::all() {
        for whole in [true, false] {
            problems.extend(base.check(&text, whole, keys).err());
        }
    }
    let count = problems.len();
    problems.truncate(20);
    assert!(problems.is_empty(), "{count} problems:\n\n{}", problems.join("\n\n"));
}

struct Base {
    spec: Node,
    places: Vec<Place>,
    /// The free texts of keys.
    keys: BTreeSet<String>,
    files: Parsed,
}

/// One text on its way into some places.
struct Trial<'a> {
    text: &'a str,
    /// Whether the text replaces all of a place's, or only the free part of it.
    whole: bool,
    /// The places that still have it.
    places: Vec<&'a Place>,
}

impl Base {
    fn new() -> Self {
        let spec = place::base(BASE);
        let places = place::all(&spec);
        let keys =
            places.iter().filter(|place| place.is_key()).filter_map(|place| place.token.clone());
        let resolved = run::spec(BASE);
        let files = run::files(&resolved).unwrap_or_else(|| panic!("{}", run::said(&resolved)));
        Self { keys: keys.collect(), places, spec, files: parsed::all(&files) }
    }

    /// The places of a trial: those of keys with what refers to them, or all others.
    fn places(&self, keys: bool, whole: bool) -> Vec<&Place> {
        let wanted = |place: &&Place| {
            let is_key = place.token.as_ref().is_some_and(|token| self.keys.contains(token));
            is_key == keys
                && (whole || place.token.as_ref().is_some_and(|token| *token != place.text))
        };
        self.places.iter().filter(wanted).collect()
    }

    fn check(&self, text: &str, whole: bool, keys: bool) -> Result<(), String> {
        let about = |problem: String| format!("the text {:?}: {problem}", shortened(text));
        let mut clashing = Vec::new();
        let mut trial = Trial { text, whole, places: self.places(keys, whole) };
        self.settle(&mut trial, &mut clashing).map_err(about)?;
        // The same text in two places can clash: then each alone.
        clashing.sort_unstable();
        clashing.dedup();
        for token in clashing {
            let places = self.places(keys, whole);
            let places =
                places.into_iter().filter(|place| place.token.as_ref() == Some(&token)).collect();
            self.settle(&mut Trial { text, whole, places }, &mut Vec::new()).map_err(about)?;
        }
        Ok(())
    }

    /// Takes the text out of the places that refuse it, until the spec is accepted; then compares.
    fn settle(&self, trial: &mut Trial<'_>, clashing: &mut Vec<String>) -> Result<(), String> {
        loop {
            if trial.places.is_empty() {
                return Ok(());
            }
            let written = toml_text::write(&self.spec, &|path, own| trial.text(path, own));
            let resolved = run::spec(&written.text);
            if let Some(files) = run::files(&resolved) {
                if let Some(place) = trial.places.iter().find(|place| place.token.is_none()) {
                    return Err(format!(
                        "{} takes it, and nothing in the base shows where it goes",
                        place.path
                    ));
                }
                return trial.compare(&self.files, &parsed::all(&files));
            }
            let errors = resolved.diagnostics.sorted();
            let errors = errors.into_iter().filter(|one| one.severity == Severity::Error);
            let mut refused: Vec<&Place> = Vec::new();
            for error in errors {
                let points = |place: &&&Place| {
                    error.labels.iter().any(|label| covers(&written, place, label.span.range()))
                };
                let here = trial.places.iter().filter(points);
                for place in here {
                    refused.push(place);
                    if matches!(error.code.as_str(), "duplicate-name") {
                        clashing.extend(place.token.clone());
                    }
                }
            }
            // What refers to a key goes with it.
            let gone = |place: &Place| {
                refused.iter().any(|bad| {
                    bad.path == place.path || place.token.is_some() && bad.token == place.token
                })
            };
            let before = trial.places.len();
            trial.places.retain(|place| !gone(place));
            if trial.places.len() == before {
                return Err(format!(
                    "is refused, but not where it stands:\n{}",
                    run::said(&resolved)
                ));
            }
        }
    }
}

/// Whether a place is what a diagnostic points at.
fn covers(written: &Written, place: &Place, at: std::ops::Range<usize>) -> bool {
    let own = &written.spans[&place.path];
    own.start <= at.start && at.end <= own.end
}

impl Trial<'_> {
    /// What stands at a place now.
    fn text(&self, path: &str, own: &str) -> String {
        match self.places.iter().find(|place| place.path == path) {
            Some(place) => self.changed(place),
            None => own.to_owned(),
        }
    }

    fn changed(&self, place: &Place) -> String {
        match &place.token {
            Some(token) if !self.whole => place.text.replace(token, self.text),
            _ => self.text.to_owned(),
        }
    }

    fn compare(&self, base: &Parsed, files: &Parsed) -> Result<(), String> {
        let names: Vec<_> = files.keys().collect();
        let expected: Vec<_> = base.keys().collect();
        if names != expected {
            return Err(format!("the files are {names:?} instead of {expected:?}"));
        }
        for (file, expected) in base {
            self.same(file, "", expected, &files[file])?;
        }
        Ok(())
    }

    /// A text of the base, as it must be now.
    fn expected(&self, text: &str) -> String {
        // No hostile text has a `zz`, so no replacement meets another.
        self.places
            .iter()
            .filter(|_| text.contains("zz"))
            .fold(text.to_owned(), |text, place| text.replace(&place.text, &self.changed(place)))
    }

    fn same(&self, file: &str, path: &str, base: &Value, now: &Value) -> Result<(), String> {
        let differs = || Err(format!("changes the structure of {file} at {path}:\n{base}\n{now}"));
        let below = |step: &str| match path {
            "" => step.to_owned(),
            path => format!("{path}/{step}"),
        };
        match (base, now) {
            (Value::Object(base), Value::Object(now)) => self.same_maps(file, path, base, now),
            (Value::Array(base), Value::Array(now)) if base.len() == now.len() => {
                base.iter().zip(now).enumerate().try_for_each(|(at, (base, now))| {
                    self.same(file, &below(&at.to_string()), base, now)
                })
            }
            (Value::String(base), Value::String(now)) => {
                if path.ends_with("/labels/stackgen.config-hash") {
                    return Ok(());
                }
                let base = undone(file, path, base)?;
                let text = undone(file, path, now)?;
                if self.expected(&base) == text || is_comment(file, &base, &text) {
                    return Ok(());
                }
                Err(format!(
                    "{file} at {path}:\nexpected {:?}\nfound    {text:?}",
                    self.expected(&base)
                ))
            }
            (base, now) if base == now => Ok(()),
            _ => differs(),
        }
    }

    fn same_maps(
        &self,
        file: &str,
        path: &str,
        base: &Map<String, Value>,
        now: &Map<String, Value>,
    ) -> Result<(), String> {
        if base.len() != now.len() {
            return Err(format!(
                "changes the keys of {file} at {path}:\n{:?}\n{:?}",
                base.keys().collect::<Vec<_>>(),
                now.keys().collect::<Vec<_>>()
            ));
        }
        for (key, value) in base {
            let key = self.expected(key);
            let Some(other) = now.get(&key) else {
                return Err(format!(
                    "{file} at {path} has no key {key:?}: {:?}",
                    now.keys().collect::<Vec<_>>()
                ));
            };
            let below = if path.is_empty() { key } else { format!("{path}/{key}") };
            self.same(file, &below, value, other)?;
        }
        Ok(())
    }
}

/// In a text file, a comment shows a text without what could end a line.
fn is_comment(file: &str, base: &str, now: &str) -> bool {
    let plain = !file.ends_with(".yml") && !file.ends_with(".json");
    plain && base.starts_with('#') && now.starts_with('#')
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], text.len()),
        None => text.to_owned(),
    }
}
