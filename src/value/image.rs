use super::{Host, Invalid, Port, Scalar};
use std::fmt;

/// A container image with its tag or digest: `prom/prometheus:v3.13.2`,
/// `registry.example:5000/team/exporter@sha256:…`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Image {
    repository: String,
    tag: Option<String>,
    digest: Option<String>,
}

impl Image {
    /// Registry and path, without tag and digest.
    pub fn repository(&self) -> &str {
        &self.repository
    }

    /// The tag, if one is written.
    pub fn tag(&self) -> Option<&str> {
        self.tag.as_deref()
    }

    /// The last part of the repository, which is the program's own name: `prometheus`.
    pub fn program(&self) -> &str {
        self.repository.rsplit('/').next().unwrap_or_default()
    }

    /// Whether a digest says which image it is, whatever the tag.
    pub fn has_digest(&self) -> bool {
        self.digest.is_some()
    }

    /// Whether what it means can change under the same name: neither digest nor a tag other than
    /// `latest`.
    pub fn floats(&self) -> bool {
        self.digest.is_none() && self.tag.as_deref().is_none_or(|tag| tag == "latest")
    }
}

impl Scalar for Image {
    const WHAT: &'static str = "a container image";
    const EXAMPLE: &'static str = "prom/prometheus:v3.13.2";
    const RULE: &'static str = "Registry and path with a tag, a digest, or both.";

    fn parse(text: &str) -> Result<Self, Invalid> {
        if let Some(bad) = text.chars().find(|c| !c.is_ascii_graphic()) {
            return Err(Invalid::new(format!("must not contain {bad:?}")));
        }
        let (rest, digest) = match text.split_once('@') {
            Some((rest, digest)) => (rest, Some(digest)),
            None => (text, None),
        };
        if digest.is_some_and(|digest| !is_digest(digest)) {
            return Err(Invalid::new(
                "has a digest of the form `sha256:` and 64 hexadecimal digits",
            ));
        }
        // A colon before a slash belongs to a registry's port.
        let (repository, tag) = match rest.rsplit_once(':') {
            Some((repository, tag)) if !tag.contains('/') => (repository, Some(tag)),
            _ => (rest, None),
        };
        if tag.is_some_and(|tag| !is_tag(tag)) {
            return Err(Invalid::new(
                "has a tag of letters, digits, `_`, `.` and `-`, at most 128 of them",
            ));
        }
        if repository.len() > 255 || !is_repository(repository) {
            return Err(Invalid::new(
                "has a lower-case name such as `prom/prometheus`, with a registry's host in front if needed",
            ));
        }
        let own = |text: &str| text.to_owned();
        Ok(Self { repository: own(repository), tag: tag.map(own), digest: digest.map(own) })
    }
}

fn is_digest(text: &str) -> bool {
    let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    text.strip_prefix("sha256:").is_some_and(|digits| digits.len() == 64 && digits.bytes().all(hex))
}

fn is_tag(text: &str) -> bool {
    let word = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    (1..=128).contains(&text.len())
        && text.bytes().next().is_some_and(word)
        && text.bytes().all(|b| word(b) || b == b'.' || b == b'-')
}

fn is_repository(text: &str) -> bool {
    let mut parts: Vec<_> = text.split('/').collect();
    if parts.len() > 1 && (parts[0].contains(['.', ':']) || parts[0] == "localhost") {
        let (host, port) = match parts[0].split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (parts[0], None),
        };
        if Host::parse(host).is_err() || port.is_some_and(|port| Port::parse(port).is_err()) {
            return false;
        }
        parts.remove(0);
    }
    parts.iter().all(|part| is_component(part))
}

/// Lower-case letters and digits, joined by `.`, `_`, `__` or any number of `-`.
fn is_component(part: &str) -> bool {
    let alphanumeric = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let bytes = part.as_bytes();
    let ends = bytes.first().is_some_and(|b| alphanumeric(*b))
        && bytes.last().is_some_and(|b| alphanumeric(*b));
    let separators = part.split(|c: char| alphanumeric(c as u8) && c.is_ascii());
    ends && part.is_ascii()
        && separators
            .filter(|s| !s.is_empty())
            .all(|s| matches!(s, "." | "_" | "__") || s.bytes().all(|b| b == b'-'))
}

impl fmt::Display for Image {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.repository)?;
        if let Some(tag) = &self.tag {
            write!(f, ":{tag}")?;
        }
        if let Some(digest) = &self.digest {
            write!(f, "@{digest}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn images() {
        example::<Image>();
        good::<Image>("redis", "redis");
        good::<Image>("localhost:5000/a/b:1", "localhost:5000/a/b:1");
        good::<Image>("quay.io/thanos/thanos:v0.42.4", "quay.io/thanos/thanos:v0.42.4");
        let digest = format!("prom/prometheus:v3@sha256:{}", "a".repeat(64));
        good::<Image>(&digest, &digest);
        bad::<Image>("", "lower-case name");
        bad::<Image>("Prom/prometheus", "lower-case name");
        bad::<Image>("a:b c", "must not contain ' '");
        bad::<Image>("a@sha256:12", "digest");
        bad::<Image>("a:-x", "tag");
        bad::<Image>("a//b", "lower-case name");
        bad::<Image>("a:", "tag");
        bad::<Image>("$IMAGE", "lower-case name");
    }

    #[test]
    fn floating_tags() {
        let floats = |text: &str| Image::parse(text).unwrap().floats();
        assert!(floats("redis"));
        assert!(floats("redis:latest"));
        assert!(!floats("redis:7"));
        assert!(!floats(&format!("redis@sha256:{}", "0".repeat(64))));
    }
}
