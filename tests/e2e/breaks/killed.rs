//! The engine is killed while `stackgen up` is at work.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;

use crate::engine;
use crate::light::Light;

#[test]
fn an_engine_that_is_killed_halfway() {
    let Some(engine) = engine::own() else { return };
    let light = Light::new(&engine);
    light.mark();
    // Nothing is there; then all is there, and is made anew.
    for (part, by) in [("", ""), ("[prometheus]", "[prometheus]\nresources = { cpus = 0.5 }")] {
        light.change_spec(part, by);
        let mut command = light.stackgen_command();
        command.args(["up", "-v"]).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut up = command.spawn().expect("stackgen can be run");
        let mut lines = BufReader::new(up.stderr.take().expect("it was piped"));
        let mut said = String::new();
        while !said.contains("create prometheus ") {
            let read = lines.read_line(&mut said).expect("it can be read");
            assert_ne!(read, 0, "it ended too soon: {said}");
        }
        engine.kill();
        lines.read_to_string(&mut said).expect("it can be read");
        let ended = up.wait().expect("it ends");
        assert_eq!(ended.code(), Some(3), "{said}");
        for sentence in [
            "the connection to the Docker engine failed: ",
            "help: check that Docker runs (`docker info`)",
            "stackgen could not restore everything; the next `stackgen up` or `stackgen down` cleans up",
        ] {
            assert!(said.contains(sentence), "it does not say {sentence:?}: {said}");
        }
        let refused = light.up([]);
        super::said(&refused, 3, &["error: no Docker engine answers at ", "help: start it: "]);

        engine.start_again();
        light.must_come_up();
        light.mark_must_be_there();
    }
}
