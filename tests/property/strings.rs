//! Any text, anywhere in a spec: it comes back as that text, or is refused where it stands.
//!
//! The base spec uses every place that the JSON Schema knows. A text is put into all places at once;
//! those that refuse it (with a diagnostic that points there) get their own text back, until the spec is
//! accepted. Its files must then be those of the base, with the text in exactly the places where the
//! base's own stood.

use std::collections::BTreeSet;
use std::sync::Mutex;

use stackgen::decode::Node;
use stackgen::diag::Severity;
use stackgen::output::FileSet;
use stackgen::pipeline::Resolved;

use crate::compare::Replaced;
use crate::parsed::Parsed;
use crate::peer::{peer, shown};
use crate::place::{self, Place};
use crate::toml_text::{self, Written};
use crate::{hostile, parsed, run, schema, tape};

const BASE: &str = include_str!("bases/everything.toml");

/// An integration of the user's own, with texts that go into every kind of file.
const OWN: &str = include_str!("bases/own.toml");

#[test]
fn the_base_uses_every_place_that_the_schema_knows() {
    let used = schema::used(&place::base(BASE));
    let missing: Vec<_> =
        schema::patterns().into_iter().filter(|known| !used.contains(known)).collect();
    assert!(missing.is_empty(), "tests/property/bases/everything.toml lacks {missing:#?}");
}

#[test]
fn every_text_in_every_value_comes_back_or_is_refused_there() {
    each(&Base::new(BASE, run::spec, |_| true), &hostile::all(), &[(true, false), (false, false)]);
}

#[test]
fn every_text_in_every_key_comes_back_or_is_refused_there() {
    each(&Base::new(BASE, run::spec, |_| true), &hostile::all(), &[(true, true), (false, true)]);
}

/// Inside a text only: around one, white space is nothing. Templates, and Markdown for people, may
/// make of a text what they like.
#[test]
fn every_text_in_an_integration_comes_back_or_is_refused_there() {
    let mut base = Base::new(OWN, run::of_own, |path| {
        matches!(path.rsplit_once('.'), Some((_, "yml" | "json")))
    });
    base.places.retain(|place| place.token.is_some());
    let mut texts = hostile::all();
    texts.retain(|text| !["{{", "{=", "{%", "{#"].iter().any(|opening| text.contains(opening)));
    each(&base, &texts, &[(false, false)]);
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

/// Puts every text into every place: as a whole text or a part of one, into values or into keys with
/// what refers to them.
#[track_caller]
fn each(base: &Base, texts: &[String], ways: &[(bool, bool)]) {
    let problems = Mutex::new(Vec::new());
    tape::shared(texts.len(), |at| {
        for (whole, keys) in ways {
            let problem = base.check(&texts[at], *whole, *keys).err();
            problems.lock().expect("no thread panics with it").extend(problem);
        }
    });
    let mut problems = problems.into_inner().expect("no thread panics with it");
    let count = problems.len();
    problems.sort();
    problems.truncate(20);
    assert!(problems.is_empty(), "{count} problems:\n\n{}", problems.join("\n\n"));
}

struct Base {
    resolve: fn(&str) -> Resolved,
    /// Which files are compared, by their paths.
    compared: fn(&str) -> bool,
    text: Node,
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
    fn new(base: &'static str, resolve: fn(&str) -> Resolved, compared: fn(&str) -> bool) -> Self {
        let text = place::base(base);
        let places = place::all(&text);
        let keys =
            places.iter().filter(|place| place.is_key()).filter_map(|place| place.token.clone());
        let resolved = resolve(base);
        let files = run::files(&resolved).unwrap_or_else(|| panic!("{}", run::said(&resolved)));
        let files = parsed(&files, compared);
        Self { resolve, compared, keys: keys.collect(), places, text, files }
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
            let written = toml_text::write(&self.text, &|path, own| trial.text(path, own));
            let resolved = (self.resolve)(&written.text);
            run::blames_the_spec(&resolved)?;
            if let Some(files) = run::files(&resolved) {
                if let Some(place) = trial.places.iter().find(|place| place.token.is_none()) {
                    return Err(format!(
                        "{} takes it, and nothing in the base shows where it goes",
                        place.path
                    ));
                }
                let peers = trial.peers();
                if peers.is_empty() {
                    return trial.replaced().compare(&self.files, &parsed(&files, self.compared));
                }
                let peer = |path: &str, own: &str| {
                    let peer = peers.iter().find(|(place, _)| place.path == path);
                    peer.map_or_else(|| own.to_owned(), |(_, text)| text.clone())
                };
                let peers = (self.resolve)(&toml_text::write(&self.text, &peer).text);
                let peers = run::files(&peers).ok_or_else(|| run::said(&peers))?;
                return trial
                    .replaced()
                    .compare(&parsed(&peers, self.compared), &parsed(&files, self.compared));
            }
            let errors = resolved.diagnostics.sorted();
            let errors = errors.into_iter().filter(|one| one.severity == Severity::Error);
            let mut refused: Vec<&Place> = Vec::new();
            for error in errors {
                let points = |place: &&&Place| {
                    error.labels.iter().any(|label| covers(&written, place, label.span.range()))
                };
                let here: Vec<&Place> = trial.places.iter().filter(points).copied().collect();
                // What is wrong with two places may be right in each.
                if here.iter().any(|place| place.token != here[0].token) {
                    clashing.extend(here.iter().filter_map(|place| place.token.clone()));
                }
                refused.extend(here);
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

/// The files that are compared, read back.
fn parsed(files: &FileSet, compared: fn(&str) -> bool) -> Parsed {
    let mut all = parsed::all(files);
    all.retain(|path, _| compared(path));
    all
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

    /// The places where a plain value decides about structure as the text does, and that value.
    fn peers(&self) -> Vec<(&Place, String)> {
        let places = self.places.iter().copied();
        places.filter_map(|place| Some((place, peer(place, &self.changed(place))?))).collect()
    }

    /// What is replaced in a text of the base, and by what.
    fn replaced(&self) -> Replaced {
        let shown = |place: &&Place| {
            let changed = self.changed(place);
            let now = peer(place, &changed).unwrap_or_else(|| place.text.clone());
            let mut shown = shown(place, &now, &changed);
            // What a template prints has only the part in common with it.
            let part = place.token.clone().filter(|_| !self.whole);
            shown.extend(part.map(|part| (part, self.text.to_owned())));
            shown
        };
        // Line endings say nothing: a text is written with those of Unix.
        let unix = |(now, then): (String, String)| (now, then.replace("\r\n", "\n"));
        Replaced::new(self.places.iter().flat_map(shown).map(unix).collect())
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}… ({} bytes)", &text[..end], text.len()),
        None => text.to_owned(),
    }
}
