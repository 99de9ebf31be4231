use super::{Glob, Invalid, Scalar};
use std::fmt;

/// Files of the user's own, as a spec names them: a path below the spec's folder, or a pattern for the files
/// of one folder.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OwnPath(Glob);

impl OwnPath {
    /// The folder that it is in, below the spec's; empty for the spec's own.
    pub fn folder(&self) -> &str {
        self.as_str().rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Whether it is a pattern.
    pub fn is_pattern(&self) -> bool {
        self.as_str().contains('*')
    }

    /// Whether it names a file of its folder. A pattern names no hidden one.
    pub fn names(&self, file: &str) -> bool {
        let path = match self.folder() {
            "" => file.to_owned(),
            folder => format!("{folder}/{file}"),
        };
        self.as_str() == path || !file.starts_with('.') && self.0.matches(&path)
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl Scalar for OwnPath {
    const WHAT: &'static str = "a path or a pattern of files";
    const EXAMPLE: &'static str = "rules/*.yml";
    const RULE: &'static str = "Relative to the spec's folder and in it, with `/` between its parts; `*` is any part of a file's name. Letters, digits, `.`, `_` and `-`.";

    fn parse(text: &str) -> Result<Self, Invalid> {
        if text.starts_with('/') || text.split('/').any(|part| part == "..") {
            return Err(Invalid::new("must not lead out of the spec's folder")
                .help("copy the file to a folder beside the spec, or link the whole spec there"));
        }
        let text = text.strip_prefix("./").unwrap_or(text);
        let folder = text.rsplit_once('/').map_or("", |(folder, _)| folder);
        if folder.contains('*') || text.contains("**") {
            return Err(Invalid::new("has `*` in the file's name only")
                .help("name each folder: [\"rules/*.yml\", \"rules/shop/*.yml\"]"));
        }
        Glob::parse(text.strip_suffix('/').unwrap_or(text)).map(Self)
    }
}

impl fmt::Display for OwnPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn paths() {
        example::<OwnPath>();
        good::<OwnPath>("./rules/shop.yml", "rules/shop.yml");
        good::<OwnPath>("dashboards/", "dashboards");
        bad::<OwnPath>("../rules/*.yml", "lead out");
        bad::<OwnPath>("a/../../b", "lead out");
        bad::<OwnPath>("/etc/prometheus/rules.yml", "lead out");
        bad::<OwnPath>("*/rules.yml", "file's name only");
        bad::<OwnPath>("rules/**", "file's name only");
        bad::<OwnPath>("a b.yml", "must not contain");
        bad::<OwnPath>("", "empty");
    }

    #[test]
    fn what_it_names() {
        let case = |pattern: &str, file: &str| OwnPath::parse(pattern).unwrap().names(file);
        assert!(case("rules/*.yml", "a.yml") && case("*.yml", "a.yml") && case("a/b.yml", "b.yml"));
        assert!(!case("rules/*.yml", "a.yaml") && !case("rules/*.yml", ".a.yml"));
        assert!(case("rules/.a.yml", ".a.yml"));
    }
}
