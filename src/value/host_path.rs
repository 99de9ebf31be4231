use super::newtype::newtype;
use super::{Invalid, Scalar};

newtype! {
    /// A path of the machine that Docker runs on: absolute, with none of the characters that a mount or
    /// a regular expression would take for something else.
    pub struct HostPath;
}

impl HostPath {
    /// As a regular expression that matches just this path.
    pub fn pattern(&self) -> String {
        self.0.replace('.', r"\.").replace('+', r"\+")
    }

    /// Whether another path names the same file, where `/var/run` is `/run`, as everywhere that
    /// Docker runs.
    pub fn is(&self, other: &str) -> bool {
        Self::run(&self.0) == Self::run(other)
    }

    fn run(path: &str) -> String {
        match path.strip_prefix("/var/run/") {
            Some(rest) => format!("/run/{rest}"),
            None => path.to_owned(),
        }
    }
}

impl Scalar for HostPath {
    const WHAT: &'static str = "a path of the host";
    const EXAMPLE: &'static str = "/var/lib/docker";
    const RULE: &'static str = "Absolute; letters, digits, `.`, `_`, `-`, `+`, `@` and `/`; no `..`, and no `/` at the end.";
    const PATTERN: Option<&'static str> = Some(r"^(/[A-Za-z0-9._+@-]+)+$");

    fn parse(text: &str) -> Result<Self, Invalid> {
        if let Some(path) = text.strip_prefix("unix://") {
            return Err(
                Invalid::new("is a path, without `unix://`").help(format!("write \"{path}\""))
            );
        }
        if !text.starts_with('/') {
            return Err(Invalid::new("must be absolute: it starts with `/`"));
        }
        let fine = |c: char| c.is_ascii_alphanumeric() || "/._-+@".contains(c);
        if let Some(bad) = text.chars().find(|c| !fine(*c)) {
            return Err(Invalid::new(format!("must not contain {bad:?}")));
        }
        if text.len() > 4096 {
            return Err(Invalid::new("has at most 4096 bytes"));
        }
        if text == "/" {
            return Err(Invalid::new("must not be the root folder"));
        }
        if let Some(path) = text.strip_suffix('/') {
            return Err(Invalid::new("must not end in `/`").help(format!("write \"{path}\"")));
        }
        if text[1..].split('/').any(|part| matches!(part, "" | "." | "..")) {
            return Err(Invalid::new("must not have empty parts, `.` or `..`"));
        }
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_paths() {
        for text in
            ["/var/lib/docker", "/srv", "/home/a.b/.local/share/docker", "/run/user/1000/x+@_-"]
        {
            assert_eq!(HostPath::parse(text).map(|path| path.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn bad_paths() {
        for text in [
            "",
            "srv",
            "~/docker",
            "/",
            "/srv/",
            "/a//b",
            "/a/../b",
            "/a/./b",
            "/a b",
            "/a:b",
            "/a$b",
            "/ä",
            "unix:///a",
        ] {
            assert!(HostPath::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn var_run_is_run() {
        let path = HostPath::constant("/var/run/docker.sock");
        assert!(path.is("/run/docker.sock") && path.is("/var/run/docker.sock"));
        assert!(!path.is("/run/user/1000/docker.sock"));
    }

    #[test]
    fn a_pattern_matches_the_path_alone() {
        assert_eq!(HostPath::constant("/srv/a.b+c").pattern(), r"/srv/a\.b\+c");
    }
}
