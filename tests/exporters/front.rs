//! A way to a program by the names that a rendered stack has for everything.
//!
//! In a test, programs listen on ports of the loopback address, and their files name those. Whoever asks
//! through this front reads the stack's own names again in what they answer.

use std::io::{self, Read, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;

/// Starts a front of the program at an address. In each answer, the second of each pair stands where
/// the program says the first. Returns the front's address.
pub(crate) fn start(program: String, names: Vec<(String, String)>) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let address = listener.local_addr().expect("it is bound").to_string();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let _ = pass(stream, &program, &names);
        }
    });
    address
}

/// Passes on one request and its answer.
fn pass(mut client: TcpStream, program: &str, names: &[(String, String)]) -> io::Result<()> {
    let (head, body) = message(&mut client)?;
    let mut server = TcpStream::connect(program)?;
    // With HTTP/1.0 the answer comes in one piece, up to the end of the connection.
    let mut lines = head.lines();
    let first = lines.next().unwrap_or_default().replace("HTTP/1.1", "HTTP/1.0");
    let kept = lines.filter(|line| !line.to_ascii_lowercase().starts_with("connection:"));
    let head: String = kept.flat_map(|line| [line, "\r\n"]).collect();
    write!(server, "{first}\r\n{head}Connection: close\r\n\r\n")?;
    server.write_all(&body)?;
    let mut answer = String::new();
    server.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    let body = names.iter().fold(body.to_owned(), |body, (here, there)| body.replace(here, there));
    let lengths = ["content-length:", "transfer-encoding:", "connection:"];
    let is_length = |line: &str| lengths.iter().any(|it| line.to_ascii_lowercase().starts_with(it));
    let head: String =
        head.lines().filter(|line| !is_length(line)).flat_map(|line| [line, "\r\n"]).collect();
    let head = head.replacen("HTTP/1.0", "HTTP/1.1", 1);
    write!(client, "{head}Content-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
}

/// The head and the body of a request.
pub(crate) fn message(stream: &mut impl Read) -> io::Result<(String, Vec<u8>)> {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    loop {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        if let Some(end) = end {
            let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
            });
            let length: usize = length.unwrap_or(0);
            if bytes.len() >= end + 4 + length {
                return Ok((head, bytes[end + 4..].to_vec()));
            }
        }
        match stream.read(&mut part)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            length => bytes.extend_from_slice(&part[..length]),
        }
    }
}
