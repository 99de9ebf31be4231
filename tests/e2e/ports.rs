//! Ports of this machine's loopback address for containers.

use std::net::{Ipv4Addr, TcpListener};
use std::sync::atomic::{AtomicU16, Ordering};

use crate::engine::Engine;

/// A port that nobody listens on, and that no other test is given: engines on this machine have
/// ranges of their own, outside of those from which the kernel takes ports for connections.
pub(crate) fn free(engine: &Engine) -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    for _ in 0..RANGE {
        let port =
            20_000 + u16::from(engine.slot()) * RANGE + NEXT.fetch_add(1, Ordering::SeqCst) % RANGE;
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
    panic!("all of {RANGE} ports are in use");
}

const RANGE: u16 = 500;
