use crate::decode::{Listed, table};
use crate::value::{Image, Line, Name, Url};

table! {
    /// The image of a service, at a version that is known to work.
    pub struct ImagePin("an image pin") {
        /// The image with its tag.
        image: Image,
        /// Where its releases are announced.
        releases: Url,
        /// What to know before changing the version.
        note: Option<Line>,
    }
}

table! {
    /// All images, in one place, so that one file is to be updated.
    pub struct Images("the images") {
        /// Images by the key that services name.
        images: Listed<Name, ImagePin>,
    }
}
