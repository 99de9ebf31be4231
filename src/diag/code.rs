use std::fmt;

/// The stable name of a kind of problem, such as `unknown-key`.
///
/// Scripts and suppressions may rely on it, and each one has a page of its own under
/// `docs/checks/`. A code is never reused for something else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static str);

impl Code {
    /// Names a kind of problem. By convention lower case, words joined by `-`.
    pub const fn new(name: &'static str) -> Self {
        Self(name)
    }

    /// The name itself.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}
