//! What can be wrong with a template.

use std::fmt;

/// Something wrong with a template, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateProblem {
    /// Where the action `{{ .. }}` starts in the template, in bytes.
    pub at: usize,
    /// What is wrong with it.
    pub fault: TemplateFault,
}

/// What is wrong with an action of a template; its `Display` is one line for people, without a full
/// stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TemplateFault {
    /// `{{` without `}}`.
    Unclosed,
    /// `{{/*` without `*/}}`.
    UnclosedComment,
    /// A string without its closing quote.
    UnclosedString,
    /// `{{ }}`.
    Empty,
    /// Parentheses that do not pair up.
    Parentheses,
    /// A character that has no meaning in an action.
    UnknownCharacter(char),
    /// `{{ if .. }}`, `{{ with .. }}`, `{{ range .. }}` without `{{ end }}`; the keyword.
    MissingEnd(&'static str),
    /// `{{ end }}` or `{{ else }}` with nothing that it belongs to; the keyword.
    Misplaced(&'static str),
    /// A function that neither Go nor Prometheus has.
    UnknownFunction(String),
    /// A variable that is not declared, with its `$`.
    UndefinedVariable(String),
    /// A field that alerting rules do not have, such as `.Annotations`, which only Alertmanager's
    /// templates know.
    UnknownField(String),
}

impl fmt::Display for TemplateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unclosed => write!(f, "`{{{{` is not closed by `}}}}`"),
            Self::UnclosedComment => write!(f, "the comment is not closed by `*/}}}}`"),
            Self::UnclosedString => write!(f, "a string is not closed"),
            Self::Empty => write!(f, "there is nothing between `{{{{` and `}}}}`"),
            Self::Parentheses => write!(f, "the parentheses do not pair up"),
            Self::UnknownCharacter(c) => write!(f, "`{c}` has no meaning in a template"),
            Self::MissingEnd(keyword) => {
                write!(f, "`{{{{ {keyword} .. }}}}` has no `{{{{ end }}}}`")
            }
            Self::Misplaced(keyword) => {
                write!(f, "`{{{{ {keyword} }}}}` belongs to no `if`, `with` or `range`")
            }
            Self::UnknownFunction(name) => write!(f, "there is no template function `{name}`"),
            Self::UndefinedVariable(name) => write!(f, "the variable `{name}` is not declared"),
            Self::UnknownField(name) => write!(
                f,
                "rules have no `.{name}`, only `.Labels`, `.Value`, `.ExternalLabels` and `.ExternalURL`"
            ),
        }
    }
}
