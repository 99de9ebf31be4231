//! Secrets in an integration of the user's own.

use super::Builder;
use crate::catalog::Service as Template;
use crate::decode::codes::SECRET_LITERAL;
use crate::decode::{At, is_secret_key};
use crate::diag::Diagnostic;
use crate::value::Line;

impl Builder<'_> {
    /// Refuses secrets where everyone could read them: in the container's environment and in its
    /// arguments.
    pub(super) fn refuse_literals(&mut self, template: &Template) {
        for (variable, value) in &template.environment {
            if is_secret_key(variable.as_str()) && is_literal(value.as_str()) {
                let what = format!("the environment variable {variable} holds a secret");
                self.refuse_literal(what, value);
            }
        }
        let mut before = "";
        for argument in template.command.iter().chain(&template.apply_secrets) {
            let (flag, value) =
                argument.as_str().split_once('=').unwrap_or((before, argument.as_str()));
            if flag.starts_with('-') && is_secret_key(flag) && is_literal(value) {
                self.refuse_literal(format!("the argument {flag} holds a secret"), argument);
            }
            before = argument.as_str();
        }
    }

    fn refuse_literal(&mut self, what: String, at: &At<Line>) {
        self.sources.hide(at.span);
        self.diagnostics.push(
            Diagnostic::error(SECRET_LITERAL, what)
                .at(at.span, "this must not be a secret")
                .note("an integration is committed, and anyone on the host can read its container's settings")
                .help("give it a setting of kind `secret-file`, and the program the file's path: most take one")
                .help("rotate that secret now if the file has left your machine"),
        );
    }
}

/// Whether a value stands there itself: it is no template, no path and no other flag.
fn is_literal(value: &str) -> bool {
    !value.is_empty() && !value.contains("{=") && !value.starts_with(['/', '-'])
}
