use std::borrow::Cow;

/// Up to so many keys, each is compared with each.
const FEW: usize = 12;

/// The keys of the maps that are open, outermost first.
#[derive(Default)]
pub(super) struct Keys<'t>(Vec<Cow<'t, str>>);

impl<'t> Keys<'t> {
    /// Where the keys of a map begin that opens now.
    pub(super) fn open(&self) -> usize {
        self.0.len()
    }

    /// Adds a key of the innermost map.
    pub(super) fn add(&mut self, key: Cow<'t, str>) {
        self.0.push(key);
    }

    /// Closes the innermost map, whose keys begin at `start`.
    ///
    /// # Errors
    ///
    /// The key that it has twice.
    pub(super) fn close(&mut self, start: usize) -> Result<(), String> {
        let keys = &mut self.0[start..];
        let twice = if keys.len() <= FEW {
            (1..keys.len()).find(|at| keys[..*at].contains(&keys[*at]))
        } else {
            keys.sort_unstable();
            (1..keys.len()).find(|at| keys[at - 1] == keys[*at])
        };
        if let Some(at) = twice {
            return Err(format!("the end of a map that has the key {:?} twice", keys[at]));
        }
        self.0.truncate(start);
        Ok(())
    }
}
