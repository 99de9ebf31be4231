//! What to write in a spec.

/// Lines of `[apps.NAME]` and `[apps.NAME.signals]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Edit {
    app: Vec<String>,
    signals: Vec<String>,
}

impl Edit {
    /// A key of `[apps.NAME]`.
    pub(super) fn app(&mut self, key: &str, value: &str) {
        self.app.push(format!("{key} = {value}"));
    }

    /// A key of `[apps.NAME.signals]`.
    pub(super) fn signal(&mut self, key: &str, value: &str) {
        self.signals.push(format!("{key} = {value}"));
    }

    /// The help for an app: what to write, and what else may be done.
    pub(super) fn help(&self, name: &str, advice: &[String]) -> String {
        let mut lines = Vec::new();
        let sections = [
            (format!("[apps.{name}]"), &self.app),
            (format!("[apps.{name}.signals]"), &self.signals),
        ];
        for (section, keys) in sections.iter().filter(|(_, keys)| !keys.is_empty()) {
            let write = if lines.is_empty() { "write" } else { "and" };
            lines.push(format!("{write} under {section}:"));
            lines.extend(keys.iter().map(|line| format!("  {line}")));
        }
        lines.extend(advice.iter().cloned());
        lines.join("\n")
    }
}

/// A string of TOML in which quotes need no backslash.
pub(super) fn literal(text: &str) -> String {
    format!("'{text}'")
}

/// A plain string of TOML.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}
