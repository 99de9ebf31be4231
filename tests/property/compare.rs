//! Files beside those of the base: the same but for what was replaced.

use serde_json::{Map, Value};

use crate::parsed::Parsed;
use crate::undo::undone;

/// What a text of the base has in it where something was replaced: without any of these, it is as
/// it was.
const MARKS: [&str; 4] = ["zz", "0.7.", ":07", ":37"];

/// Texts of the base, and what stands instead of each.
#[derive(Debug)]
pub(crate) struct Replaced(Vec<(String, String)>);

impl Replaced {
    /// Texts and what stands instead of each.
    ///
    /// # Panics
    ///
    /// If one of them has none of the marks that are looked for.
    pub(crate) fn new(pairs: Vec<(String, String)>) -> Self {
        for (now, _) in &pairs {
            assert!(is_marked(now), "{now:?} has none of {MARKS:?}");
        }
        Self(pairs)
    }

    /// Compares the files of the base with others.
    ///
    /// # Errors
    ///
    /// Says the first difference that was not asked for.
    pub(crate) fn compare(&self, base: &Parsed, files: &Parsed) -> Result<(), String> {
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
        if !is_marked(text) {
            return text.to_owned();
        }
        // No hostile text has a mark, so no replacement meets another.
        self.0.iter().fold(text.to_owned(), |text, (now, then)| text.replace(now, then))
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
                if ["config", "service"]
                    .iter()
                    .any(|of| path.ends_with(&format!("/labels/stackgen.{of}-hash")))
                {
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

fn is_marked(text: &str) -> bool {
    MARKS.iter().any(|mark| text.contains(mark))
}

/// In a text file, a comment shows a text without what could end a line.
fn is_comment(file: &str, base: &str, now: &str) -> bool {
    let ending = file.rsplit_once('.').map_or("", |(_, ending)| ending);
    let plain = !matches!(ending, "yml" | "json");
    plain && base.starts_with('#') && now.starts_with('#')
}
