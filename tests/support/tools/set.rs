//! Several packages unpacked into one tree: a Docker engine, or what a container needs.

use std::fmt;
use std::path::PathBuf;

use super::mirror::Suite;
use super::store;

/// Packages of one suite, with those of their dependencies that are wanted.
#[derive(Debug)]
pub(crate) struct Set {
    /// Its folder below `target/tools/sets/`.
    pub(crate) name: &'static str,
    /// Where the packages are from.
    pub(crate) suite: Suite,
    /// The packages.
    pub(crate) packages: &'static [&'static str],
    /// What the names of wanted dependencies begin with; without any, dependencies are left out.
    pub(crate) with: &'static [&'static str],
}

impl Set {
    /// Where the tree of its files is; fetched on first use.
    ///
    /// # Errors
    ///
    /// Why it cannot be had.
    pub(crate) fn root(&self) -> Result<PathBuf, String> {
        store::provide_set(self)
    }

    /// Whether a dependency is wanted.
    pub(crate) fn wants(&self, package: &str) -> bool {
        self.with.iter().any(|start| package.starts_with(start))
            // Scripts that set up a system, and their interpreters.
            && !["perl", "systemd-shared", "pam-modules"].iter().any(|part| package.contains(part))
    }
}

impl fmt::Display for Set {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.packages.join(" "), self.suite.name())?;
        if self.with.is_empty() { Ok(()) } else { write!(f, ", with {}", self.with.join(" ")) }
    }
}

/// The newest engine, without what has to fit this machine's libc.
pub(crate) const ENGINE: Set = Set {
    name: "engine",
    suite: Suite::Unstable,
    packages: &["docker.io", "containerd", "tini-static"],
    with: &[],
};

/// The oldest engine that stackgen works with.
pub(crate) const ENGINE_20_10: Set = Set {
    name: "engine-20.10",
    suite: Suite::Bookworm,
    packages: &["docker.io", "containerd", "tini"],
    with: &[],
};

/// What both engines run: it has to fit this machine's libc.
pub(crate) const RUNTIME: Set = Set {
    name: "runtime",
    suite: Suite::Bookworm,
    packages: &["runc", "iptables"],
    with: &["libip", "libxtables", "libmnl", "libnetfilter", "libnfnetlink", "libnftnl"],
};

/// Copies images from registries without an engine: it has to fit this machine's libc, and udev's and
/// SELinux's libraries are on every machine with apt.
pub(crate) const SKOPEO: Set = Set {
    name: "skopeo",
    suite: Suite::Bookworm,
    packages: &["skopeo"],
    with: &["libgpgme", "libassuan", "libgpg-error", "libdevmapper"],
};

/// The `docker` command.
pub(crate) const CLIENT: Set =
    Set { name: "client", suite: Suite::Unstable, packages: &["docker-cli"], with: &[] };

/// What Debian's Go programs need in a container.
pub(crate) const LIBC: Set =
    Set { name: "libc", suite: Suite::Unstable, packages: &["libc6"], with: &[] };

/// A shell and the programs that health checks run.
pub(crate) const BUSYBOX: Set =
    Set { name: "busybox", suite: Suite::Unstable, packages: &["busybox-static"], with: &[] };

/// The rules of all time zones, under `/usr/share/zoneinfo`.
pub(crate) const ZONES: Set =
    Set { name: "zones", suite: Suite::Unstable, packages: &["tzdata"], with: &[] };

/// A PostgreSQL server with all its libraries.
pub(crate) const POSTGRES: Set = Set {
    name: "postgresql",
    suite: Suite::Unstable,
    packages: &["postgresql", "tzdata"],
    with: &["lib", "zlib1g", "postgresql-"],
};

/// A Redis server with all its libraries.
pub(crate) const REDIS: Set = Set {
    name: "redis",
    suite: Suite::Unstable,
    packages: &["redis-server"],
    with: &["lib", "zlib1g", "redis-"],
};

/// A MariaDB server with its plugins and libraries, the loader among them, but without what its
/// package needs to set up a system.
pub(crate) const MARIADB: Set = Set {
    name: "mariadb",
    suite: Suite::Unstable,
    packages: &["mariadb-server-core", "mariadb-client-core", "mariadb-server"],
    with: &[
        "libc6",
        "libgcc-s1",
        "libstdc++6",
        "libaio",
        "liburing",
        "libnuma",
        "libpcre2-8",
        "libssl",
        "libzstd",
        "zlib1g",
        "libsystemd0",
        "libcrypt1",
        "libtinfo",
        "libncurses6",
        "libedit",
        "libbsd",
        "libmd0",
        "libmariadb3",
    ],
};

/// A MySQL server with all its libraries, the loader among them.
pub(crate) const MYSQL: Set = Set {
    name: "mysql",
    suite: Suite::Unstable,
    packages: &["mysql-server-core", "mysql-client-core"],
    with: &["lib", "zlib1g", "mysql-"],
};

/// A web server and proxy.
pub(crate) const NGINX: Set = Set {
    name: "nginx",
    suite: Suite::Unstable,
    packages: &["nginx"],
    with: &["libc6", "libcrypt1", "libpcre2-8", "libssl", "libzstd", "zlib1g"],
};

/// Writes down what a program asks of the kernel: it has to fit this machine's libc.
pub(crate) const STRACE: Set = Set {
    name: "strace",
    suite: Suite::Bookworm,
    packages: &["strace"],
    with: &["libunwind", "liblzma"],
};
