//! Secrets in an integration of the user's own.

use super::Builder;
use crate::catalog::Service as Template;
use crate::decode::codes::SECRET_LITERAL;
use crate::decode::{At, is_flag_with_secret, is_literal, is_secret_key};
use crate::diag::Diagnostic;
use crate::value::Line;

impl Builder<'_> {
    /// Refuses secrets where everyone could read them: in the container's arguments. Those in its
    /// environment are refused where it is read.
    pub(super) fn refuse_literals(&mut self, template: &Template) {
        let mut before = "";
        for argument in template.command.iter().chain(&template.apply_secrets) {
            let (flag, value) =
                argument.as_str().split_once('=').unwrap_or((before, argument.as_str()));
            let named = flag.starts_with('-') && is_secret_key(flag) && is_literal(value);
            if named || is_flag_with_secret(flag, value) {
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
