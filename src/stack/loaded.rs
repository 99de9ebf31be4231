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
            service.mounts.iter().flat_map(move |mount| {
                mount.loads.iter().map(move |pattern| Loaded { service, mount, pattern })
            })
        })
    }
}

impl Mount {
    /// Where the container sees a file of the output tree, if this mounts it.
    pub fn seen(&self, path: &str) -> Option<String> {
        let below = path.strip_prefix(self.folder.as_str())?.strip_prefix('/')?;
        Some(format!("{}/{below}", self.target.trim_end_matches('/')))
    }
}

impl Loaded<'_> {
    /// The folder of the output tree that has to be searched.
    pub fn folder(&self) -> String {
        let mounted = self.mount.folder.as_str();
        match self.pattern.folder() {
            "" => mounted.to_owned(),
            inner => format!("{mounted}/{inner}"),
        }
    }

    /// Whether it takes a file of the output tree.
    pub fn takes(&self, path: &str) -> bool {
        let mounted = self.mount.folder.as_str();
        let below = path.strip_prefix(mounted).and_then(|rest| rest.strip_prefix('/'));
        below.is_some_and(|below| self.pattern.matches(below))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::At;

    #[test]
    fn where_a_container_sees_a_file() {
        let (folder, target) = (At::of("a/b".to_owned()), At::of("/etc/b".to_owned()));
        let mount = Mount { folder, target, live: false, loads: vec![] };
        assert_eq!(mount.seen("a/b/c/d.yml").as_deref(), Some("/etc/b/c/d.yml"));
        assert_eq!(mount.seen("a/bc/d.yml"), None);
        assert_eq!(mount.seen("a"), None);
    }
}
