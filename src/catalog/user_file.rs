use std::fmt;

/// A folder beside a spec with files of the user's own, which add to the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserFolder {
    /// Integrations.
    Integrations,
    /// Types of receivers.
    Receivers,
}

/// A file of the user's own catalogue.
#[derive(Clone, Debug)]
pub struct UserFile {
    /// Where it lies.
    pub folder: UserFolder,
    /// The name of what it adds: the file's, without its ending.
    pub name: String,
    /// What reports call the file.
    pub path: String,
    /// Its text.
    pub text: String,
    /// The templates in the folder beside it that has its name: their paths in it, and their texts.
    pub templates: Vec<(String, String)>,
}

impl UserFolder {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Integrations, Self::Receivers];

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Integrations => "integrations",
            Self::Receivers => "receivers",
        }
    }

    /// What a file in it is.
    pub const fn one(self) -> &'static str {
        match self {
            Self::Integrations => "an integration",
            Self::Receivers => "a type of receiver",
        }
    }

    /// What all files in it are.
    pub const fn several(self) -> &'static str {
        match self {
            Self::Integrations => "integrations",
            Self::Receivers => "types of receivers",
        }
    }
}

impl fmt::Display for UserFolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
