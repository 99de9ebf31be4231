use super::scalar;
use minijinja::value::ValueKind;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, Value};
use std::borrow::Cow;

/// The name of a text that is no file.
pub(super) const TEXT: &str = "/text";

/// How values are written in files whose form stackgen does not know.
const UNKNOWN_FORM: AutoEscape = AutoEscape::Custom(Cow::Borrowed("unknown form"));

/// Lets an environment write files: those of YAML, those that people read, and others; and the text that
/// has the name [`TEXT`].
pub(super) fn install(env: &mut Environment<'_>) {
    env.set_auto_escape_callback(|name| match name.rsplit_once('.') {
        Some((_, "yml" | "yaml")) => AutoEscape::Json,
        Some((_, "md" | "tmpl")) => AutoEscape::None,
        _ if name == TEXT => AutoEscape::None,
        _ => UNKNOWN_FORM,
    });
    env.set_formatter(|out, state, value| format(out, state, value));
    env.add_filter("block", |state: &State<'_, '_>, text: Cow<'_, str>, indent: usize| {
        Value::from_safe_string(scalar::block(&dollars(state.name(), &text), indent))
    });
    env.add_filter("comment", |text: &Value| {
        Value::from_safe_string(scalar::comment(&text.to_string()))
    });
    env.add_filter("key", |text: Cow<'_, str>| {
        Value::from_safe_string(scalar::key(&text).into_owned())
    });
    env.add_filter("quoted", |text: Cow<'_, str>| Value::from_safe_string(scalar::quote(&text)));
}

/// Writes a value into a YAML file as one scalar, or as a flow list or map of scalars. In a text, and if
/// it is a scalar already, it is written as it is; in any other file as a [`word`].
fn format(out: &mut Output<'_>, state: &State<'_, '_>, value: &Value) -> Result<(), Error> {
    match state.auto_escape() {
        _ if value.is_safe() => plain(out, value),
        AutoEscape::Json => Ok(out.write_str(&flow(state.name(), value)?)?),
        AutoEscape::None => plain(out, value),
        _ => word(out, value),
    }
}

/// Writes a value that is made of letters, digits, and the signs of names, paths and addresses as it is;
/// any other in double quotes, which such forms have for strings.
fn word(out: &mut Output<'_>, value: &Value) -> Result<(), Error> {
    let text = value.to_string();
    let harmless = |c: char| c.is_ascii_alphanumeric() || "._-:/@+".contains(c);
    if value.is_undefined() || text.chars().all(harmless) && !text.is_empty() {
        return plain(out, value);
    }
    Ok(out.write_str(&scalar::quote(&text))?)
}

/// Writes a value as it is.
fn plain(out: &mut Output<'_>, value: &Value) -> Result<(), Error> {
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
