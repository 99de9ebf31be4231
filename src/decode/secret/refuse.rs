//! Refusing a secret, and hiding it from whatever is reported.

use super::value::is_literal;
use super::{is_secret_key, secret_kind, url};
use crate::decode::{Cx, Entry, Node, Value, codes};
use crate::diag::{Diagnostic, Span, closest};

/// What to do about a secret that many may have seen.
const CHANGE_IT: &str = "rotate that secret now if the file has left your machine";

/// Where a secret belongs.
const IN_A_FILE: &str = "write it into a file: a spec takes the path in a key that ends with `_file`, an integration of your own in a setting of kind `secret-file`";

impl Cx<'_> {
    /// Refuses a text that looks like a secret, and says whether it does.
    pub fn refuse_secret_text(&mut self, text: &str, span: Span) -> bool {
        let Some(kind) = self.secret_kind(text) else { return false };
        self.hide(span);
        let problem = secret_literal(format!("this looks like {kind}"), span);
        self.report(problem.help(instead(kind)).help(CHANGE_IT));
        true
    }

    /// Refuses a key that looks like a secret itself; whatever else were said of it would show it.
    pub fn refuse_secret_key(&mut self, entry: &Entry) -> bool {
        let Some(kind) = self.secret_kind(&entry.key) else { return false };
        self.hide(entry.key_span);
        let problem = secret_literal(format!("this key looks like {kind}"), entry.key_span);
        self.report(problem.help(CHANGE_IT));
        true
    }

    /// Refuses the value of an unknown key whose name says that it is a secret.
    pub(in crate::decode) fn refuse_unknown_secret(
        &mut self,
        entry: &Entry,
        known: &[&str],
        what: &str,
    ) -> bool {
        let scalar =
            !matches!(entry.node.value, Value::Table(_) | Value::Array(_) | Value::Boolean(_));
        if !scalar || !is_secret_key(&entry.key) {
            return false;
        }
        self.hide(entry.node.span);
        let problem = match nearest(&entry.key, known) {
            Some(near) => secret_literal(format!("`{}` holds a secret", entry.key), entry.key_span)
                .help(format!("write `{near} = \"secrets/…\"`")),
            None => secret_literal(
                format!("`{}` holds a secret, and is not a key of {what}", entry.key),
                entry.key_span,
            ),
        };
        self.report(problem.help(CHANGE_IT));
        true
    }

    /// Refuses a text in a table whose keys are the user's own, if its key says that it is a secret.
    pub fn refuse_named_secret(&mut self, key: &str, node: &Node) -> bool {
        if self.is_trusting() || !node.as_str().is_some_and(is_literal) || !is_secret_key(key) {
            return false;
        }
        self.hide(node.span);
        let problem = secret_literal(format!("`{key}` holds a secret"), node.span);
        let problem = problem.help(IN_A_FILE).help("give it another name if it is not a secret");
        self.report(problem.help(CHANGE_IT));
        true
    }

    fn secret_kind(&self, text: &str) -> Option<&'static str> {
        if self.is_trusting() { None } else { secret_kind(text) }
    }
}

/// What to write instead of a kind of secret.
fn instead(kind: &str) -> &'static str {
    if [url::PASSWORD, url::USER].contains(&kind) {
        "leave it out here: an app takes `basic_auth` with a `password_file`, an integration of your own a setting of kind `secret-file`"
    } else {
        IN_A_FILE
    }
}

fn secret_literal(message: String, span: Span) -> Diagnostic {
    Diagnostic::error(codes::SECRET_LITERAL, message).at(span, "this must not be a secret").note(
        "the spec is committed and its output is readable: keep secrets in files of their own",
    )
}

/// The known key that was most likely meant. Whoever wrote a secret meant a file for it.
pub(in crate::decode) fn nearest<'k>(key: &str, known: &[&'k str]) -> Option<&'k str> {
    if !is_secret_key(key) {
        return closest(key, known.iter().copied());
    }
    let with_file = format!("{key}_file");
    let files = || known.iter().copied().filter(|key| key.ends_with("_file"));
    files().find(|key| key.ends_with(&with_file)).or_else(|| closest(&with_file, files()))
}
