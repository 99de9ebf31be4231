//! A first launch that is killed, and launches at the same time.
//!
//! `STACKGEN_TEST_KILLS=100` kills a hundred instead of a dozen.

use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use super::interrupts::Chance;
use crate::engine;
use crate::light::{Light, SERVICES};

/// How long a first launch takes at most until all is made.
const LONGEST: f64 = 1.5;
/// Within this time, the engine is asked for the network.
const NETWORK: f64 = 0.2;

fn begin(light: &Light<'_>) -> Child {
    let mut up = light.stackgen_command();
    up.args(["up", "--timeout", "100s"]).stdout(Stdio::null()).stderr(Stdio::null());
    up.spawn().expect("stackgen can be run")
}

#[track_caller]
fn must_go(light: &Light<'_>) {
    let down = light.stackgen(["down"]);
    assert!(down.succeeded(), "{down}");
    light.must_not_be_there(&down);
}

#[test]
fn a_first_launch_may_be_killed_at_any_moment() {
    let Some(engine) = engine::shared() else { return };
    let kills = std::env::var("STACKGEN_TEST_KILLS").map_or(12, |kills| kills.parse().unwrap());
    let light = Light::new(engine);
    let mut chance = Chance(super::interrupts::SEED);
    for kill in 0..kills {
        let longest = if kill % 2 == 0 { NETWORK } else { LONGEST };
        let moment = chance.next() * longest;
        let mut killed = begin(&light);
        thread::sleep(Duration::from_secs_f64(moment));
        killed.kill().expect("it is ours");
        killed.wait().expect("it ends");
        // Whether the next is a launch or a removal, it must succeed.
        if kill % 3 != 2 {
            let up = light.up(["--timeout", "100s"]);
            assert!(up.succeeded(), "killed after {moment:.3} s: {up}");
            assert_eq!(light.runs().len(), SERVICES.len(), "killed after {moment:.3} s");
        }
        must_go(&light);
    }
}

#[test]
fn launches_at_the_same_time_take_turns() {
    let Some(engine) = engine::shared() else { return };
    let light = Light::new(engine);
    for _ in 0..3 {
        let launches = [begin(&light), begin(&light), begin(&light)];
        for mut launch in launches {
            assert_eq!(launch.wait().expect("it ends").code(), Some(0));
        }
        assert_eq!(light.runs().len(), SERVICES.len());
        must_go(&light);
    }
}

/// As older engines leave them, when they are asked twice at the same time.
#[test]
fn two_networks_of_one_name_are_mended() {
    let Some(engine) = engine::shared() else { return };
    let light = Light::new(engine);
    light.must_come_up();
    let before = light.runs();
    if !light.second_network() {
        // Newer engines refuse it: there is nothing to mend.
        return must_go(&light);
    }
    light.must_come_up();
    assert_eq!(light.runs(), before, "the network in use is kept");
    assert!(light.second_network());
    must_go(&light);
}
