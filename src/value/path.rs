use super::newtype::newtype;
use super::param::as_params;
use super::{Invalid, Scalar};

newtype! {
    /// A path of a file as a spec names it: absolute, or relative to the spec's own folder, with `/`
    /// between its parts.
    pub struct SpecPath;
}

impl SpecPath {
    /// Whether it starts at the root.
    pub fn is_absolute(&self) -> bool {
        self.0.starts_with('/')
    }
}

impl Scalar for SpecPath {
    const WHAT: &'static str = "a path of a file";
    const EXAMPLE: &'static str = "secrets/orders-db";
    const RULE: &'static str =
        "Absolute, or relative to the spec's own folder; `/` between its parts, no `~`.";

    fn parse(text: &str) -> Result<Self, Invalid> {
        if text.is_empty() {
            return Err(Invalid::new("must not be empty"));
        }
        if let Some(bad) = text.chars().find(|c| c.is_control()) {
            return Err(Invalid::new(format!("must not contain {bad:?}")));
        }
        if text.starts_with('~') {
            return Err(Invalid::new(
                "must not start with `~`, which is a different folder for everyone",
            )
            .help("write it relative to the spec, or absolute"));
        }
        if text.contains('\\') {
            return Err(Invalid::new("has `/` between its parts, not `\\`")
                .help(format!("write \"{}\"", text.replace('\\', "/"))));
        }
        if text.len() > 4096 {
            return Err(Invalid::new("has at most 4096 bytes"));
        }
        if text.ends_with('/') {
            return Err(Invalid::new("names a file, so it must not end in `/`"));
        }
        Ok(Self(text.to_owned()))
    }
}

newtype! {
    /// The path part of a URL: starts with `/`, without query and fragment.
    pub struct UrlPath;
}

impl UrlPath {
    /// `/metrics`, where metrics usually are.
    pub fn metrics() -> Self {
        Self("/metrics".to_owned())
    }
}

impl Scalar for UrlPath {
    const WHAT: &'static str = "a URL's path";
    const EXAMPLE: &'static str = "/metrics";
    const RULE: &'static str = "Starts with `/`; no query and no fragment.";
    const PATTERN: Option<&'static str> = Some("^/");

    fn parse(text: &str) -> Result<Self, Invalid> {
        if !text.starts_with('/') {
            return Err(Invalid::new("starts with `/`").help(format!("write \"/{text}\"")));
        }
        if let Some(at) = text.find(['?', '#']) {
            let (path, rest) = text.split_at(at);
            let error = Invalid::new("has no query (`?`) and no fragment (`#`)");
            // Each place that takes a path has `params` beside it.
            let params = rest.strip_prefix('?').and_then(as_params);
            let params = params.map_or(String::new(), |params| format!("\n{params}"));
            return Err(error.help(format!("metrics_path = \"{path}\"{params}")));
        }
        if let Some(bad) = text.chars().find(|c| !c.is_ascii_graphic()) {
            return Err(Invalid::new(format!("must not contain {bad:?}")).help("percent-encode it"));
        }
        Ok(Self(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn paths() {
        example::<SpecPath>();
        good::<SpecPath>("../shared/x y", "../shared/x y");
        good::<SpecPath>("/etc/secret", "/etc/secret");
        bad::<SpecPath>("", "empty");
        bad::<SpecPath>("~/secret", "`~`");
        bad::<SpecPath>("a\\b", "`/` between");
        bad::<SpecPath>("a\0b", "must not contain");
        bad::<SpecPath>("secrets/", "end in `/`");
    }

    #[test]
    fn url_paths() {
        example::<UrlPath>();
        good::<UrlPath>("/actuator/prometheus", "/actuator/prometheus");
        bad::<UrlPath>("metrics", "starts with `/`");
        bad::<UrlPath>("/a?b=c", "no query");
        bad::<UrlPath>("/a b", "must not contain");
        let help = |text: &str| UrlPath::parse(text).unwrap_err().help.unwrap();
        assert_eq!(help("/m?x=y"), "metrics_path = \"/m\"\nparams = { x = [\"y\"] }");
        assert_eq!(help("/m#x"), "metrics_path = \"/m\"");
    }
}
