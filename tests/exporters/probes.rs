//! What a real blackbox exporter makes of the rendered `blackbox.yml`: which answers are a success.

use std::fs;
use std::io::Write as _;
use std::net::{Ipv4Addr, TcpListener, UdpSocket};
use std::thread;

use crate::front::message;
use crate::running::Running;
use crate::support::cases;
use crate::support::tools;

/// A name server that answers each question for an address: with one, with another name only, or with
/// neither, by the first label of the name.
fn name_server(answer: &'static [u8]) -> String {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let address = socket.local_addr().expect("it is bound").to_string();
    thread::spawn(move || {
        let mut bytes = [0; 512];
        while let Ok((length, from)) = socket.recv_from(&mut bytes) {
            let question = &bytes[12..length];
            // The name, its type and its class.
            let end = question.iter().position(|byte| *byte == 0).map_or(0, |at| at + 5);
            let mut reply = bytes[..2].to_vec();
            reply.extend([0x81, 0x80, 0, 1, 0, u8::from(!answer.is_empty()), 0, 0, 0, 0]);
            reply.extend(&question[..end.min(question.len())]);
            reply.extend(answer);
            let _ = socket.send_to(&reply, from);
        }
    });
    address
}

/// A pointer to the name in the question, then type, class, time to live, length, data.
const ADDRESS: &[u8] = &[0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 7];
const OTHER_NAME: &[u8] = &[0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 3, 1, b'a', 0];

/// A web server whose paths are status codes.
fn web_server() -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let address = listener.local_addr().expect("it is bound").to_string();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let Ok((head, _)) = message(&mut stream) else { continue };
            let status = head.split_whitespace().nth(1).unwrap_or_default().trim_matches('/');
            let _ = write!(
                stream,
                "HTTP/1.1 {status} X\r\nLocation: /200\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
        }
    });
    address
}

#[test]
fn which_answers_are_a_success() {
    let Some(tool) = tools::blackbox_exporter() else { return };
    let config = cases::repository("tests/snapshots/others-names/blackbox/blackbox.yml");
    let config = fs::read_to_string(config).expect("a golden");
    let mut running = Running::start(tool, &[("blackbox.yml", &config)], |port| {
        vec![
            "--config.file=blackbox.yml".to_owned(),
            format!("--web.listen-address=127.0.0.1:{port}"),
        ]
    });
    running.wait_for(|running| running.get("/-/healthy").map_err(|error| error.to_string()));
    let case = |module: &str, target: &str, expected: bool| {
        let page = running.get(&format!("/probe?module={module}&target={target}&debug=true"));
        let page = page.expect("the exporter answers");
        let line = format!("probe_success {}", u8::from(expected));
        assert!(page.lines().any(|known| known == line), "{module} {target}\n{page}");
    };
    case("address", &name_server(ADDRESS), true);
    case("address", &name_server(&[]), false);
    case("address", &name_server(OTHER_NAME), false);
    let web = web_server();
    let page = |status: u16| format!("http://{web}/{status}");
    case("moved", &page(301), true);
    case("moved", &page(308), true);
    // What is expected takes the place of 200 to 299.
    case("moved", &page(200), false);
    case("deleted", &page(204), true);
    case("deleted", &page(200), false);
}
