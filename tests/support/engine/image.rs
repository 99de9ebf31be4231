//! One stand-in image: real programs from Debian, in a container that looks like upstream's.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::tar::{Access, Tar};
use crate::support::process;
use crate::support::tools::set;

/// What an image is made of. Paths in it are relative to its root.
#[derive(Debug, Default, Clone)]
pub(crate) struct Image {
    /// Name and tag.
    pub(crate) name: String,
    /// Programs: where they are in the image, and where they are here.
    pub(crate) programs: Vec<(String, PathBuf)>,
    /// Files with their texts.
    pub(crate) texts: Vec<(&'static str, String)>,
    /// Folders, each of a user.
    pub(crate) folders: Vec<(&'static str, u32)>,
    /// Trees of unpacked packages, libc among them.
    pub(crate) trees: Vec<PathBuf>,
    /// Whether there are a shell, `wget` and the like.
    pub(crate) shell: bool,
    /// A program, by its path, that may bind ports below 1024, as upstream's file says.
    pub(crate) binds_low_ports: Option<&'static str>,
    /// `USER`, `ENTRYPOINT`, `CMD`, ... as lines of a Dockerfile.
    pub(crate) says: Vec<String>,
}

/// The users that images name.
const PASSWD: &str = "root:x:0:0:root:/:/bin/sh\n\
                      postgres:x:999:999:postgres:/:/bin/sh\n\
                      grafana:x:472:0:grafana:/:/bin/sh\n\
                      nobody:x:65534:65534:nobody:/:/bin/sh\n";
const GROUP: &str = "root:x:0:\npostgres:x:999:\nnogroup:x:65534:\n";

/// What of a package no program needs.
const LEFT_OUT: &[&str] = &[
    "usr/share/doc",
    "usr/share/man",
    "usr/share/locale",
    "usr/share/lintian",
    "usr/share/bug",
    "usr/share/i18n",
    "usr/share/bash-completion",
    "usr/share/postgresql-common",
    "usr/lib/systemd",
    "usr/include",
    "etc",
    "var",
    "lib",
    "lib64",
    "bin",
    "sbin",
];

impl Image {
    /// Writes the whole image.
    ///
    /// # Errors
    ///
    /// A file of it cannot be read, or `out` cannot be written.
    pub(crate) fn write(&self, out: impl Write) -> io::Result<()> {
        let mut tar = Tar::new(out);
        for folder in ["etc", "usr", "usr/bin", "usr/sbin", "usr/lib", "usr/lib64", "proc", "sys"] {
            tar.folder(folder, Access::PROGRAM)?;
        }
        for merged in ["bin", "sbin", "lib", "lib64"] {
            tar.link(merged, &format!("usr/{merged}"))?;
        }
        tar.folder("tmp", Access { mode: 0o1777, owner: 0 })?;
        tar.text("etc/passwd", PASSWD.as_bytes(), Access::TEXT)?;
        tar.text("etc/group", GROUP.as_bytes(), Access::TEXT)?;
        for tree in &self.trees {
            tar.tree("", tree, &|path| LEFT_OUT.contains(&path) || path.ends_with("/gconv"))?;
        }
        for (path, owner) in &self.folders {
            tar.folder(path, Access::folder_of(*owner))?;
        }
        for (path, program) in &self.programs {
            if self.binds_low_ports == Some(path.as_str()) {
                tar.attribute("security.capability", &NET_BIND_SERVICE)?;
            }
            tar.file(path, program, Access::PROGRAM)?;
        }
        for (path, text) in &self.texts {
            let access = if text.starts_with("#!") { Access::PROGRAM } else { Access::TEXT };
            tar.text(path, text.as_bytes(), access)?;
        }
        // What there is already, busybox does not stand in for.
        if self.shell {
            busybox(&mut tar)?;
        }
        tar.finish()
    }
}

/// `cap_net_bind_service=ep` as the kernel stores it (`struct vfs_cap_data`, revision 2, effective).
const NET_BIND_SERVICE: [u8; 20] = [1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

fn busybox<W: Write>(tar: &mut Tar<W>) -> io::Result<()> {
    let program = set::BUSYBOX.root().map_err(io::Error::other)?.join("usr/bin/busybox");
    tar.file("usr/bin/busybox", &program, Access::PROGRAM)?;
    for applet in applets(&program)? {
        tar.link(&format!("usr/bin/{applet}"), "busybox")?;
    }
    Ok(())
}

fn applets(busybox: &Path) -> io::Result<Vec<String>> {
    let listed = process::run(std::process::Command::new(busybox).arg("--list"), b"")?;
    let names = listed.stdout.lines().filter(|name| *name != "busybox");
    Ok(names.map(str::to_owned).collect())
}
