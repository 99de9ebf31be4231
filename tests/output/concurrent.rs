//! Two renders at the same time.

use std::fs::File;
use std::thread;

use stackgen::output::Error;

use crate::harness::{Out, files};

#[test]
fn a_second_render_is_turned_away() {
    let out = Out::with(&files(&[("1", "old")]));
    let before = out.tree();
    let other = File::open(out.dir()).unwrap();
    other.lock().unwrap();
    assert_eq!(
        out.error(&files(&[("1", "new")])),
        "another stackgen is writing to OUT. Nothing was changed. Run the same command again when it has finished."
    );
    assert_eq!(out.tree(), before);
    // Nothing to write, nothing to wait for.
    out.render(&files(&[("1", "old")])).unwrap();

    other.unlock().unwrap();
    out.render(&files(&[("1", "new")])).unwrap();
    out.assert_holds(&files(&[("1", "new")]));
}

#[test]
fn renders_at_the_same_time_do_not_mix() {
    let versions = ["A", "B", "C", "D"].map(|it| {
        let own = format!("only/{it}");
        files(&[("both/1", it), ("both/2", it), ("both/3", it), (&own, it)])
    });
    for _ in 0..10 {
        let out = Out::new();
        thread::scope(|scope| {
            for version in &versions {
                let dir = out.dir();
                scope.spawn(move || {
                    for _ in 0..10 {
                        match Out::at(dir).render(version) {
                            Ok(_) | Err(Error::Busy { .. }) => {}
                            Err(error) => panic!("{error}"),
                        }
                    }
                });
            }
        });
        let letter = out.read("both/1");
        let last = versions.iter().find(|it| it.get("both/1") == Some(letter.as_bytes()));
        out.assert_holds(last.unwrap());
    }
}
