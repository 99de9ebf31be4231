use super::{Mount, Service, Stack};
use crate::value::Glob;

/// Files of the output tree that a service loads by a pattern, whoever put them there.
#[derive(Clone, Copy, Debug)]
pub struct Loaded<'s> {
    /// The service.
    pub service: &'s Service,
    /// The mount through which it sees them.
    pub mount: &'s Mount,
    /// The pattern, below the mounted folder.
    pub pattern: &'s Glob,
}

impl Stack {
    /// Everything of the output tree that is loaded by a pattern.
    pub fn loaded(&self) -> impl Iterator<Item = Loaded<'_>> {
        self.services.iter().flat_map(|service| {
            service.mounts.iter().filter(|mount| mount.folder().is_some()).flat_map(move |mount| {
                mount.loads.iter().map(move |pattern| Loaded { service, mount, pattern })
            })
        })
    }
}

impl Mount {
    /// The folder of the output tree that it mounts, without `./`; `None` if it is one of the host.
    pub fn folder(&self) -> Option<&str> {
        self.source.strip_prefix("./").map(|folder| folder.trim_end_matches('/'))
    }

    /// Where the container sees a file of the output tree, if this mounts it.
    pub fn seen(&self, path: &str) -> Option<String> {
        let below = path.strip_prefix(self.folder()?)?.strip_prefix('/')?;
        Some(format!("{}/{below}", self.target.trim_end_matches('/')))
    }
}

impl Loaded<'_> {
    /// The folder of the output tree that has to be searched.
    pub fn folder(&self) -> String {
        let mounted = self.mount.folder().unwrap_or_default();
        match self.pattern.folder() {
            "" => mounted.to_owned(),
            inner => format!("{mounted}/{inner}"),
        }
    }

    /// Whether it takes a file of the output tree.
    pub fn takes(&self, path: &str) -> bool {
        let mounted = self.mount.folder().unwrap_or_default();
        let below = path.strip_prefix(mounted).and_then(|rest| rest.strip_prefix('/'));
        below.is_some_and(|below| self.pattern.matches(below))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Span;
    use crate::value::Scalar as _;

    fn mount(source: &str, target: &str) -> Mount {
        let loads = vec![Glob::parse("rules/*.yml").unwrap()];
        let (source, target) = (source.to_owned(), target.to_owned());
        let span = Span::NOWHERE;
        Mount {
            source,
            span,
            target,
            propagation: None,
            recursive: true,
            create: false,
            live: false,
            loads,
        }
    }

    #[test]
    fn where_a_container_sees_a_file() {
        let own = mount("./a/b", "/etc/b");
        assert_eq!(own.seen("a/b/c/d.yml").as_deref(), Some("/etc/b/c/d.yml"));
        assert_eq!(own.seen("a/bc/d.yml"), None);
        assert_eq!(own.seen("a"), None);
        assert_eq!(mount("/a/b", "/etc/b").seen("a/b/c"), None);
    }
}
