//! Which labels the elements of a vector carry.

use std::collections::{BTreeMap, BTreeSet};

/// What is known about one label of a vector's elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Presence {
    /// Every element carries it, with a value that is not empty.
    Always,
    /// Elements can carry it, but not all need to.
    Sometimes,
    /// No element carries it. A template that prints it prints nothing.
    Never,
    /// Nothing is known.
    Unknown,
}

impl Presence {
    /// What is known of a vector whose elements come from one or the other vector.
    fn or(self, other: Self) -> Self {
        match (self, other) {
            _ if self == other => self,
            (Self::Always | Self::Sometimes, _) | (_, Self::Always | Self::Sometimes) => {
                Self::Sometimes
            }
            _ => Self::Unknown,
        }
    }

    /// What is known of elements that agree on the label with elements of the other vector.
    ///
    /// If they cannot (always here, never there), there are no such elements, and this side's
    /// answer stands.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Always, _) | (Self::Sometimes, Self::Sometimes) => self,
            (Self::Never, _) => Self::Never,
            (_, Self::Always | Self::Never) => other,
            _ => Self::Unknown,
        }
    }
}

/// What is known about one label: presence, and value if all elements that carry it have the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub(super) presence: Presence,
    pub(super) value: Option<String>,
}

impl Label {
    pub(super) const NEVER: Self = Self { presence: Presence::Never, value: None };

    pub(super) fn new(presence: Presence) -> Self {
        Self { presence, value: None }
    }

    pub(super) fn or(&self, other: &Self) -> Self {
        let value = match (self.presence, other.presence) {
            (Presence::Never, _) => &other.value,
            (_, Presence::Never) => &self.value,
            _ if self.value == other.value => &self.value,
            _ => &None,
        };
        Self { presence: self.presence.or(other.presence), value: value.clone() }
    }

    pub(super) fn and(&self, other: &Self) -> Self {
        Self {
            presence: self.presence.and(other.presence),
            value: self.value.clone().or_else(|| other.value.clone()),
        }
    }
}

/// Which labels the elements of a vector carry: a [`Presence`] for every possible label.
///
/// Labels that are not named are either all [`Presence::Never`] (the set is closed:
/// [`Labels::none`] and [`Labels::exactly`]) or all [`Presence::Unknown`] ([`Labels::unknown`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    named: BTreeMap<String, Label>,
    rest: Presence,
}

impl Labels {
    /// No element carries any label.
    pub fn none() -> Self {
        Self { named: BTreeMap::new(), rest: Presence::Never }
    }

    /// Nothing is known about any label.
    pub fn unknown() -> Self {
        Self { named: BTreeMap::new(), rest: Presence::Unknown }
    }

    /// Every element carries all of these labels and no other.
    pub fn exactly<T: Into<String>>(labels: impl IntoIterator<Item = T>) -> Self {
        labels.into_iter().fold(Self::none(), |all, label| all.with(label, Presence::Always))
    }

    /// The same, but for one label.
    #[must_use]
    pub fn with(mut self, label: impl Into<String>, presence: Presence) -> Self {
        self.set(label, Label::new(presence));
        self
    }

    /// What is known about a label.
    pub fn presence(&self, label: &str) -> Presence {
        self.named.get(label).map_or(self.rest, |label| label.presence)
    }

    /// The labels that elements carry always or sometimes, in alphabetical order, without
    /// `__name__`.
    ///
    /// Together with [`Labels::is_closed`], this is what a diagnostic lists as the labels that are
    /// left.
    pub fn carried(&self) -> impl Iterator<Item = &str> {
        self.named
            .iter()
            .filter(|(name, label)| {
                *name != super::selector::NAME
                    && matches!(label.presence, Presence::Always | Presence::Sometimes)
            })
            .map(|(name, _)| name.as_str())
    }

    /// Whether no element can carry a label that is not known here.
    pub fn is_closed(&self) -> bool {
        self.rest == Presence::Never
            && self.named.values().all(|label| label.presence != Presence::Unknown)
    }

    pub(super) fn label(&self, name: &str) -> Label {
        self.named.get(name).cloned().unwrap_or_else(|| Label::new(self.rest))
    }

    pub(super) fn set(&mut self, name: impl Into<String>, label: Label) {
        self.named.insert(name.into(), label);
    }

    pub(super) fn drop_label(&mut self, name: &str) {
        self.set(name, Label::NEVER);
    }

    /// Only the labels of `names`.
    pub(super) fn only(&self, names: &BTreeSet<String>) -> Self {
        let kept = names.iter().map(|name| (name.clone(), self.label(name))).collect();
        Self { named: kept, rest: Presence::Never }
    }

    /// All labels but those of `names`.
    pub(super) fn without(mut self, names: &BTreeSet<String>) -> Self {
        for name in names {
            self.drop_label(name);
        }
        self
    }

    /// Every label that was never there may be there now.
    pub(super) fn opened(mut self) -> Self {
        for label in self.named.values_mut() {
            if label.presence == Presence::Never {
                *label = Label::new(Presence::Unknown);
            }
        }
        self.rest = Presence::Unknown;
        self
    }

    /// The labels of a vector whose elements come from one or the other vector.
    pub(super) fn or(&self, other: &Self) -> Self {
        self.combine(other, |_, one, two| one.or(two))
    }

    /// The names about which this says more than about all others.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.named.keys().map(String::as_str)
    }

    /// Combines two vectors' labels one by one; `rule` sees the empty name for all labels that
    /// neither names.
    pub(super) fn combine(
        &self,
        other: &Self,
        rule: impl Fn(&str, &Label, &Label) -> Label,
    ) -> Self {
        let names: BTreeSet<&str> = self.names().chain(other.names()).collect();
        let combined = names
            .into_iter()
            .map(|name| (name.to_owned(), rule(name, &self.label(name), &other.label(name))))
            .collect();
        let rest = rule("", &Label::new(self.rest), &Label::new(other.rest)).presence;
        Self { named: combined, rest }
    }
}

#[cfg(test)]
mod tests {
    use super::Presence::{Always, Never, Sometimes, Unknown};
    use super::*;

    #[test]
    fn from_one_or_the_other_vector() {
        for (one, two, expected) in [
            (Always, Always, Always),
            (Always, Never, Sometimes),
            (Always, Unknown, Sometimes),
            (Sometimes, Unknown, Sometimes),
            (Never, Never, Never),
            (Never, Unknown, Unknown),
        ] {
            assert_eq!(one.or(two), expected, "{one:?} {two:?}");
            assert_eq!(two.or(one), expected, "{two:?} {one:?}");
        }
    }

    #[test]
    fn agreeing_with_another_vector() {
        for (one, two, expected) in [
            (Always, Unknown, Always),
            (Sometimes, Always, Always),
            (Sometimes, Sometimes, Sometimes),
            (Sometimes, Unknown, Unknown),
            (Sometimes, Never, Never),
            (Never, Unknown, Never),
            (Unknown, Unknown, Unknown),
        ] {
            assert_eq!(one.and(two), expected, "{one:?} {two:?}");
            assert_eq!(two.and(one), expected, "{two:?} {one:?}");
        }
    }

    #[test]
    fn carried_labels() {
        let labels = Labels::exactly(["job", "__name__"]).with("mode", Sometimes);
        assert_eq!(labels.carried().collect::<Vec<_>>(), ["job", "mode"]);
        assert!(labels.is_closed());
        assert!(!labels.with("x", Unknown).is_closed());
        assert!(!Labels::unknown().is_closed());
    }
}
