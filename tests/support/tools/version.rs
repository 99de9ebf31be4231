//! Versions as the programs print them.

use std::fmt;

/// The numbers of a release; what a distribution adds (`+ds1-6`) does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Version(pub(crate) u32, pub(crate) u32, pub(crate) u32);

impl Version {
    /// The first dotted number of a text: `1.2`, `v1.2.3`, `1.2.3+ds1-6`.
    pub(crate) fn first_in(text: &str) -> Option<Self> {
        text.split(|c: char| !c.is_ascii_digit() && c != '.').find_map(Self::of_dotted)
    }

    fn of_dotted(text: &str) -> Option<Self> {
        let mut numbers = text.trim_matches('.').split('.').map(str::parse);
        let major = numbers.next()?.ok()?;
        let minor = numbers.next()?.ok()?;
        let patch = numbers.next().and_then(Result::ok).unwrap_or(0);
        Some(Self(major, minor, patch))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(major, minor, patch) = self;
        write!(f, "{major}.{minor}.{patch}")
    }
}
