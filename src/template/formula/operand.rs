use minijinja::Value;
use minijinja::value::ValueKind;
use std::borrow::Cow;
use std::fmt::Write;

/// A value on the way.
#[derive(Clone, Debug)]
pub(super) enum Operand<'a> {
    Nothing,
    Truth(bool),
    Int(i64),
    Float(f64),
    Text(Cow<'a, str>),
    /// Only for what takes one of it.
    List(Vec<Operand<'a>>),
}

impl<'a> Operand<'a> {
    /// The value of a variable. `None` for kinds that are unknown here.
    pub(super) fn of(value: &'a Value) -> Option<Self> {
        match value.kind() {
            ValueKind::Number if value.is_integer() => value.as_i64().map(Self::Int),
            ValueKind::Number => f64::try_from(value.clone()).ok().and_then(Self::float),
            ValueKind::String if !value.is_safe() => {
                value.as_str().map(|text| Self::Text(Cow::Borrowed(text)))
            }
            ValueKind::Bool => Some(Self::Truth(value.is_true())),
            ValueKind::None => Some(Self::Nothing),
            _ => None,
        }
    }

    /// As [`Self::of`], of a value that does not stay.
    pub(super) fn of_owned(value: &Value) -> Option<Self> {
        Some(match Operand::of(value)? {
            Operand::Text(text) => Self::Text(Cow::Owned(text.into_owned())),
            Operand::Nothing => Self::Nothing,
            Operand::Truth(truth) => Self::Truth(truth),
            Operand::Int(number) => Self::Int(number),
            Operand::Float(number) => Self::Float(number),
            Operand::List(_) => return None,
        })
    }

    /// A number, if it is one.
    pub(super) fn float(number: f64) -> Option<Self> {
        number.is_finite().then_some(Self::Float(number))
    }

    /// As a number with a fraction, for what makes no difference between the kinds.
    #[expect(clippy::cast_precision_loss, reason = "as minijinja does it")]
    pub(super) fn number(&self) -> Option<f64> {
        match *self {
            Self::Int(number) => Some(number as f64),
            Self::Float(number) => Some(number),
            _ => None,
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn truth(&self) -> Option<bool> {
        match self {
            Self::Nothing => Some(false),
            Self::Truth(truth) => Some(*truth),
            Self::Int(number) => Some(*number != 0),
            Self::Float(number) => Some(*number != 0.0),
            Self::Text(text) => Some(!text.is_empty()),
            Self::List(_) => None,
        }
    }

    /// Writes the value behind a text. `None` for what no text of the catalogue shows.
    pub(super) fn print(self, out: &mut String) -> Option<()> {
        match self {
            Self::Text(Cow::Owned(text)) if out.is_empty() => *out = text,
            Self::Text(text) => out.push_str(&text),
            // Writing into memory does not fail.
            Self::Int(number) => drop(write!(out, "{number}")),
            Self::Float(number) => {
                let start = out.len();
                let _ = write!(out, "{number}");
                if !out[start..].contains('.') {
                    out.push_str(".0");
                }
            }
            Self::Nothing | Self::Truth(_) | Self::List(_) => return None,
        }
        Some(())
    }
}
