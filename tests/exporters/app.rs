//! An app with the metrics of most tutorials: Express and prom-client, written by hand.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::thread;

/// Serves metrics until the test process ends. Each scrape finds more requests than the last, of which
/// some fail and some are slow. Returns its address.
pub(crate) fn start() -> String {
    serve(|scrape| metrics(scrape * 10))
}

/// Serves the metrics of an app that fails half of its requests, and calls the label of the status
/// `status` and that of the route `path`. Its histogram has no bucket at five seconds.
pub(crate) fn start_other() -> String {
    serve(|scrape| other_metrics(scrape * 10))
}

/// Declares what it would count, and has counted nothing.
pub(crate) fn start_idle() -> String {
    serve(|_| {
        "# TYPE http_requests_total counter\n# TYPE http_request_duration_seconds histogram\n\
         # TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total 1\n"
            .to_owned()
    })
}

/// Serves a page that depends on how many scrapes there were, until the test process ends. Returns its
/// address.
pub(crate) fn serve(page: impl Fn(u64) -> String + Send + 'static) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let address = listener.local_addr().expect("it is bound").to_string();
    thread::spawn(move || {
        for (scrape, stream) in (1..).zip(listener.incoming().flatten()) {
            let _ = answer(stream, &page(scrape));
        }
    });
    address
}

fn answer(mut stream: TcpStream, body: &str) -> std::io::Result<()> {
    // The request is of no interest, but it has to be read before the connection is closed.
    let _ = stream.read(&mut [0; 4096])?;
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n{body}"
    )
}

fn other_metrics(requests: u64) -> String {
    let mut text = "# TYPE http_requests_total counter\n".to_owned();
    for status in ["200", "500"] {
        let labels = format!("method=\"GET\",path=\"/\",status=\"{status}\"");
        let _ = writeln!(text, "http_requests_total{{{labels}}} {requests}");
    }
    text.push_str("# TYPE http_request_duration_seconds histogram\n");
    for (bound, below) in [("0.25", 0), ("2.5", 1), ("10", 1), ("+Inf", 2)] {
        let count = below * requests;
        let _ = writeln!(text, "http_request_duration_seconds_bucket{{le=\"{bound}\"}} {count}");
    }
    let (sum, count) = (12 * requests, 2 * requests);
    let _ = writeln!(
        text,
        "http_request_duration_seconds_sum {sum}\nhttp_request_duration_seconds_count {count}"
    );
    text
}

fn metrics(requests: u64) -> String {
    let ok = r#"method="GET",route="/",status_code="200""#;
    let failed = r#"method="GET",route="/",status_code="500""#;
    let mut text = format!(
        "# TYPE http_requests_total counter\n\
         http_requests_total{{{ok}}} {}\nhttp_requests_total{{{failed}}} {requests}\n\
         # TYPE http_request_duration_seconds histogram\n",
        9 * requests
    );
    for labels in [ok, failed] {
        for bound in ["0.1", "0.5", "1", "2", "5"] {
            let _ = writeln!(
                text,
                "http_request_duration_seconds_bucket{{{labels},le=\"{bound}\"}} {requests}"
            );
        }
        let (sum, count) = (3 * requests, 2 * requests);
        let _ = writeln!(
            text,
            "http_request_duration_seconds_bucket{{{labels},le=\"+Inf\"}} {count}\n\
             http_request_duration_seconds_sum{{{labels}}} {sum}\n\
             http_request_duration_seconds_count{{{labels}}} {count}"
        );
    }
    text + &format!(
        "# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total {requests}\n\
         # TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes 50000000\n\
         # TYPE process_open_fds gauge\nprocess_open_fds 20\n\
         # TYPE process_max_fds gauge\nprocess_max_fds 1024\n"
    )
}
