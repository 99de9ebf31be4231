//! A network namespace: interfaces, addresses, ports and packet filter rules that nobody else has.

use std::fs::File;
use std::io;

/// An engine's network.
#[derive(Debug)]
pub(crate) struct Network(File);

impl Network {
    /// The one that a process is in.
    ///
    /// # Errors
    ///
    /// The process is gone, or belongs to somebody else.
    pub(crate) fn of(process: u32) -> io::Result<Self> {
        File::open(format!("/proc/{process}/ns/net")).map(Self)
    }

    /// Moves the calling thread into it, with all sockets, threads and processes that it makes from now
    /// on. Other threads stay where they are.
    ///
    /// # Errors
    ///
    /// The kernel forbids it.
    #[cfg(target_os = "linux")]
    pub(crate) fn enter(&self) -> io::Result<()> {
        use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};
        use std::os::fd::AsFd as _;
        Ok(move_into_link_name_space(self.0.as_fd(), Some(LinkNameSpaceType::Network))?)
    }

    /// Only Linux has any.
    #[cfg(not(target_os = "linux"))]
    pub(crate) fn enter(&self) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }
}
