//! The program of the stand-in images, compiled on its own into one static file. The name that it is
//! started by decides what it is:
//!
//! * `app`: an app with the metrics of most tutorials (Express and prom-client, written by hand), which
//!   counts the requests that it really gets: `/` is well, `/fail` fails, `/slow` takes a second
//! * `grafana`: a stub. It answers as Grafana does when it is well, and its metrics are what the catalogue lists. Like
//!   Grafana, it reads the administrator's password at its first start only and keeps it in its data; `/api/user`
//!   lets in who has that one; and `grafana cli .. admin reset-admin-password --password-from-stdin` sets another one
//! * `cadvisor`: answers as cAdvisor does when it is well, with metrics in the same way

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

/// Upper bounds of the buckets, in seconds.
const BOUNDS: [f64; 5] = [0.1, 0.5, 1.0, 2.0, 5.0];

/// What is known of the requests with the same method, route and status.
#[derive(Default)]
struct Requests {
    count: u64,
    seconds: f64,
    buckets: [u64; BOUNDS.len()],
}

type Counted = Mutex<BTreeMap<(String, &'static str, u16), Requests>>;

fn main() -> io::Result<()> {
    let name = env::args().next().unwrap_or_default();
    match name.rsplit('/').next().unwrap_or_default() {
        "app" => {
            let counted = Counted::default();
            serve(8080, move |request| app(&counted, &request.method, &request.path))
        }
        "grafana" if env::args().nth(1).is_some_and(|first| first == "cli") => reset_password(),
        "grafana" => grafana(),
        "cadvisor" => serve(8080, |request| match request.path.as_str() {
            "/healthz" => (200, "ok".to_owned()),
            "/metrics" => listed(),
            _ => (404, String::new()),
        }),
        other => Err(io::Error::other(format!("nothing is known of {other}"))),
    }
}

/// Where the stub of Grafana keeps its administrator: a name, and on the next line the password.
const DATABASE: &str = "/var/lib/grafana/stand-in.db";

fn grafana() -> io::Result<()> {
    let file = env::var("GF_SECURITY_ADMIN_PASSWORD__FILE").map_err(io::Error::other)?;
    let password = fs::read_to_string(file)?;
    if fs::metadata(DATABASE).is_err() {
        let user = env::var("GF_SECURITY_ADMIN_USER").unwrap_or_else(|_| "admin".to_owned());
        fs::write(DATABASE, format!("{user}\n{}\n", password.trim_end()))?;
    }
    serve(3000, |request| match request.path.as_str() {
        "/api/health" => (200, "{\"database\": \"ok\", \"version\": \"stand-in\"}\n".to_owned()),
        "/api/user" => {
            let known = fs::read_to_string(DATABASE).unwrap_or_default();
            let known = known.trim_end().replace('\n', ":");
            if request.credentials.as_ref() == Some(&known) {
                (200, "{\"isGrafanaAdmin\": true}\n".to_owned())
            } else {
                (401, "{\"message\": \"Invalid username or password\"}\n".to_owned())
            }
        }
        "/metrics" => listed(),
        _ => (404, String::new()),
    })
}

/// Sets the password that standard input has in its first line.
fn reset_password() -> io::Result<()> {
    let args: Vec<String> = env::args().collect();
    let expected = ["admin", "reset-admin-password", "--password-from-stdin"];
    if !args.ends_with(&expected.map(str::to_owned)) {
        return Err(io::Error::other("no such command"));
    }
    let mut password = String::new();
    io::stdin().read_line(&mut password)?;
    let password = password.trim_end_matches('\n');
    if password.len() < 4 {
        return Err(io::Error::other("new password is too short"));
    }
    let known = fs::read_to_string(DATABASE)?;
    let user = known.lines().next().unwrap_or_default();
    fs::write(DATABASE, format!("{user}\n{password}\n"))
}

/// What is asked.
struct Request {
    method: String,
    path: String,
    /// Name and password of basic authentication, with a colon between them.
    credentials: Option<String>,
}

/// Answers each request with a status and a text.
fn serve(
    port: u16,
    answer: impl Fn(&Request) -> (u16, String) + Send + Sync + 'static,
) -> io::Result<()> {
    let listener = TcpListener::bind(("0.0.0.0", port))?;
    let answer = Arc::new(answer);
    println!("listening on port {port}");
    for stream in listener.incoming() {
        let (stream, answer) = (stream?, Arc::clone(&answer));
        // Who hangs up early has no answer; that is all.
        thread::spawn(move || exchange(stream, |request| answer(request)));
    }
    Ok(())
}

fn exchange(mut stream: TcpStream, answer: impl Fn(&Request) -> (u16, String)) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut lines = BufReader::new(&stream).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    let mut credentials = None;
    while let Some(line) = lines.next().transpose()?.filter(|line| !line.is_empty()) {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("authorization")
        {
            credentials = value.trim().strip_prefix("Basic ").map(decoded);
        }
    }
    let mut words = first.split(' ').map(str::to_owned);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let path = path.split('?').next().unwrap_or_default().to_owned();
    let (status, body) = answer(&Request { method, path, credentials });
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 {status} -\r\nContent-Type: text/plain; version=0.0.4\r\n\
         Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
}

