//! A receiver of notifications: a real HTTP server that notes what it is sent.

use std::io::Write as _;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::front::message;

/// The server. It takes what is posted to `/take`, and refuses everything else with 400.
#[derive(Clone, Debug)]
pub(crate) struct Hook {
    address: String,
    posted: Arc<Mutex<Vec<(String, String)>>>,
}

impl Hook {
    /// Starts one, which listens until the test process ends.
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("it is bound").to_string();
        let hook = Self { address, posted: Arc::default() };
        let posted = Arc::clone(&hook.posted);
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let Ok((head, body)) = message(&mut stream) else { continue };
                let path = head.split_whitespace().nth(1).unwrap_or_default().to_owned();
                let status = if path == "/take" { "200 OK" } else { "400 Bad Request" };
                let body = String::from_utf8_lossy(&body).into_owned();
                posted.lock().unwrap_or_else(PoisonError::into_inner).push((path, body));
                let _ = write!(
                    stream,
                    "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                );
            }
        });
        hook
    }

    /// Its address.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// What was posted to a path with this text in it.
    pub(crate) fn got(&self, path: &str, text: &str) -> Vec<String> {
        let posted = self.posted.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = |it: &&(String, String)| it.0 == path && it.1.contains(text);
        posted.iter().filter(fits).map(|(_, body)| body.clone()).collect()
    }
}
