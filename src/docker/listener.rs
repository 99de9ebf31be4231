//! Who listens on a port of this machine, as far as `/proc` tells. Other users' programs are seen only
//! by root.

use std::fs;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;

/// A program that listens.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Listener {
    /// Its process.
    pub(super) pid: u32,
    /// Its name, as the kernel has it: the first 15 bytes.
    pub(super) name: String,
}

/// Who listens where somebody wants to, if that can be told.
pub(super) fn at(wanted: SocketAddr) -> Option<Listener> {
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"].map(fs::read_to_string);
    let lines = tables.iter().flatten().flat_map(|table| table.lines());
    let sockets: Vec<String> = lines
        .filter_map(listening)
        .filter(|(address, _)| in_the_way(*address, wanted))
        .map(|(_, inode)| format!("socket:[{inode}]"))
        .collect();
    let processes = fs::read_dir("/proc").ok()?.flatten();
    let mut pids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let pid = pids.find(|pid| {
        let open = fs::read_dir(format!("/proc/{pid}/fd"));
        let files = open.into_iter().flatten().flatten();
        let mut targets = files.filter_map(|file| fs::read_link(file.path()).ok());
        targets.any(|target| sockets.iter().any(|socket| target == Path::new(socket)))
    })?;
    let name = fs::read_to_string(format!("/proc/{pid}/comm")).ok()?;
    Some(Listener { pid, name: name.trim_end().to_owned() })
}

fn in_the_way(there: SocketAddr, wanted: SocketAddr) -> bool {
    let all = there.ip().is_unspecified() || wanted.ip().is_unspecified();
    there.port() == wanted.port() && (all || there.ip().to_canonical() == wanted.ip())
}

/// The address and the inode of a line about a socket that listens: after the line's number come
/// the own address, the other's, and the state, of which `0A` is to listen; the inode is the tenth.
fn listening(line: &str) -> Option<(SocketAddr, &str)> {
    let fields: Vec<&str> = line.split_whitespace().collect();
    let [_, own, _, "0A", _, _, _, _, _, inode, ..] = fields[..] else { return None };
    let (ip, port) = own.split_once(':')?;
    let port = u16::from_str_radix(port, 16).ok()?;
    Some((SocketAddr::new(address(ip)?, port), inode))
}

/// An address as the kernel prints it: words of 32 bits, each in the machine's own order.
fn address(hex: &str) -> Option<IpAddr> {
    let words = hex.as_bytes().chunks(8).map(|word| {
        let word = str::from_utf8(word).ok().filter(|word| word.len() == 8)?;
        u32::from_str_radix(word, 16).ok().map(u32::to_ne_bytes)
    });
    let words = words.collect::<Option<Vec<_>>>()?;
    match *words.as_slice() {
        [word] => Some(Ipv4Addr::from(word).into()),
        [_, _, _, _] => {
            let bytes: [u8; 16] = words.concat().try_into().ok()?;
            Some(Ipv6Addr::from(bytes).into())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[cfg(target_endian = "little")]
    #[test]
    fn addresses_as_the_kernel_prints_them() {
        assert_eq!(address("0100007F"), Some(Ipv4Addr::LOCALHOST.into()));
        assert_eq!(address("00000000000000000000000001000000"), Some(Ipv6Addr::LOCALHOST.into()));
        assert_eq!(address("local_address"), None);
        let line = "   0: 0100007F:2382 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 x";
        let (there, inode) = listening(line).expect("it listens");
        assert_eq!((there.to_string().as_str(), inode), ("127.0.0.1:9090", "4711"));
        assert_eq!(listening(&line.replace(" 0A ", " 01 ")), None, "it does not listen");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn who_listens_here_is_us() {
        for host in ["127.0.0.1:0", "0.0.0.0:0"] {
            let listener = TcpListener::bind(host).expect("some port is free");
            let port = listener.local_addr().expect("it has an address").port();
            for ip in [IpAddr::from([127, 0, 0, 1]), IpAddr::from([0, 0, 0, 0])] {
                let found = at(SocketAddr::new(ip, port)).expect("it can be told");
                assert_eq!(found.pid, std::process::id());
            }
            drop(listener);
            assert_eq!(at(SocketAddr::new([127, 0, 0, 1].into(), port)), None);
        }
    }
}