fn app(counted: &Counted, method: &str, path: &str) -> (u16, String) {
    let started = Instant::now();
    let (route, status) = match path {
        "/" => ("/", 200),
        "/fail" => ("/fail", 500),
        "/slow" => {
            thread::sleep(Duration::from_secs(1));
            ("/slow", 200)
        }
        "/metrics" => return (200, requests(counted) + &process()),
        // A route for each wrong path would be a series for each.
        _ => ("not found", 404),
    };
    let took = started.elapsed().as_secs_f64();
    if let Ok(mut counted) = counted.lock() {
        let requests = counted.entry((method.to_owned(), route, status)).or_default();
        requests.count += 1;
        requests.seconds += took;
        for (bucket, bound) in requests.buckets.iter_mut().zip(BOUNDS) {
            *bucket += u64::from(took <= bound);
        }
    }
    (status, format!("{route}\n"))
}

fn requests(counted: &Counted) -> String {
    let mut total = "# TYPE http_requests_total counter\n".to_owned();
    let mut duration = "# TYPE http_request_duration_seconds histogram\n".to_owned();
    let Ok(counted) = counted.lock() else { return String::new() };
    for ((method, route, status), requests) in counted.iter() {
        let labels = format!("method=\"{method}\",route=\"{route}\",status_code=\"{status}\"");
        let Requests { count, seconds, buckets } = requests;
        let _ = writeln!(total, "http_requests_total{{{labels}}} {count}");
        let name = "http_request_duration_seconds";
        for (bucket, bound) in buckets.iter().zip(BOUNDS) {
            let _ = writeln!(duration, "{name}_bucket{{{labels},le=\"{bound}\"}} {bucket}");
        }
        let _ = writeln!(duration, "{name}_bucket{{{labels},le=\"+Inf\"}} {count}");
        let _ = writeln!(duration, "{name}_sum{{{labels}}} {seconds}");
        let _ = writeln!(duration, "{name}_count{{{labels}}} {count}");
    }
    total + &duration
}

/// What prom-client tells of the process; where the kernel does not say, 0.
fn process() -> String {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // What follows the name of the program, which may contain spaces.
    let fields: Vec<f64> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .map(|field| field.parse().unwrap_or(0.0))
        .collect();
    let field = |at: usize| fields.get(at).copied().unwrap_or(0.0);
    // In ticks, of which Linux tells a hundred in a second.
    let cpu = (field(11) + field(12)) / 100.0;
    let memory = field(21) * 4096.0;
    let open = fs::read_dir("/proc/self/fd").map_or(0, Iterator::count);
    format!(
        "# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total {cpu}\n\
         # TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes {memory}\n\
         # TYPE process_open_fds gauge\nprocess_open_fds {open}\n\
         # TYPE process_max_fds gauge\nprocess_max_fds 1048576\n"
    )
}

/// The metrics that the catalogue lists for what this stands in for; all of one value.
fn listed() -> (u16, String) {
    (200, fs::read_to_string("/metrics").unwrap_or_default())
}

/// What a text in base64 says.
fn decoded(text: &str) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut count, mut bytes) = (0_u32, 0, Vec::new());
    for value in text.bytes().filter_map(|byte| ALPHABET.iter().position(|known| *known == byte)) {
        bits = bits << 6 | u32::try_from(value).unwrap_or_default();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xFF).unwrap_or_default());
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
