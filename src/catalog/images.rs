use crate::decode::{Listed, table};
use crate::value::{Image, Key, Line, MetricName, Name, Url, Version};

table! {
    /// The image of a service, at a version that is known to work.
    pub struct ImagePin("an image pin") {
        /// The image with its tag.
        image: Image,
        /// Where its releases are announced.
        releases: Url,
        /// What to know before changing the version.
        note: Option<Line>,
        /// Other repositories that hold the same program.
        also: Vec<Line>,
        /// Since when there is what stackgen renders for it. A spec that names an older version is
        /// refused, or warned where only figures would be missing.
        since: Vec<Since>,
        /// Versions that are known to be bad. A spec that names one is warned.
        bad: Vec<BadVersions>,
    }
}

table! {
    /// Something that a program knows since some version. It says one of `flag`, `what` and
    /// `metric`.
    pub struct Since("a `since` entry") {
        /// The first version that knows it.
        version: Version,
        /// An argument, without its value: it is needed where the container is given it.
        flag: Option<Line>,
        /// Anything else that the program must know, in words.
        what: Option<Line>,
        /// A metric that rules and panels read: an older version works, and shows less.
        metric: Option<MetricName>,
        /// It is needed only where this field is rendered: `fallback_scrape_protocol`. In a type of
        /// receiver, one of its entry.
        field: Option<Key>,
    }
}

table! {
    /// Versions that are known to be bad.
    pub struct BadVersions("bad versions") {
        /// Which.
        versions: Vec<VersionRange>,
        /// What is wrong with them, as a whole sentence.
        why: Line,
    }
}

table! {
    /// Some versions of a program.
    pub struct VersionRange("a range of versions") {
        /// The first of them. Without it, all from the beginning.
        from: Option<Version>,
        /// The first that is not one of them any more.
        before: Version,
    }
}

table! {
    /// All images, in one place, so that one file is to be updated.
    pub struct Images("the images") {
        /// Images by the key that services name.
        images: Listed<Name, ImagePin>,
    }
}

impl VersionRange {
    /// Whether a version is one of them.
    pub fn contains(&self, version: Version) -> bool {
        self.from.is_none_or(|from| from <= version) && version < self.before
    }
}

impl ImagePin {
    /// Whether another image holds the same program, as far as its name says: it is called the
    /// same, in whatever registry.
    pub fn is_of(&self, image: &Image) -> bool {
        image.program() == self.image.program()
            || self.also.iter().any(|other| other.as_str() == image.repository())
    }
}
