/// Texts of scalars, one behind the other. A file has hundreds of them, and as strings of their own
/// they would take longer than all else that is done with one.
#[derive(Clone, Debug, Default)]
pub struct Scalars {
    text: String,
    ends: Vec<usize>,
}

impl Scalars {
    /// Adds one.
    pub(super) fn push(&mut self, scalar: &str) {
        self.text.push_str(scalar);
        self.ends.push(self.text.len());
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| &self.text[start..*end])
    }
}

impl FromIterator<String> for Scalars {
    fn from_iter<I: IntoIterator<Item = String>>(iter: I) -> Self {
        let mut scalars = Self::default();
        iter.into_iter().for_each(|scalar| scalars.push(&scalar));
        scalars
    }
}

#[test]
fn scalars_keep_apart() {
    let all = ["a", "", "b: c", ""];
    let scalars: Scalars = all.iter().map(ToString::to_string).collect();
    assert!(scalars.iter().eq(all));
    assert_eq!(Scalars::default().iter().next(), None);
}
