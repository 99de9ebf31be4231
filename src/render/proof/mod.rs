//! Reading back what was rendered.

mod cursor;
mod keys;
mod scalar;
mod strict;
#[cfg(test)]
mod tests;

use crate::template::Rendered;
use scalar::Scalar;
use serde::de::IgnoredAny;

/// Whether a JSON file parses.
///
/// # Errors
///
/// Why it does not.
pub(super) fn json(text: &str) -> Result<(), String> {
    let parsed: Result<IgnoredAny, _> = serde_json::from_str(text);
    parsed.map(drop).map_err(|error| format!("is not JSON: {error}"))
}

/// Whether a YAML file parses, and every value that went in is a scalar of its own again, in the
/// same order, and every reader takes it for what it was: a text, or a number or truth. Then no value
/// can have changed the structure: it would have left a scalar out, or split one.
///
/// # Errors
///
/// Why the file does not parse, or the first value that is lost.
pub(super) fn yaml(rendered: &Rendered) -> Result<(), String> {
    let mut wanted = rendered.scalars.iter();
    let mut next = wanted.next();
    let see = |scalar: &Scalar<'_>| {
        if next.is_some_and(|(text, kind)| text == scalar.text && scalar.kind() == Some(kind)) {
            next = wanted.next();
        }
    };
    strict::read(&rendered.text, see).map_err(|error| format!("is not strict YAML: {error}"))?;
    match next {
        None => Ok(()),
        Some((lost, _)) => Err(format!("the value {lost:?} does not read back")),
    }
}
