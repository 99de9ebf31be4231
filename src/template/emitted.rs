use super::{Kind, Scalars, scalar};
use minijinja::value::ValueKind;
use minijinja::{Error, ErrorKind, Value};
use std::borrow::Cow;

/// What has been written of a YAML file so far.
#[derive(Debug, Default)]
pub(super) struct Emitted {
    pub(super) scalars: Scalars,
    /// The last value, in the room that it was written to.
    value: String,
}

impl Emitted {
    /// A value as it is written.
    pub(super) fn value(&mut self, template: &str, value: &Value) -> Result<&str, Error> {
        self.value.clear();
        self.scalar_or_flow(template, value)?;
        Ok(&self.value)
    }

    fn scalar_or_flow(&mut self, template: &str, value: &Value) -> Result<(), Error> {
        match value.kind() {
            ValueKind::String => {
                let text = dollars(template, value.as_str().unwrap_or_default());
                scalar::flow(&mut self.value, &text);
                self.scalars.push(&text, Kind::Text);
            }
            kind @ (ValueKind::Bool | ValueKind::Number) => {
                // minijinja writes booleans as Python does.
                let text = match kind {
                    ValueKind::Bool => value.is_true().to_string(),
                    _ => value.to_string(),
                };
                self.value.push_str(&text);
                self.scalars.push(&text, Kind::NumberOrTruth);
            }
            ValueKind::Seq | ValueKind::Iterable => {
                self.value.push('[');
                for (index, item) in value.try_iter()?.enumerate() {
                    if index > 0 {
                        self.value.push_str(", ");
                    }
                    self.scalar_or_flow(template, &item)?;
                }
                self.value.push(']');
            }
            ValueKind::Map => {
                self.value.push('{');
                for (index, key) in value.try_iter()?.enumerate() {
                    if index > 0 {
                        self.value.push_str(", ");
                    }
                    self.scalar_or_flow(template, &key)?;
                    self.value.push_str(": ");
                    self.scalar_or_flow(template, &value.get_item(&key)?)?;
                }
                self.value.push('}');
            }
            kind => {
                let message = format!("a file cannot contain {kind}");
                return Err(Error::new(ErrorKind::InvalidOperation, message));
            }
        }
        Ok(())
    }
}

/// Compose expands `$NAME` in every string.
pub(super) fn dollars<'a>(template: &str, text: &'a str) -> Cow<'a, str> {
    if template.starts_with("docker-compose") && text.contains('$') {
        return Cow::Owned(text.replace('$', "$$"));
    }
    Cow::Borrowed(text)
}
