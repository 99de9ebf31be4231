use super::{Image, Invalid, Scalar};
use std::fmt;

/// A release: `3.13.2`. Numbers only, so that two can be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    major: u64,
    minor: u64,
    patch: u64,
}

/// Stands for a part that a tag leaves open: the newest that there is.
const NEWEST: u64 = u64::MAX;

impl Version {
    /// The release that an image's tag names: `v3.13.2`, `2.8.4-alpine`, `13.2` (the newest of
    /// 13.2). `None` where the tag does not say. A digest beside it decides which image is run, but who
    /// writes both means the same by both.
    pub fn of_image(image: &Image) -> Option<Self> {
        let tag = image.tag()?;
        let numbers = tag.strip_prefix('v').unwrap_or(tag);
        // What follows is another build of the same release: `-alpine`, `-distroless`.
        let (numbers, _) = numbers.split_once('-').unwrap_or((numbers, ""));
        let mut parts = numbers.split('.');
        let major = number(parts.next()?)?;
        let rest: Vec<_> = parts.map(number).collect::<Option<_>>()?;
        // A single number is as likely a build or a year.
        let (minor, patch) = match rest[..] {
            [minor] => (minor, NEWEST),
            [minor, patch] => (minor, patch),
            _ => return None,
        };
        Some(Self { major, minor, patch })
    }
}

fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.len() < 10 && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}

impl Scalar for Version {
    const WHAT: &'static str = "a version";
    const EXAMPLE: &'static str = "3.13.2";
    const RULE: &'static str = "Three numbers, `MAJOR.MINOR.PATCH`.";
    const PATTERN: Option<&'static str> = Some("^[0-9]+\\.[0-9]+\\.[0-9]+$");

    fn parse(text: &str) -> Result<Self, Invalid> {
        let parts: Option<Vec<_>> = text.split('.').map(number).collect();
        match parts.as_deref() {
            Some(&[major, minor, patch]) => Ok(Self { major, minor, patch }),
            _ => Err(Invalid::new("is three numbers, such as 3.13.2")),
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)?;
        if self.patch == NEWEST { Ok(()) } else { write!(f, ".{}", self.patch) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::scalar::cases::{bad, example, good};
    use super::*;

    #[test]
    fn three_numbers() {
        example::<Version>();
        good::<Version>("0.56.0", "0.56.0");
        for text in ["", "3", "3.13", "v3.13.2", "3.13.2-rc.1", "3..2", "3.13.9999999999"] {
            bad::<Version>(text, "three numbers");
        }
    }

    #[track_caller]
    fn tag(image: &str, expected: Option<&str>) {
        let version = Version::of_image(&Image::parse(image).unwrap());
        assert_eq!(version.map(|version| version.to_string()).as_deref(), expected, "{image}");
    }

    #[test]
    fn a_tag_says_which_release_it_is() {
        tag("prom/prometheus:v3.13.2", Some("3.13.2"));
        tag("prom/prometheus:v3.13.2-distroless", Some("3.13.2"));
        tag("registry.example:5000/mirror/caddy:2.11.4-alpine", Some("2.11.4"));
        tag("caddy:2.7", Some("2.7"));
        for unknown in ["caddy", "caddy:2", "caddy:latest", "prom/prometheus:main-2026.11.27.1"] {
            tag(unknown, None);
        }
        tag("team/prometheus:build-17", None);
        tag("team/prometheus:20261127", None);
        let digest = format!("@sha256:{}", "a".repeat(64));
        tag(&format!("prom/prometheus:v2.30.0{digest}"), Some("2.30.0"));
        tag(&format!("prom/prometheus{digest}"), None);
    }

    #[test]
    fn an_open_part_is_the_newest() {
        let version = |text| Version::of_image(&Image::parse(text).unwrap()).unwrap();
        assert!(version("caddy:2.7") < Version::parse("2.8.0").unwrap());
        assert!(version("caddy:2.8") > Version::parse("2.8.9").unwrap());
        assert!(version("caddy:2.10.0") > Version::parse("2.9.9").unwrap());
    }
}
