//! A second run, with a spec that is there.

use super::scenes::{app, shop};
use super::{Script, given};
use crate::init::{Known, Scene, Unattended, ask};
use std::collections::BTreeMap;

#[test]
fn a_second_run_asks_about_what_is_new_only() {
    let known = Known {
        hosts: ["db".to_owned()].into(),
        names: ["cache".to_owned()].into(),
        ..Known::default()
    };
    let scene = Scene { has_spec: true, known, ..shop([]) };
    let mut script = Script::default();
    let asked = ask(&scene, &BTreeMap::new(), &mut script).expect("all has defaults");
    assert_eq!(script.put, ["monitor", "metrics"]);
    let spec = crate::init::Spec::new(&scene, &asked.answers);
    let names: Vec<&str> = spec.entries.iter().map(|entry| entry.name.as_str()).collect();
    // Somebody has called something else by the cache's name.
    assert_eq!(names, ["api", "cache-2"]);
}

#[test]
fn the_same_flags_do_for_a_second_run() {
    let known = Known { hosts: ["api".to_owned()].into(), ..Known::default() };
    let scene = Scene { has_spec: true, known, ..shop([app("web", Some(80))]) };
    let flags = given(&[
        ("monitor", "api,db"),
        ("metrics", "api"),
        ("convention", "api=express"),
        ("name", "ops"),
        ("receiver", "slack"),
    ]);
    let asked = ask(&scene, &flags, &mut Unattended::default()).expect("all is answered");
    assert_eq!(asked.answers.monitored, ["db"]);
    assert_eq!(asked.settled, ["convention", "name", "receiver"]);
}
