//! Somebody who hears alerts: a real HTTP server, at an address that containers reach.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use serde_json::Value;

use crate::engine::Engine;

/// Keeps what is posted to it, until the test process ends. Whoever posts to a path of its own is told
/// from others.
pub(crate) struct Receiver {
    base: String,
    url: String,
    heard: Arc<Mutex<Vec<(String, Value)>>>,
}

impl Receiver {
    /// Starts one for an engine's containers.
    ///
    /// # Panics
    ///
    /// If it cannot listen at the address of the engine's own bridge.
    pub(crate) fn start(engine: &Engine) -> Self {
        engine.enter();
        let listener = TcpListener::bind((engine.host(), 0)).expect("the engine's own bridge");
        let base = format!("http://{}", listener.local_addr().expect("it is bound"));
        let url = format!("{base}/hook");
        let heard = Arc::new(Mutex::new(Vec::new()));
        let into = Arc::clone(&heard);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // Whoever breaks off has said nothing.
                if let Ok(said) = hear(stream) {
                    into.lock().unwrap_or_else(PoisonError::into_inner).push(said);
                }
            }
        });
        Self { base, url, heard }
    }

    /// Where it listens, as containers reach it.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Another of its addresses: `/p0`.
    pub(crate) fn url_at(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// What it has heard: Alertmanager's messages, in order.
    pub(crate) fn heard(&self) -> Vec<Value> {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.iter().map(|(_, said)| said.clone()).collect()
    }

    /// What it has heard at one address, in order.
    pub(crate) fn heard_at(&self, path: &str) -> Vec<Value> {
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.iter().filter(|(at, _)| at == path).map(|(_, said)| said.clone()).collect()
    }

    /// The alerts of this name in what it has heard.
    pub(crate) fn alerts(&self, name: &str) -> Vec<Value> {
        let heard = self.heard();
        let alerts = heard.iter().flat_map(|said| said["alerts"].as_array().into_iter().flatten());
        alerts.filter(|alert| alert["labels"]["alertname"] == name).cloned().collect()
    }
}

/// The path, and what was posted to it.
fn hear(mut stream: TcpStream) -> io::Result<(String, Value)> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    // `POST /hook HTTP/1.1`
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().map_err(io::Error::other)?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")?;
    Ok((path, serde_json::from_slice(&body).map_err(io::Error::other)?))
}
