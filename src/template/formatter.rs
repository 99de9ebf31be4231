use super::scalar;
use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Error, ErrorKind, Output, State, Value};
use std::borrow::Cow;

/// Writes a value into a YAML file as one scalar, or as a flow list or map of scalars; anywhere else,
/// and if it is a scalar already, as it is.
pub(super) fn format(
    out: &mut Output<'_>,
    state: &State<'_, '_>,
    value: &Value,
) -> Result<(), Error> {
    if *state.auto_escape() == AutoEscape::Json && !value.is_safe() {
        return Ok(out.write_str(&flow(state.name(), value)?)?);
    }
    plain(out, value)
}

/// Writes a value as it is.
pub(super) fn plain(out: &mut Output<'_>, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        _ if value.is_undefined() => return Err(Error::from(ErrorKind::UndefinedError)),
        Some(text) => out.write_str(text)?,
        None => write!(out, "{value}")?,
    }
    Ok(())
}

fn flow(template: &str, value: &Value) -> Result<String, Error> {
    Ok(match value.kind() {
        ValueKind::Undefined => return Err(Error::from(ErrorKind::UndefinedError)),
        ValueKind::String => scalar::line(&dollars(template, value.as_str().unwrap_or_default())),
        // minijinja writes booleans as Python does.
        ValueKind::Bool => value.is_true().to_string(),
        ValueKind::Number => value.to_string(),
        ValueKind::Seq | ValueKind::Iterable => {
            let items = value.try_iter()?.map(|item| flow(template, &item));
            format!("[{}]", items.collect::<Result<Vec<_>, _>>()?.join(", "))
        }
        ValueKind::Map => {
            let entries = value.try_iter()?.map(|key| {
                let entry = flow(template, &value.get_item(&key)?)?;
                Ok::<_, Error>(format!("{}: {entry}", flow(template, &key)?))
            });
            format!("{{{}}}", entries.collect::<Result<Vec<_>, _>>()?.join(", "))
        }
        kind => {
            let message = format!("a file cannot contain {kind}");
            return Err(Error::new(ErrorKind::InvalidOperation, message));
        }
    })
}

/// Compose expands `$NAME` in every string.
pub(super) fn dollars<'a>(template: &str, text: &'a str) -> Cow<'a, str> {
    if template.starts_with("docker-compose") && text.contains('$') {
        return Cow::Owned(text.replace('$', "$$"));
    }
    Cow::Borrowed(text)
}
