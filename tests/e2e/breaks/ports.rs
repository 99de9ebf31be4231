//! A port that somebody else has.

use std::net::TcpListener;

use super::Break;
use crate::engine::{self, images::APP};
use crate::light::Light;
use crate::{poll, ports};

#[test]
fn a_port_that_another_container_has() {
    let Some(engine) = engine::shared() else { return };
    let light = Light::new(engine);
    let taken = ports::free(engine);
    let holder = format!("holder-{}", light.project);
    let publish = format!("127.0.0.1:{taken}:8080");
    let label = "com.docker.compose.project=shop";
    let run =
        engine.docker(["run", "-d", "--name", &holder, "--label", label, "-p", &publish, APP]);
    assert!(run.succeeded(), "{run}");
    let (own, other) = (format!("port = {}", light.port), format!("port = {taken}"));
    let broken = Break {
        part: &own,
        by: &other,
        args: &[],
        sentences: &[
            "error: cannot start prometheus: ",
            &format!(
                "likely cause: 127.0.0.1:{taken} is taken by the container {holder} of the project shop"
            ),
            "help: set another `port` in the table of prometheus",
            &format!("help: or stop what is there: docker stop {holder}"),
        ],
    };
    broken.leaves_all_as_it_was(&light);

    // The other way out: what holds it goes.
    let removed = engine.docker(["rm", "-f", &holder]);
    assert!(removed.succeeded(), "{removed}");
    broken.happens(&light);
    light.must_come_up();
}

#[test]
fn a_port_that_a_program_of_this_machine_has() {
    let Some(engine) = engine::shared() else { return };
    let light = Light::new(engine);
    let taken = ports::free(engine);
    let listener = TcpListener::bind(("127.0.0.1", taken)).expect("it was free");
    let pid = std::process::id();
    let (own, other) = (format!("port = {}", light.port), format!("port = {taken}"));
    let broken = Break {
        part: &own,
        by: &other,
        args: &[],
        sentences: &[
            "error: cannot start prometheus: ",
            &format!("likely cause: 127.0.0.1:{taken} is taken by the program "),
            &format!(", process {pid}"),
            "help: set another `port` in the table of prometheus",
            "help: or end that program",
        ],
    };
    broken.leaves_all_as_it_was(&light);
    drop(listener);
    broken.happens(&light);
    light.must_come_up();
    let url = format!("http://127.0.0.1:{taken}/-/ready");
    poll::until("Prometheus answers at its new port", || crate::http::get(&url));
}
