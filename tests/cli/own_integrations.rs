//! Integrations of the user's own: TOML files in `integrations/` beside the spec.

use crate::harness::Case;
use crate::support::cases;

const SHOP: &str = "
    version = 1
    name = \"shop\"
    preset = \"minimal\"
    [integrations.queue]
    ";

/// Something that exposes metrics itself.
const QUEUE: &str = "
    title = \"Queue\"
    summary = \"The shop's queue of orders.\"
    [settings.address]
    kind = \"address\"
    description = \"Where it listens.\"
    [scrape]
    job = \"queue\"
    [metrics]
    queue_length = { type = \"gauge\" }
    ";

#[test]
fn an_own_integration_is_used_like_a_built_in_one() {
    Case::new()
        .spec(&format!("{SHOP}    targets = [\"queue:9000\"]\n"))
        .file("integrations/queue.toml", QUEUE)
        .args(["render"])
        .run()
        .code(0)
        .file_has("monitoring/prometheus/prometheus.yml", "queue:9000");
}

#[test]
fn an_own_integration_is_found_beside_the_spec_and_not_beside_the_user() {
    Case::new()
        .file("deploy/stack.toml", &format!("{SHOP}    targets = [\"queue:9000\"]\n"))
        .file("deploy/integrations/queue.toml", QUEUE)
        .file("integrations/queue.toml", "broken")
        .args(["check", "deploy/stack.toml"])
        .run()
        .code(0);
}

#[test]
fn without_its_file_the_spec_is_told_what_is_missing() {
    Case::new()
        .spec(SHOP)
        .args(["check"])
        .run()
        .code(2)
        .stderr_has("[integrations.queue] needs `type`");
}

#[test]
fn a_broken_own_integration_is_reported_as_precisely_as_a_spec() {
    Case::new()
        .spec("version = 1\nname = \"shop\"\npreset = \"minimal\"\n")
        .file(
            "integrations/queue.toml",
            "title = \"Queue\"\nsumary = \"x\"\n[metrics]\nqueue_length = { type = \"guage\" }\n",
        )
        .args(["render"])
        .run()
        .code(2)
        .stderr(
            "
            error[unknown-key]: unknown key `sumary` in an integration
             --> integrations/queue.toml:2:1
              |
            2 | sumary = \"x\"
              | ^^^^^^
              |
              = help: did you mean `summary`?

            error[bad-value]: a metric type is one of \"counter\", \"gauge\", \"histogram\", \"summary\"
             --> integrations/queue.toml:4:25
              |
            4 | queue_length = { type = \"guage\" }
              |                         ^^^^^^^
              |
              = help: did you mean \"gauge\"?

            2 errors
            nothing was written
            ",
        )
        .tree(["integrations/queue.toml", "stack.toml"]);
}

#[test]
fn mistakes_of_the_spec_and_of_an_own_integration_are_shown_together() {
    Case::new()
        .spec("version = 1\nname = \"Shop\"\npreset = \"minimal\"\n[receivers.chat]\ntype = \"slack\"\n")
        .file("integrations/queue.toml", "title = 1\nsummary = \"x\"\n")
        .args(["check"])
        .run()
        .code(2)
        .stderr_has(" --> integrations/queue.toml:1:9")
        .stderr_has(" --> stack.toml:2:8")
        .stderr_has("a slack receiver needs `channel`")
        .stderr_has("4 errors");
}

#[test]
fn the_files_name_becomes_a_type_and_must_be_a_name() {
    Case::new()
        .spec("version = 1\nname = \"shop\"\n")
        .file("integrations/My Queue.toml", QUEUE)
        .args(["check"])
        .run()
        .code(2)
        .stderr_has(
            "error: integrations/My Queue.toml: the file's name becomes a type, which has 1 to 63",
        );
}

#[test]
fn other_files_beside_it_do_no_harm() {
    Case::new()
        .spec("version = 1\nname = \"shop\"\npreset = \"minimal\"\n")
        .file("integrations/README.md", "notes")
        .file("integrations/queue.toml~", "broken")
        .args(["check"])
        .run()
        .code(0);
}

#[test]
fn a_file_in_the_place_of_the_folder_is_told() {
    Case::new()
        .spec("version = 1\nname = \"shop\"\npreset = \"minimal\"\n")
        .file("integrations", "")
        .args(["check"])
        .run()
        .code(3)
        .stderr_has("error: cannot read integrations: Not a directory");
}

#[test]
fn the_example_has_one_of_its_own() {
    Case::new()
        .copy_of(&cases::repository("examples/03-own-integration"))
        .args(["check", "--deny-warnings"])
        .run()
        .code(0);
}
