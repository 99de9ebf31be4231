//! Ports of the loopback address for containers.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::atomic::{AtomicU16, Ordering};

use crate::engine::Engine;

/// A port of an engine's network that nobody listens on, and that no other test is given. The kernel takes
/// none of these for connections.
pub(crate) fn free(engine: &Engine) -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(20_000);
    engine.enter();
    loop {
        let port = NEXT.fetch_add(1, Ordering::SeqCst);
        assert!(port < 30_000, "all ports are in use");
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
}
