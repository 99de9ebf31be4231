//! What listens where an engine or a program of the stack should, and means harm.

use std::io::{BufRead as _, BufReader, Read as _, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use serde_json::{Value as Json, json};

/// Serves on the loopback address until the tests end.
pub(crate) struct Fake {
    address: String,
}

impl Fake {
    /// Answers each request by its path, without its version of the interface, on a connection of its own.
    pub(crate) fn serve(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("some port is free");
        let address = listener.local_addr().expect("it has an address").to_string();
        let answer = Arc::new(answer);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let answer = Arc::clone(&answer);
                thread::spawn(move || converse(stream, &*answer));
            }
        });
        Self { address }
    }

    /// An engine that answers as one does, but for some paths.
    pub(crate) fn engine(
        attack: impl Fn(&str, &mut TcpStream) -> bool + Send + Sync + 'static,
    ) -> Self {
        Self::serve(move |path, stream| {
            if !attack(path, stream) {
                let answer = usual(path);
                json(stream, &answer);
            }
        })
    }

    /// What `DOCKER_HOST` has to be.
    pub(crate) fn host(&self) -> String {
        format!("tcp://{}", self.address)
    }

    /// Where a program of the stack would be.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// Answers with JSON.
pub(crate) fn json(stream: &mut TcpStream, answer: &Json) {
    whole(stream, "200 OK", &answer.to_string());
}

/// Answers with a whole body.
pub(crate) fn whole(stream: &mut TcpStream, status: &str, body: &str) {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\nContent-Type: application/json\r\n");
    let _ = write!(stream, "{head}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}");
}

/// Begins an answer that comes in chunks.
pub(crate) fn begin(stream: &mut TcpStream, kind: &str) {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: ";
    let _ = write!(stream, "{head}{kind}\r\n\r\n");
}

/// One chunk. Whether somebody still reads.
pub(crate) fn chunk(stream: &mut TcpStream, bytes: &[u8]) -> bool {
    let head = format!("{:x}\r\n", bytes.len());
    [head.as_bytes(), bytes, b"\r\n"].iter().all(|part| stream.write_all(part).is_ok())
}

fn converse(mut stream: TcpStream, answer: &dyn Fn(&str, &mut TcpStream)) {
    let Ok(reader) = stream.try_clone() else { return };
    let mut reader = BufReader::new(reader);
    let (mut head, mut length) = (Vec::new(), 0);
    loop {
        let mut line = String::new();
        match reader.read_line(&mut line) {
            Ok(1..) if !line.trim().is_empty() => head.push(line),
            Ok(1..) => break,
            _ => return,
        }
    }
    for line in &head {
        let line = line.to_lowercase();
        let value = line.strip_prefix("content-length:").and_then(|it| it.trim().parse().ok());
        length = value.unwrap_or(length);
    }
    if reader.read_exact(&mut vec![0; length]).is_err() {
        return;
    }
    let request = head.first().map_or("", String::as_str);
    let target = request.split(' ').nth(1).unwrap_or("");
    let path = target.split('?').next().unwrap_or("");
    let versioned = path.strip_prefix("/v1.").and_then(|rest| rest.split_once('/'));
    answer(&versioned.map_or(path.to_owned(), |(_, rest)| format!("/{rest}")), &mut stream);
}

fn usual(path: &str) -> Json {
    match path {
        "/version" => {
            json!({ "Version": "28.1.1", "ApiVersion": "1.49", "Os": "linux", "Arch": "amd64" })
        }
        "/info" => json!({ "OperatingSystem": "Debian", "NCPU": 2, "MemTotal": 8_u64 << 30 }),
        "/volumes" => json!({ "Volumes": [] }),
        _ => json!([]),
    }
}

/// An engine with one container of the stack whose spec is in a folder, and this as the container's log.
pub(crate) fn with_log(
    folder: &std::path::Path,
    log: impl Fn(&mut TcpStream) + Send + Sync + 'static,
) -> Fake {
    let containers = json!([container(folder, "prometheus")]);
    Fake::engine(move |path, stream| {
        match path {
            "/containers/json" => json(stream, &containers),
            "/containers/0123456789abcdef/logs" => {
                begin(stream, "application/vnd.docker.raw-stream");
                log(stream);
                let _ = stream.write_all(b"0\r\n\r\n");
            }
            _ => return false,
        }
        true
    })
}

/// A frame of a log: what a container has printed.
pub(crate) fn frame(text: &str) -> Vec<u8> {
    let length = u32::try_from(text.len()).expect("it is short");
    [&[1, 0, 0, 0], &length.to_be_bytes()[..], text.as_bytes()].concat()
}

/// A container of the stack `shop` whose spec is in a folder.
pub(crate) fn container(folder: &std::path::Path, service: &str) -> Json {
    let folder = folder.join("monitoring").display().to_string();
    json!({
        "Id": "0123456789abcdef", "Names": [format!("/shop-{service}-1")], "Image": "x", "ImageID": "sha256:x",
        "State": "running", "Status": "Up 2 hours", "Created": 1_700_000_000, "Ports": [], "Mounts": [],
        "Labels": {
            "com.docker.compose.project": "shop",
            "com.docker.compose.service": service,
            "com.docker.compose.project.working_dir": folder,
            "stackgen.service-hash": "another",
        },
    })
}
