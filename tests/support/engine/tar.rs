//! Writes a tar archive (POSIX.1-2001), as `docker import` reads it.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::Path;

const BLOCK: usize = 512;

/// Who owns an entry, and who may do what with it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Access {
    pub(crate) mode: u32,
    pub(crate) owner: u32,
}

impl Access {
    /// A program or a folder of root's.
    pub(crate) const PROGRAM: Self = Self { mode: 0o755, owner: 0 };
    /// A file of root's that all may read.
    pub(crate) const TEXT: Self = Self { mode: 0o644, owner: 0 };

    /// A folder of somebody else's.
    pub(crate) fn folder_of(owner: u32) -> Self {
        Self { mode: 0o755, owner }
    }
}

/// An archive on its way to `out`. Paths are relative to the root, without a slash in front. Of several
/// entries with the same path, only the first is written: Docker takes no others.
pub(crate) struct Tar<W: Write> {
    out: W,
    written: BTreeSet<String>,
}

impl<W: Write> Tar<W> {
    pub(crate) fn new(out: W) -> Self {
        Self { out, written: BTreeSet::new() }
    }

    pub(crate) fn folder(&mut self, path: &str, access: Access) -> io::Result<()> {
        if self.is_new(path) { self.header(path, b'5', 0, access, "") } else { Ok(()) }
    }

    pub(crate) fn link(&mut self, path: &str, to: &str) -> io::Result<()> {
        let access = Access { mode: 0o777, owner: 0 };
        if self.is_new(path) { self.header(path, b'2', 0, access, to) } else { Ok(()) }
    }

    pub(crate) fn text(&mut self, path: &str, text: &[u8], access: Access) -> io::Result<()> {
        if !self.is_new(path) {
            return Ok(());
        }
        self.header(path, b'0', text.len() as u64, access, "")?;
        self.out.write_all(text)?;
        self.pad(text.len() as u64)
    }

    /// A copy of a file.
    pub(crate) fn file(&mut self, path: &str, from: &Path, access: Access) -> io::Result<()> {
        if !self.is_new(path) {
            return Ok(());
        }
        let file = File::open(from).map_err(|error| {
            io::Error::new(error.kind(), format!("{}: {error}", from.display()))
        })?;
        let size = file.metadata()?.len();
        self.header(path, b'0', size, access, "")?;
        let copied = io::copy(&mut io::Read::take(file, size), &mut self.out)?;
        if copied != size {
            return Err(io::Error::other(format!("{} became shorter", from.display())));
        }
        self.pad(size)
    }

    /// Gives the next entry an extended attribute.
    pub(crate) fn attribute(&mut self, name: &str, value: &[u8]) -> io::Result<()> {
        let mut record = format!(" SCHILY.xattr.{name}=").into_bytes();
        record.extend(value);
        record.push(b'\n');
        // A record begins with its own length, which counts the digits of that length as well.
        let mut length = record.len() + 1;
        while length != record.len() + length.to_string().len() {
            length = record.len() + length.to_string().len();
        }
        let record = [length.to_string().into_bytes(), record].concat();
        self.header("attributes", b'x', record.len() as u64, Access::TEXT, "")?;
        self.out.write_all(&record)?;
        self.pad(record.len() as u64)
    }

    /// A whole folder, below `at`, but for the paths that `leaves_out` names. It all is root's.
    pub(crate) fn tree(
        &mut self,
        at: &str,
        folder: &Path,
        leaves_out: &dyn Fn(&str) -> bool,
    ) -> io::Result<()> {
        let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let path = if at.is_empty() { name.into_owned() } else { format!("{at}/{name}") };
            if leaves_out(&path) {
                continue;
            }
            let metadata = entry.metadata()?;
            let access = Access { mode: metadata.permissions().mode() & 0o7777, owner: 0 };
            let kind = metadata.file_type();
            if kind.is_dir() {
                self.folder(&path, access)?;
                self.tree(&path, &entry.path(), leaves_out)?;
            } else if kind.is_symlink() {
                self.link(&path, &fs::read_link(entry.path())?.to_string_lossy())?;
            } else if kind.is_file() {
                self.file(&path, &entry.path(), access)?;
            } else {
                let what = if kind.is_socket() { "a socket" } else { "a device or a pipe" };
                let mode = metadata.mode();
                return Err(io::Error::other(format!("{path} is {what} ({mode:o})")));
            }
        }
        Ok(())
    }

    fn is_new(&mut self, path: &str) -> bool {
        self.written.insert(path.to_owned())
    }

    /// Ends the archive.
    pub(crate) fn finish(mut self) -> io::Result<()> {
        self.out.write_all(&[0; 2 * BLOCK])?;
        self.out.flush()
    }

    fn header(
        &mut self,
        path: &str,
        kind: u8,
        size: u64,
        access: Access,
        link: &str,
    ) -> io::Result<()> {
        let mut block = [0; BLOCK];
        let (prefix, name) = split(path)
            .ok_or_else(|| io::Error::other(format!("{path} is too long for a tar archive")))?;
        let Access { mode, owner } = access;
        for (at, length, text) in [
            (0, 100, name),
            (100, 8, &format!("{mode:07o}")),
            (108, 8, &format!("{owner:07o}")),
            (116, 8, &format!("{owner:07o}")),
            (124, 12, &format!("{size:011o}")),
            (136, 12, "00000000000"),
            (148, 8, "        "),
            (157, 100, link),
            (257, 8, "ustar\u{0}00"),
            (345, 155, prefix),
        ] {
            if text.len() > length {
                return Err(io::Error::other(format!("{text} is too long for a tar archive")));
            }
            block[at..at + text.len()].copy_from_slice(text.as_bytes());
        }
        block[156] = kind;
        let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
        block[148..156].copy_from_slice(format!("{sum:06o}\u{0} ").as_bytes());
        self.out.write_all(&block)
    }

    fn pad(&mut self, size: u64) -> io::Result<()> {
        let over = usize::try_from(size % BLOCK as u64).expect("less than a block");
        self.out.write_all(&[0; BLOCK][..(BLOCK - over) % BLOCK])
    }
}

/// A path as a prefix of at most 155 bytes and a name of at most 100.
fn split(path: &str) -> Option<(&str, &str)> {
    if path.len() <= 100 {
        return Some(("", path));
    }
    path.match_indices('/')
        .map(|(at, _)| (&path[..at], &path[at + 1..]))
        .find(|(prefix, name)| prefix.len() <= 155 && name.len() <= 100)
}
