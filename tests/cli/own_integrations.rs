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
    [[scrapes]]
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
            for more about these: stackgen explain unknown-key bad-value
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
        .stderr_has("a receiver of type slack needs `channel`")
        .stderr_has("4 errors");
}

/// A spec that uses no integration of one's own.
const PLAIN: &str = "version = 1\nname = \"shop\"\npreset = \"minimal\"\n";

#[test]
fn a_file_that_was_likely_meant_as_an_integration_is_told() {
    Case::new()
        .spec(PLAIN)
        .file("integrations/My Queue.toml", QUEUE)
        .file("integrations/rabbitmq.tml", QUEUE)
        .file("integrations/team/queue.toml", QUEUE)
        .args(["check"])
        .run()
        .code(0)
        .stderr(
            "
            warning[ignored-file]: integrations/My Queue.toml is not read
             |
             = note: the name of the file becomes a type, which has 1 to 63 lower-case letters, digits, `-` and `_`, and starts with a letter or digit
             = help: rename it, or give a copy another ending

            warning[ignored-file]: integrations/rabbitmq.tml is not read
             |
             = note: an integration is a file whose name ends in .toml
             = help: rename it to rabbitmq.toml

            warning[ignored-file]: integrations/team is not read
             |
             = note: only files directly in integrations/ are integrations
             = help: move its files up into integrations/

            3 warnings
            for more about this: stackgen explain ignored-file
            ",
        )
        .then()
        .args(["check", "--deny-warnings"])
        .run()
        .code(1);
}

#[test]
fn a_file_that_is_not_read_is_told_by_a_render_that_has_nothing_to_do() {
    let ran = Case::new().spec(PLAIN).args(["render"]).run().code(0);
    ran.then()
        .file("integrations/rabbitmq.yaml", QUEUE)
        .args(["render"])
        .run()
        .code(0)
        .stderr_has("warning[ignored-file]: integrations/rabbitmq.yaml is not read");
}

#[test]
fn other_files_beside_it_do_no_harm() {
    let mut case = Case::new().spec(PLAIN);
    for name in [
        "README.md",
        "queue.toml~",
        "#queue.toml#",
        ".queue.toml",
        ".queue.toml.swp",
        "._queue.toml",
        ".DS_Store",
        "4913",
        "queue.toml.bak",
        "queue.toml.orig",
        "dashboards/queue.json",
    ] {
        case = case.bytes(&format!("integrations/{name}"), b"broken \xff");
    }
    #[cfg(unix)]
    for (name, to) in [(".#queue.toml", "me@host.1234:5678"), ("notes", "/nowhere")] {
        let link = case.path().join("integrations").join(name);
        std::os::unix::fs::symlink(to, link).expect("the case's folder can be written");
    }
    let ran = case.args(["check"]).run().code(0).stderr("no problems found\n");
    ran.then().args(["schema"]).run().code(0).no_stderr();
}

#[cfg(unix)]
#[test]
fn an_integration_that_leads_nowhere_is_refused() {
    let case = Case::new().spec(PLAIN).file("integrations/README.md", "notes");
    let link = case.path().join("integrations/queue.toml");
    std::os::unix::fs::symlink("nowhere.toml", link).expect("the case's folder can be written");
    case.args(["check"])
        .run()
        .code(2)
        .stderr_has("error: cannot read integrations/queue.toml: No such");
}

#[test]
fn an_integration_may_have_other_line_endings_and_a_byte_order_mark() {
    let spec = format!("{SHOP}    targets = [\"queue:9000\"]\n");
    let queue = crate::support::unindent::unindent(QUEUE);
    let queue = format!(
        "{queue}[[recordings]]\nrecord = \"queue:length:max\"\ncomment = \"Longest.\"\nexpr = \"\"\"\nmax(\n  queue_length\n)\n\"\"\"\n"
    );
    let usual = Case::new().spec(&spec).bytes("integrations/queue.toml", queue.as_bytes());
    let usual = usual.args(["render"]).run().code(0);
    let rules = "monitoring/prometheus/rules/queue.yml";
    let usual = usual.file_has(rules, "queue_length");
    for other in [queue.replace('\n', "\r\n"), format!("\u{feff}{}", queue.replace('\n', "\r\n"))] {
        let case = Case::new().copy_of(usual.path());
        let case = case.bytes("integrations/queue.toml", other.as_bytes());
        case.args(["render"]).run().code(0).stderr_has("is up to date").wrote_nothing();
    }
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
