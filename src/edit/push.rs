//! One more item of an array.

use super::draft::{checked, name};
use super::inline::append;
use super::layout::Form;
use super::literal::same;
use super::{Draft, Refusal};

impl Draft {
    /// Adds an item, as TOML, to the end of an array, which keeps its layout. Without such an array, it writes
    /// one. An item that is there already is not added again.
    ///
    /// # Errors
    /// When what stands there is not an array, or when the item is not a value of TOML.
    pub fn push(&mut self, path: &[&str], item: &str) -> Result<(), Refusal> {
        let item = checked(item)?;
        let Some(written) = self.written(path) else {
            return if self.defines(path) {
                Err(Refusal::NotArray(name(path)))
            } else {
                self.set(path, &format!("[{item}]"))
            };
        };
        let Form::Array(items) = &written.form else {
            return Err(Refusal::NotArray(name(path)));
        };
        if items.iter().any(|known| same(&self.page.plain()[known.clone()], item)) {
            return Ok(());
        }
        let edits = append(&self.page, &written.span, items, item);
        self.splice(edits)
    }

    /// Takes every item that is this value out of an array. The array stays, even if it is empty then.
    ///
    /// # Errors
    /// When there is no such array, or no such item in it.
    pub fn pull(&mut self, path: &[&str], item: &str) -> Result<(), Refusal> {
        let item = checked(item)?;
        let written = self.written(path).ok_or_else(|| Refusal::Missing(name(path)))?;
        let Form::Array(items) = &written.form else {
            return Err(Refusal::NotArray(name(path)));
        };
        let is_it =
            |known: &&std::ops::Range<usize>| same(&self.page.plain()[(*known).clone()], item);
        let Some(at) = items.iter().position(|known| is_it(&known)) else {
            return Err(Refusal::Missing(item.to_owned()));
        };
        let before = at.checked_sub(1).map(|before| &items[before]);
        let range = super::inline::cut(&self.page, &written.span, before, &items[at]);
        self.splice(vec![(range, String::new())])
    }
}
