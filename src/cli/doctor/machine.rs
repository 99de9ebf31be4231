//! This machine, where the engine runs on it.

use crate::docker::Facts;
use crate::doctor::Machine;
use crate::stack::Stack;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Whether an engine that is reached through a socket runs on this machine, and not on a virtual
/// machine of it, nor around the container that we are in: then its name, its kernel and the folder of
/// its data are ours.
pub(super) fn is(facts: &Facts) -> bool {
    let own = |name: &str| fs::read_to_string(format!("/proc/sys/kernel/{name}")).ok();
    let same = |own: Option<String>, other: &str| own.is_some_and(|own| own.trim() == other);
    !facts.is_desktop()
        && is_there(&facts.root)
        && same(own("hostname"), &facts.host_name)
        && same(own("osrelease"), &facts.kernel)
}

/// Looks at it.
pub(super) fn look(root: &str, stack: Option<&Stack>) -> Machine {
    let services = stack.iter().flat_map(|stack| &stack.services);
    let needed = services.flat_map(|service| service.host.paths());
    let paths = needed.map(|path| (path.to_owned(), is_there(path))).collect();
    let mounts = fs::read_to_string("/proc/self/mountinfo").ok();
    Machine {
        paths,
        root_propagates: mounts.as_deref().and_then(root_propagates),
        file_systems: file_systems(mounts.as_deref().unwrap_or_default(), root),
        free: free(root),
    }
}

/// Whether a path is there. One that we may not look at is taken to be: Docker may.
fn is_there(path: &str) -> bool {
    Path::new(path).try_exists().unwrap_or(true)
}

/// Whether the root folder is a shared mount, or follows one, as `/proc/self/mountinfo` has it: after
/// six fields there are optional ones, up to a dash.
fn root_propagates(mounts: &str) -> Option<bool> {
    let mut roots = mounts.lines().rev().filter_map(|line| {
        let fields: Vec<&str> = line.split(' ').collect();
        (fields.get(4) == Some(&"/")).then_some(fields)
    });
    // What was mounted last lies on top.
    let fields = roots.next()?;
    let mut optional = fields.iter().skip(6).take_while(|field| **field != "-");
    Some(optional.any(|field| field.starts_with("shared:") || field.starts_with("master:")))
}

/// Where disks are mounted as a whole, as `/proc/self/mountinfo` has it, but for `/` and below a folder.
fn file_systems(mounts: &str, except: &str) -> Vec<String> {
    let mut found: Vec<String> = mounts
        .lines()
        .filter_map(|line| {
            let (mount, source) = line.split_once(" - ")?;
            let mut mount = mount.split(' ').skip(3);
            let (root, point) = (mount.next()?, mount.next()?);
            let device = source.split(' ').nth(1)?;
            let disk = device.starts_with("/dev/") && !device.starts_with("/dev/loop");
            let there = point != "/" && !Path::new(point).starts_with(except);
            (disk && root == "/" && there).then(|| point.to_owned())
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// What is free on the disk of a folder, in bytes, as `df` says.
fn free(folder: &str) -> Option<u64> {
    let output = Command::new("df").args(["-P", "-k", "--", folder]).output().ok()?;
    output.status.success().then(|| available(&String::from_utf8_lossy(&output.stdout)))?
}

/// The fourth column of the second line, in the form that POSIX prescribes, which is in kibibytes.
fn available(table: &str) -> Option<u64> {
    // A device's name may have spaces: columns are counted from the capacity, the only one in percent.
    let fields: Vec<&str> = table.lines().nth(1)?.split_whitespace().collect();
    let capacity = fields.iter().rposition(|field| field.ends_with('%'))?;
    fields.get(capacity.checked_sub(1)?)?.parse::<u64>().ok()?.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::{available, file_systems, free, root_propagates};

    #[test]
    fn the_root_folder_is_shared_or_private() {
        let line = |optional: &str| {
            format!(
                "22 28 0:21 / /proc rw,nosuid shared:5 - proc proc rw\n\
                 28 1 254:0 / / rw,relatime {optional}- ext4 /dev/vda rw\n"
            )
        };
        assert_eq!(root_propagates(&line("shared:1 ")), Some(true));
        assert_eq!(root_propagates(&line("master:1 ")), Some(true));
        assert_eq!(root_propagates(&line("")), Some(false));
        assert_eq!(root_propagates(&line("propagate_from:2 ")), Some(false));
        assert_eq!(root_propagates("22 28 0:21 / /proc rw shared:5 - proc proc rw\n"), None);
    }

    #[test]
    fn file_systems_are_the_disks() {
        let mounts = "22 28 0:21 / /proc rw shared:5 - proc proc rw\n\
                      28 1 254:0 / / rw shared:1 - ext4 /dev/vda rw\n\
                      29 28 254:1 / /home rw - ext4 /dev/vda1 rw\n\
                      30 28 254:1 /anna /srv/anna rw - ext4 /dev/vda1 rw\n\
                      31 28 254:2 / /boot rw shared:3 master:1 - vfat /dev/vda2 rw\n\
                      32 28 7:0 / /snap/core ro - squashfs /dev/loop0 ro\n\
                      33 28 254:3 / /var/lib/docker rw - ext4 /dev/vdb rw\n\
                      nonsense\n";
        assert_eq!(file_systems(mounts, "/var/lib/docker"), ["/boot", "/home"]);
    }

    #[test]
    fn what_is_free_is_read_from_df() {
        let head = "Filesystem     1024-blocks    Used Available Capacity Mounted on\n";
        let line = |text: &str| available(&format!("{head}{text}\n"));
        assert_eq!(line("/dev/vda 100 60 40 60% /"), Some(40 << 10));
        assert_eq!(line("//nas/my share 100 60 40 60% /mnt/a b"), Some(40 << 10));
        assert_eq!(line("nonsense"), None);
        assert_eq!(available(""), None);
    }

    #[cfg(unix)]
    #[test]
    fn the_real_df_is_understood() {
        assert!(free("/").is_some(), "df says what is free in the root folder");
        assert_eq!(free("/there/is/no/such/folder"), None);
    }
}
