//! A socket that answers as a Docker engine does, as far as a test needs it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{fs, thread};

use serde_json::{Value as Json, json};
use tempfile::TempDir;

/// An engine with what it has: answers by the end of the path that is asked for, such as `/volumes`.
pub(crate) struct FakeEngine {
    folder: TempDir,
}

/// A volume of the stack `shop` whose spec is in a folder.
pub(crate) fn volume(folder: &Path) -> Json {
    let labels = json!({
        "com.docker.compose.project": "shop",
        "stackgen.folder": folder.join("monitoring"),
    });
    json!({ "Name": "shop_prometheus-data", "Driver": "local", "Mountpoint": "/v", "Labels": labels,
        "Scope": "local", "Options": {} })
}

impl FakeEngine {
    /// An engine that has nothing but these answers; what is not among them is not found.
    pub(crate) fn new(answers: &[(&str, Json)]) -> Self {
        let version =
            json!({ "Version": "28.1.1", "ApiVersion": "1.49", "Os": "linux", "Arch": "amd64" });
        let mut all = vec![
            ("/version".to_owned(), version),
            (
                "/info".to_owned(),
                json!({ "OperatingSystem": "Debian", "NCPU": 2, "MemTotal": 8_u64 << 30 }),
            ),
            ("/networks".to_owned(), json!([])),
            ("/volumes".to_owned(), json!({ "Volumes": [] })),
            ("/containers/json".to_owned(), json!([])),
        ];
        for (path, answer) in answers {
            all.retain(|(known, _)| known != path);
            all.push(((*path).to_owned(), answer.clone()));
        }
        Self::serve(move |method, path| {
            let found = all.iter().find(|(end, _)| path.ends_with(end.as_str()));
            match (method, found) {
                ("DELETE", _) => ("204 No Content", String::new()),
                (_, Some((_, answer))) => ("200 OK", answer.to_string()),
                (_, None) => ("404 Not Found", json!({ "message": "no such thing" }).to_string()),
            }
        })
    }

    /// Something that speaks HTTP: a status and a body for a method and a path.
    pub(crate) fn serve(
        answer: impl Fn(&str, &str) -> (&'static str, String) + Send + Sync + 'static,
    ) -> Self {
        let answer = Arc::new(answer);
        Self::connected(move |stream| {
            let answer = Arc::clone(&answer);
            thread::spawn(move || converse(&stream, &*answer));
        })
    }

    /// A socket that does this with whoever connects.
    pub(crate) fn connected(each: impl Fn(UnixStream) + Send + 'static) -> Self {
        let engine = Self { folder: tempfile::tempdir().expect("a folder for temporary files") };
        let listener = UnixListener::bind(engine.socket()).expect("a socket");
        thread::spawn(move || listener.incoming().flatten().for_each(each));
        engine
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.folder.path().join("docker.sock")
    }

    /// What `DOCKER_HOST` has to be.
    pub(crate) fn host(&self) -> String {
        format!("unix://{}", self.socket().display())
    }

    /// Gives the socket these permissions, in a folder that all may enter.
    pub(crate) fn mode(self, mode: u32) -> Self {
        let set = |path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode));
        set(self.folder.path().to_owned(), 0o755).expect("the folder is ours");
        set(self.socket(), mode).expect("the socket is ours");
        self
    }
}

/// One request and its answer after the other, until the other side hangs up.
fn converse(stream: &UnixStream, answer: &dyn Fn(&str, &str) -> (&'static str, String)) {
    let mut lines = BufReader::new(stream).lines();
    while let Some(Ok(request)) = lines.next() {
        let mut words = request.split(' ');
        let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        let path = target.split('?').next().unwrap_or("").to_owned();
        // No request of a test has a body.
        while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
        let (status, body) = answer(method, &path);
        let head = format!("HTTP/1.1 {status}\r\nContent-Type: application/json\r\n");
        let length = if status.starts_with("204") {
            "\r\n".to_owned()
        } else {
            format!("Content-Length: {}\r\n\r\n", body.len())
        };
        if write!(&*stream, "{head}{length}{body}").is_err() {
            return;
        }
    }
}
