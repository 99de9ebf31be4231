use std::collections::BTreeMap;

/// Values in the order in which they come, each once. A value is compared only with those under its key: there
/// may be tens of thousands, most of which differ in it.
#[derive(Debug)]
pub(super) struct Distinct<T> {
    values: Vec<T>,
    by_key: BTreeMap<String, Vec<usize>>,
}

impl<T> Default for Distinct<T> {
    fn default() -> Self {
        Self { values: vec![], by_key: BTreeMap::new() }
    }
}

impl<T: PartialEq> Distinct<T> {
    /// Adds a value, unless an equal one is there.
    pub(super) fn push(&mut self, key: String, value: T) {
        let same = self.by_key.entry(key).or_default();
        if !same.iter().any(|known| self.values[*known] == value) {
            same.push(self.values.len());
            self.values.push(value);
        }
    }

    /// All of them.
    pub(super) fn into_values(self) -> Vec<T> {
        self.values
    }
}

#[test]
fn equal_values_are_kept_once() {
    let mut values = Distinct::default();
    for value in [3, 1, 3, 2, 1] {
        values.push((value % 2).to_string(), value);
    }
    assert_eq!(values.into_values(), [3, 1, 2]);
}
