use super::newtype::newtype;
use super::{Invalid, Scalar};

newtype! {
    /// Which files of a folder a program loads: a path below the folder, in which `*` is any part of a
    /// name, and `**` any number of folders.
    pub struct Glob;
}

impl Glob {
    /// The folder in which everything lies that it matches, without a `/` at the end; empty for the
    /// folder that it starts from.
    pub fn folder(&self) -> &str {
        let fixed = self.0.find('*').unwrap_or(self.0.len());
        self.0[..fixed].rfind('/').map_or("", |end| &self.0[..end])
    }

    /// Whether it matches a path below the folder.
    pub fn matches(&self, path: &str) -> bool {
        let pattern: Vec<_> = self.0.split('/').collect();
        let parts: Vec<_> = path.split('/').collect();
        path_matches(&pattern, &parts)
    }
}

fn path_matches(pattern: &[&str], parts: &[&str]) -> bool {
    match (pattern, parts) {
        ([], []) => true,
        (["**", rest @ ..], _) => {
            (0..=parts.len()).any(|skipped| path_matches(rest, &parts[skipped..]))
        }
        ([first, rest @ ..], [name, others @ ..]) => {
            name_matches(first, name) && path_matches(rest, others)
        }
        _ => false,
    }
}

fn name_matches(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((before, after)) => name.strip_prefix(before).is_some_and(|rest| {
            let ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
            ends.into_iter().any(|at| name_matches(after, &rest[at..]))
        }),
    }
}

impl Scalar for Glob {
    const WHAT: &'static str = "a pattern of files";
    const EXAMPLE: &'static str = "rules/*.yml";
    const RULE: &'static str = "Relative, with `/` between its parts; `*` is any part of a name, `**` any number of folders. No `..`.";

    fn parse(text: &str) -> Result<Self, Invalid> {
        if text.starts_with('/') || text.starts_with("./") {
            return Err(Invalid::new("starts in the folder that is mounted")
                .help(format!("write \"{}\"", text.trim_start_matches(['.', '/']))));
        }
        let parts = || text.split('/');
        if parts().any(|part| matches!(part, "" | "." | "..")) {
            return Err(Invalid::new("must not have empty parts, `.` or `..`"));
        }
        if parts().any(|part| part != "**" && part.contains("**")) {
            return Err(Invalid::new("has `**` only as a whole part: `**/*.json`"));
        }
        let fine = |c: char| c.is_ascii_alphanumeric() || "/._-*".contains(c);
        if let Some(bad) = text.chars().find(|c| !fine(*c)) {
            return Err(Invalid::new(format!("must not contain {bad:?}")));
        }
        if text.len() > 255 {
            return Err(Invalid::new("has at most 255 bytes"));
        }
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn patterns() {
        example::<Glob>();
        good::<Glob>("**/*.json", "**/*.json");
        bad::<Glob>("/etc/*.yml", "starts in the folder");
        bad::<Glob>("a/../b", "`..`");
        bad::<Glob>("", "empty");
        bad::<Glob>("a**/b", "whole part");
        bad::<Glob>("a[b]", "must not contain");
    }

    #[test]
    fn matches() {
        for (pattern, path, expected) in [
            ("rules/*.yml", "rules/node.yml", true),
            // As Go's `filepath.Glob` does.
            ("rules/*.yml", "rules/.#node.yml", true),
            ("rules/*.yml", "rules/.yml", true),
            ("rules/*.yml", "rules/node.yml~", false),
            ("rules/*.yml", "rules/old/node.yml", false),
            ("rules/*.yml", "other/node.yml", false),
            ("**/*.json", "a.json", true),
            ("**/*.json", "a/b/c.json", true),
            ("**/*.json", "a/b/c.yml", false),
            ("a/**", "a/b/c", true),
            ("a/**/c", "a/c", true),
            ("*a*b", "xaybb", true),
            ("*a*b", "xay", false),
            ("conf", "conf", true),
        ] {
            let pattern = Glob::parse(pattern).unwrap();
            assert_eq!(pattern.matches(path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn the_folder_before_the_first_star() {
        for (pattern, folder) in
            [("rules/*.yml", "rules"), ("a/b/**/*.y", "a/b"), ("*.json", ""), ("a/x*", "a")]
        {
            assert_eq!(Glob::parse(pattern).unwrap().folder(), folder, "{pattern}");
        }
    }
}
