use crate::decode::{At, table};
use crate::value::{Line, RelPath};

table! {
    /// A file of the output, rendered from a template in the folder beside the integration that has its
    /// name.
    pub struct File("a file") {
        /// Its path in the output: `queue/queue.yml`. In a YAML file, each value becomes one scalar.
        path: At<RelPath>,
        /// The template's path in that folder, if it is not the last part of `path`.
        template: Option<At<RelPath>>,
        /// An expression: the file is rendered only if it is true. It knows what the template knows.
        when: Option<At<Line>>,
    }
}

impl File {
    /// Where its template is, below the folder beside the integration.
    pub fn template(&self) -> &str {
        let last = || self.path.as_str().rsplit('/').next().unwrap_or_default();
        self.template.as_ref().map_or_else(last, |path| path.as_str())
    }
}
