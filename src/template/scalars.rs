/// What a value was before it became a scalar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text, also one that looks like something else.
    Text,
    /// A number, or `true` or `false`.
    NumberOrTruth,
}

/// Texts of scalars, one behind the other, and what they were. A file has hundreds of them, and as
/// strings of their own they would take longer than all else that is done with one.
#[derive(Clone, Debug, Default)]
pub struct Scalars {
    text: String,
    ends: Vec<(usize, Kind)>,
}

impl Scalars {
    /// Adds one.
    pub(super) fn push(&mut self, scalar: &str, kind: Kind) {
        self.text.push_str(scalar);
        self.ends.push((self.text.len(), kind));
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Kind)> {
        let starts = std::iter::once(0).chain(self.ends.iter().map(|(end, _)| *end));
        starts.zip(&self.ends).map(|(start, (end, kind))| (&self.text[start..*end], *kind))
    }
}

impl<'a> FromIterator<(&'a str, Kind)> for Scalars {
    fn from_iter<I: IntoIterator<Item = (&'a str, Kind)>>(iter: I) -> Self {
        let mut scalars = Self::default();
        iter.into_iter().for_each(|(text, kind)| scalars.push(text, kind));
        scalars
    }
}

#[test]
fn scalars_keep_apart() {
    let all =
        [("a", Kind::Text), ("", Kind::Text), ("1", Kind::NumberOrTruth), ("b: c", Kind::Text)];
    let scalars: Scalars = all.into_iter().collect();
    assert!(scalars.iter().eq(all));
    assert_eq!(Scalars::default().iter().next(), None);
}
