//! A project's name that somebody else has taken: whose it is, and how to go on, for people. Pure.

use super::{Other, Owner, Project, Seen, Thing};
use crate::value::{Name, Scalar as _};
use std::collections::BTreeMap;
use std::path::Path;

/// How many names a line has at most.
const MOST: usize = 5;

/// A project's name that somebody else has taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    /// The name.
    pub name: String,
    /// What of others is in the way. At least one thing.
    pub others: Vec<Other>,
    /// A name that is probably nobody's.
    pub proposal: String,
}

impl Seen {
    /// Whether somebody else has taken a stack's name, so that it cannot be launched.
    pub fn taken(&self, project: &Project<'_>) -> Option<Taken> {
        let others: Vec<Other> = self.in_the_way(project).into_iter().cloned().collect();
        (!others.is_empty()).then(|| Taken {
            name: project.name().to_owned(),
            others,
            proposal: free_name(project.name(), &project.spec_folder),
        })
    }
}

impl Taken {
    /// Whose it is: a line for each owner.
    pub fn sentences(&self) -> Vec<String> {
        let one = |(owner, things): (Owner, Vec<&Other>)| match owner {
            Owner::Application { .. } | Owner::Stack { .. }
                if things.iter().any(|other| other.in_project) =>
            {
                format!("the project name {} belongs to {owner}: {}", self.name, list(&things))
            }
            Owner::Unknown => format!("nothing shows that this stack made the {}", list(&things)),
            owner => format!("this stack needs names that belong to {owner}: {}", list(&things)),
        };
        by_owner(&self.others).into_iter().map(one).collect()
    }

    /// How to go on.
    pub fn help(&self) -> Vec<String> {
        let name = format!(
            "give this stack a name of its own, at the top of its spec: name = \"{}\"",
            self.proposal
        );
        if !self.others.iter().all(Other::is_adoptable) {
            return vec![name];
        }
        let moved = self.others.iter().any(|other| matches!(other.owner, Owner::Stack { .. }));
        let adopt = if moved {
            "or, if that folder has moved here, take over its containers and data: stackgen up --adopt"
        } else {
            "or, if this data is the stack's, take it over: stackgen up --adopt"
        };
        vec![name, adopt.to_owned()]
    }
}

/// What there is of whom.
pub fn by_owner<'a>(
    others: impl IntoIterator<Item = &'a Other>,
) -> BTreeMap<Owner, Vec<&'a Other>> {
    let mut all: BTreeMap<Owner, Vec<&Other>> = BTreeMap::new();
    for other in others {
        all.entry(other.owner.clone()).or_default().push(other);
    }
    all
}

/// Some things in a line: `containers shop-db-1, shop-web-1, volume shop_data`.
pub fn list(things: &[&Other]) -> String {
    let kind = |kind: fn(&Thing) -> bool, one: &str| {
        let names: Vec<&str> = things
            .iter()
            .filter(|other| kind(&other.thing))
            .map(|other| other.thing.name())
            .collect();
        let more = names.len().saturating_sub(MOST);
        let shown = names[..names.len() - more].join(", ");
        match (names.len(), more) {
            (0, _) => None,
            (1, _) => Some(format!("{one} {shown}")),
            (_, 0) => Some(format!("{one}s {shown}")),
            (_, more) => Some(format!("{one}s {shown} and {more} more")),
        }
    };
    let kinds = [
        kind(|thing| matches!(thing, Thing::Container(_)), "container"),
        kind(|thing| matches!(thing, Thing::Network { .. }), "network"),
        kind(|thing| matches!(thing, Thing::Volume { .. }), "volume"),
    ];
    kinds.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A name that is probably nobody's: the application's, or the folder's, with `-monitoring`.
fn free_name(taken: &str, spec_folder: &Path) -> String {
    let folder = spec_folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let folder: String = folder
        .to_lowercase()
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let folder = folder.trim_matches('-');
    let of_name = format!("{taken}-monitoring");
    let of_folder = format!("{folder}-monitoring");
    let names = if taken.ends_with("monitoring") {
        [of_folder, format!("{folder}-stack"), format!("{taken}-2")]
    } else {
        [of_name, of_folder, format!("{taken}-2")]
    };
    let good = |name: &String| name != taken && Name::parse(name).is_ok();
    names.into_iter().find(good).unwrap_or_else(|| "monitoring-2".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_proposed_that_is_not_the_taken_one() {
        let case = |taken: &str, folder: &str, expected: &str| {
            assert_eq!(free_name(taken, Path::new(folder)), expected, "{taken} in {folder}");
        };
        case("shop", "/srv/shop", "shop-monitoring");
        case("monitoring", "/srv/My Shop", "my-shop-monitoring");
        case("shop-monitoring", "/srv/shop", "shop-stack");
        case("monitoring", "/", "monitoring-2");
    }

    #[test]
    fn many_names_are_cut_short() {
        let volume = |name: &str| Other {
            thing: Thing::Volume { name: name.to_owned(), created: String::new() },
            owner: Owner::Unknown,
            in_project: true,
        };
        let volumes = ["a", "b", "c", "d", "e", "f", "g"].map(volume);
        let all: Vec<&Other> = volumes.iter().collect();
        assert_eq!(list(&all), "volumes a, b, c, d, e and 2 more");
        assert_eq!(list(&all[..1]), "volume a");
    }
}
