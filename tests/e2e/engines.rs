//! The engine itself: what the other tests take for granted.

use std::process::Command;
use std::{fs, thread};

use crate::engine::images::{APP, pinned};
use crate::engine::keeper::Keeper;
use crate::engine::{self, Engine};
use crate::receiver::Receiver;
use crate::{http, poll, ports};

#[track_caller]
fn done(engine: &Engine, args: &[&str]) -> String {
    let finished = engine.docker(args);
    assert!(finished.succeeded(), "{finished}{}", engine.log());
    finished.stdout.trim().to_owned()
}

/// Containers find each other by name, they reach the tests, and the tests reach them by port.
#[track_caller]
fn traffic_gets_through(engine: &Engine) {
    let port = ports::free(engine);
    done(engine, &["network", "create", "reach"]);
    let publish = format!("127.0.0.1:{port}:8080");
    done(engine, &["run", "-d", "--name=reached", "--network=reach", "-p", &publish, APP]);
    let ask = |args: &[&str]| {
        let run = ["run", "--rm", "--network=reach", "--entrypoint=wget", APP, "-q", "-O", "-"];
        engine.docker(run.iter().chain(args))
    };
    let answer = poll::until("by name", || match ask(&["http://reached:8080/"]) {
        finished if finished.succeeded() => Ok(finished.stdout),
        finished => Err(finished.to_string()),
    });
    assert_eq!(answer, "/\n");
    assert_eq!(http::get(&format!("http://127.0.0.1:{port}/")), Ok("/\n".to_owned()));

    let receiver = Receiver::start(engine);
    let told = ask(&["--post-data={\"a\": 1}", receiver.url()]);
    assert!(told.succeeded(), "{told}");
    assert_eq!(receiver.heard(), [serde_json::json!({"a": 1})]);

    done(engine, &["rm", "-f", "reached"]);
    done(engine, &["network", "rm", "reach"]);
}

/// The names of the network interfaces that the calling thread sees.
fn interfaces() -> Vec<String> {
    let seen = fs::read_to_string("/proc/thread-self/net/dev").expect("Linux has it");
    let names = seen.lines().filter_map(|line| line.split_once(':'));
    names.map(|(name, _)| name.trim().to_owned()).collect()
}

#[test]
fn containers_reach_each_other_by_name_and_the_tests_reach_them_by_port() {
    let Some(engine) = engine::shared() else { return };
    traffic_gets_through(engine);
}

/// The catalogue grants the proxy a capability because upstream's program does not start without it.
#[test]
fn the_proxys_program_starts_only_with_its_capability() {
    let Some(engine) = engine::shared() else { return };
    let caddy = pinned("caddy").expect("the catalogue has it");
    let run = |capability: &[&str]| {
        let args = ["run", "--rm", "--user=65534:65534", "--cap-drop=ALL"].iter();
        engine.docker(args.chain(capability).chain(&[caddy.as_str(), "caddy", "version"]))
    };
    let with = run(&["--cap-add=NET_BIND_SERVICE"]);
    assert!(with.succeeded() && with.stdout.contains('.'), "{with}");
    let without = run(&[]);
    assert!(without.stderr.contains("operation not permitted"), "{without}");
}

#[test]
fn an_engine_may_run_beside_another_be_killed_and_started_again_and_leaves_nothing() {
    // From here on, this thread is on a machine where a Docker engine runs that has rules of its own.
    if engine::shared().is_none() {
        return;
    }
    let machine = interfaces();
    assert!(machine.iter().any(|name| name == "docker0"), "{machine:?}");
    let Some(engine) = engine::own() else { return };
    traffic_gets_through(&engine);

    let folder = engine.folder().to_owned();
    let port = ports::free(&engine);
    let publish = format!("127.0.0.1:{port}:8080");
    let app = done(&engine, &["run", "-d", "--restart=unless-stopped", "-p", &publish, APP]);
    let url = format!("http://127.0.0.1:{port}/");
    poll::until("the app answers", || http::get(&url));
    let there = thread::spawn(interfaces).join().expect("it does not panic");
    assert!(there.iter().any(|name| name.starts_with("veth")), "{there:?}");

    engine.kill();
    let refused = engine.docker(["ps"]);
    assert!(!refused.succeeded(), "{refused}");

    poll::until("the port is free", || http::get(&url).map_or(Ok(()), Err));

    engine.start_again();
    // It ends what ran when it was killed, and takes that for the user's wish: `unless-stopped` does not
    // bring it back.
    let state = done(&engine, &["inspect", "--format={{.State.Status}}", &app]);
    assert_eq!(state, "exited");
    done(&engine, &["start", &app]);
    poll::until("the app answers again", || http::get(&url));

    drop(engine);
    assert!(!folder.exists(), "{} is left", folder.display());
    assert!(http::get(&url).is_err(), "a container is left");
}

#[test]
fn what_a_killed_keeper_left_is_removed_by_the_next() {
    // Where tests share an engine, there can be another.
    if engine::shared().is_none() {
        return;
    }
    let killed = Keeper::start("").expect("there can be another");
    let mark = killed.folder().join("left");
    fs::write(&mark, "").expect("the engine's own folder");
    let kill = Command::new("kill").args(["-KILL", &killed.pid().to_string()]).status();
    assert!(kill.expect("there is a kill").success());
    drop(killed);
    // Its folder is free when the kernel has ended what ran in it.
    poll::until("it is removed", || {
        drop(Keeper::start("")?);
        if mark.exists() { Err(format!("{} is left", mark.display())) } else { Ok(()) }
    });
}
