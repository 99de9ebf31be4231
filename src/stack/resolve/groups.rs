//! Groups of rules of an integration in use.

use super::evaluate::Evaluate as _;
use super::rules::Rules;
use crate::catalog;
use crate::decode::codes::BAD_VALUE;
use crate::decode::{At, Listed};
use crate::diag::Diagnostic;
use crate::stack::Group;
use crate::value::Name;

impl Rules<'_> {
    /// The groups that rules can name.
    pub(super) fn groups(&mut self, all: &Listed<Name, catalog::Group>) -> Vec<Group> {
        let mut groups = Vec::new();
        for (name, group) in all {
            if group.interval.is_zero() {
                let problem = Diagnostic::error(BAD_VALUE, "an interval is longer than 0s");
                self.diagnostics.push(problem.at(group.interval.span, ""));
                continue;
            }
            groups.push(Group { name: name.value.clone(), interval: group.interval.clone() });
        }
        groups
    }

    /// The group that a rule names, if it is there; otherwise, that is reported.
    pub(super) fn group(&mut self, name: Option<&At<Name>>, groups: &[Group]) -> Option<Group> {
        let name = name?;
        let found = groups.iter().find(|group| group.name == name.value);
        if found.is_none() {
            let known = groups.iter().map(|group| group.name.as_str());
            self.unknown("group", name.as_str(), name.span, known);
        }
        found.cloned()
    }
}
