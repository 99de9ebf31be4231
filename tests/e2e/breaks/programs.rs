//! Programs that end, may not use their volume, or never work.

use super::{Break, said};
use crate::engine;
use crate::light::{Light, SERVICES, image_that};

#[test]
fn a_volume_that_belongs_to_another_user() {
    let Some(engine) = engine::shared() else { return };
    let light = Light::new(engine);
    light.mark();
    light.in_volume("0", "chown -R 0:0 /prometheus && chmod 0700 /prometheus");
    let volume = light.volume();
    let up = light.up(["--timeout", "60s"]);
    said(
        &up,
        3,
        &[
            "error: prometheus keeps exiting with code 2",
            "permission denied",
            &format!(
                "likely cause: permission: it runs as user 65534:65534, who may not use its volume {volume} (/prometheus)"
            ),
            "removed what was started; volumes stay",
        ],
    );
    light.must_not_be_there(&up);
    assert_eq!(light.in_volume("0", "cat /prometheus/mark"), "kept\n");

    // What the help says helps.
    let help =
        up.stderr.lines().find_map(|line| line.strip_prefix("help: give it to that user: docker "));
    let words = help.unwrap_or_default().split(' ');
    let given = engine.docker(words);
    assert!(given.succeeded(), "{given}");
    light.must_come_up();
    light.mark_must_be_there();
}

#[test]
fn a_program_that_never_works() {
    let Some(engine) = engine::shared() else { return };
    let light = Light::new(engine);
    let image = "stackgen-test/sleeps:1";
    image_that(engine, image, "echo I only sleep; trap exit TERM; while true; do sleep 1; done");
    let broken = Break {
        part: "[prometheus]",
        by: &format!("[prometheus]\nimage = \"{image}\""),
        args: &["--timeout", "5s"],
        sentences: &[
            "error: prometheus runs, but its health check did not pass in time",
            "  | I only sleep",
            "help: keep it to inspect it: `stackgen up --no-rollback`, then `stackgen logs prometheus`",
            "(--no-rollback leaves everything as it is, to inspect it)",
        ],
    };
    broken.leaves_all_as_it_was(&light);
    let before = light.runs();

    // Left as it is: the old container is there, but does not run.
    broken.happens(&light);
    let up = light.up(["--timeout", "5s", "--no-rollback"]);
    said(
        &up,
        3,
        &["left as it is; the next `stackgen up` goes on from here, `stackgen down` removes it"],
    );
    let mut containers = light.containers();
    containers.retain(|(service, _)| service == "prometheus");
    let images: Vec<&str> = containers
        .iter()
        .filter(|(_, container)| container["State"]["Running"] == true)
        .filter_map(|(_, container)| container["Config"]["Image"].as_str())
        .collect();
    assert_eq!(images, [image], "{up}");
    assert_eq!(containers.len(), 2, "{up}");

    // Mended, the old one is good again, and comes back from under the other one.
    broken.is_mended(&light);
    light.must_come_up();
    assert_eq!(light.runs(), before);
    light.mark_must_be_there();
}

#[test]
fn a_program_that_needs_more_memory_than_it_may_have() {
    let Some(engine) = engine::shared() else { return };
    let light = Light::new(engine);
    Break {
        part: "[prometheus]",
        by: "[prometheus]\nresources = { memory = \"8MB\" }",
        args: &[],
        sentences: &[
            "error: prometheus ",
            "it exceeded its memory limit",
            "help: raise its limit: `resources.memory` in the spec",
        ],
    }
    .leaves_all_as_it_was(&light);
    assert_eq!(light.runs().len(), SERVICES.len());
}
