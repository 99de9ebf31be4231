use crate::diag::SourceId;
use std::borrow::Cow;

/// A template of a file.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its file.
    pub source: SourceId,
    /// Its text.
    pub text: Cow<'static, str>,
}
