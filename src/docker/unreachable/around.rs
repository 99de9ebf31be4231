use super::super::address::Address;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// What can be seen of the user and the machine.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Around {
    /// The socket's owner, if it is there.
    pub(super) owner: Option<Owner>,
    /// The user's name: `anna`.
    pub(super) user: String,
    /// The groups of this process, by number.
    pub(super) groups: Vec<u32>,
    /// Whether the user is root.
    pub(super) root: bool,
    /// Another engine's socket that is there: the user's own Docker or Podman.
    pub(super) other: Option<PathBuf>,
    /// Whether there is a program `docker` or `dockerd`.
    pub(super) installed: bool,
    /// Whether the user has an engine of their own set up.
    pub(super) rootless: bool,
    /// Whether Docker Desktop is installed.
    pub(super) desktop: bool,
    /// Whether systemd starts services.
    pub(super) systemd: bool,
    /// Whether this runs in a container.
    pub(super) container: bool,
    /// Whether this is a distribution in Windows.
    pub(super) wsl: bool,
    /// Whether this is macOS.
    pub(super) mac: bool,
}

/// Who may use a socket.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Owner {
    /// Its user's name, or number.
    pub(super) user: String,
    /// Its group's number.
    pub(super) gid: u32,
    /// Its group's name, or number.
    pub(super) group: String,
    /// Its permissions: `0o660`.
    pub(super) mode: u32,
    /// Whether the group has the user among its members, whatever this session has.
    pub(super) is_member: bool,
}

impl Around {
    /// Looks around. What cannot be read is not known.
    pub(super) fn look(address: &Address) -> Self {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let uid = numbers(&status, "Uid:").first().copied();
        let by_number = uid.and_then(|uid| name("/etc/passwd", uid));
        let user = by_number.or_else(|| env::var("USER").ok()).unwrap_or_default();
        let home = env::home_dir().unwrap_or_default();
        let kernel = fs::read_to_string("/proc/version").unwrap_or_default();
        let container = ["/.dockerenv", "/run/.containerenv"].map(Path::new);
        let desktop =
            [home.join(".docker/desktop"), "/opt/docker-desktop".into(), DESKTOP_MAC.into()];
        Self {
            owner: address.socket().and_then(|socket| Owner::of(Path::new(socket), &user)),
            groups: [numbers(&status, "Gid:"), numbers(&status, "Groups:")].concat(),
            root: uid == Some(0),
            other: other(address, uid),
            installed: ["docker", "dockerd"].iter().any(|program| is_on_path(program)),
            rootless: home.join(".config/systemd/user/docker.service").exists(),
            desktop: desktop.iter().any(|path| path.exists()),
            systemd: Path::new("/run/systemd/system").exists(),
            container: container.iter().any(|file| file.exists()),
            wsl: kernel.to_lowercase().contains("microsoft"),
            mac: cfg!(target_os = "macos"),
            user,
        }
    }
}

const DESKTOP_MAC: &str = "/Applications/Docker.app";

impl Owner {
    fn of(socket: &Path, user: &str) -> Option<Self> {
        let found = fs::metadata(socket).ok()?;
        let (uid, gid) = (found.uid(), found.gid());
        let groups = fs::read_to_string("/etc/group").unwrap_or_default();
        let line = groups.lines().find(|line| line.split(':').nth(2) == Some(&gid.to_string()));
        let members = line.and_then(|line| line.split(':').nth(3)).unwrap_or_default();
        Some(Self {
            user: name("/etc/passwd", uid).unwrap_or_else(|| uid.to_string()),
            group: name("/etc/group", gid).unwrap_or_else(|| gid.to_string()),
            gid,
            mode: found.mode() & 0o777,
            is_member: members.split(',').any(|member| member == user),
        })
    }
}

/// The numbers behind a word of `/proc/self/status`.
fn numbers(status: &str, word: &str) -> Vec<u32> {
    let line = status.lines().find_map(|line| line.strip_prefix(word)).unwrap_or_default();
    line.split_whitespace().filter_map(|number| number.parse().ok()).collect()
}

/// The name of a user or a group, in `/etc/passwd` or `/etc/group`.
fn name(file: &str, number: u32) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.split(':').nth(2) == Some(&number.to_string()))?;
    line.split(':').next().map(str::to_owned)
}

/// A socket of another engine that this user could use.
fn other(address: &Address, uid: Option<u32>) -> Option<PathBuf> {
    let runtime = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let runtime = runtime.or_else(|| Some(PathBuf::from(format!("/run/user/{}", uid?))));
    let home = env::home_dir().unwrap_or_default();
    let sockets = [
        Some(PathBuf::from("/var/run/docker.sock")),
        runtime.as_ref().map(|dir| dir.join("docker.sock")),
        Some(home.join(".docker/run/docker.sock")),
        Some(home.join(".docker/desktop/docker.sock")),
        runtime.as_ref().map(|dir| dir.join("podman/podman.sock")),
    ];
    let here = address.socket().map(Path::new);
    let there = |socket: &PathBuf| socket.exists() && Some(socket.as_path()) != here;
    sockets.into_iter().flatten().find(there)
}

fn is_on_path(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    // Daemons are where a user's path does not lead.
    let more = ["/usr/bin", "/usr/sbin", "/usr/local/bin"].map(PathBuf::from);
    env::split_paths(&path).chain(more).any(|folder| folder.join(program).is_file())
}
