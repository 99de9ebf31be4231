//! `stackgen remove`: an entry goes with what belongs to it, unless something refers to it.

use crate::harness::Case;

const SHOP: &str = "version = 1\nname = \"shop\"\n\n# The backend.\n[apps.backend]\ntargets = \
    [\"backend.example:80\"]\n\n[apps.backend.tls]\ninsecure_skip_verify = true\n\n\
    [integrations.orders-db]\ntype = \"postgres\"\naddress = \"db.example:5432\"\npassword_file = \
    \"secrets/orders-db\"\n\n# Less noise.\n[alerts.PostgresDown]\nfor = \"10m\"\n\n\
    [receivers.chat]\ntype = \"discord\"\nwebhook_url_file = \"secrets/chat\"\n\n\
    [routing]\nP0 = [\"oncall\", \"chat\"] # first\nP1 = [\n  \"chat\", # second\n  \"slack\",\n]\n";

fn remove(args: &[&str]) -> Case {
    Case::new().spec(SHOP).args(["remove"]).args(args)
}

#[test]
fn an_entry_goes_with_its_tables_and_its_comment() {
    let (start, rest) = SHOP.split_once("# The backend.").expect("it is there");
    let (_, end) = rest.split_once("[integrations").expect("it is there");
    for kind in ["app", "apps"] {
        remove(&[kind, "backend"])
            .run()
            .code(0)
            .stdout_has("-[apps.backend.tls]")
            .stderr("wrote stack.toml\n")
            .file("stack.toml", &format!("{start}[integrations{end}"))
            .wrote_only(["stack.toml"]);
    }
}

#[test]
fn a_type_stands_for_its_kind() {
    for kind in ["integration", "postgres"] {
        let ran = remove(&[kind, "orders-db", "--everywhere"]).run().code(0);
        ran.never_says("warning").stdout_has("-[alerts.PostgresDown]").stdout_has("-# Less noise.");
    }
    remove(&["redis", "orders-db"])
        .run()
        .code(2)
        .stderr_has("error: `orders-db` is of type `postgres`, not `redis`")
        .stderr_has("help: to remove it: stackgen remove postgres orders-db")
        .wrote_nothing();
}

#[test]
fn what_is_referred_to_stays() {
    remove(&["receiver", "chat"])
        .run()
        .code(2)
        .no_stdout()
        .stderr_has("error[unknown-reference]: there is no receiver `chat`")
        .stderr_has("P0 = [\"oncall\", \"chat\"] # first")
        .stderr_has("2 errors")
        .stderr_has("stack.toml was not changed: stackgen would refuse it after this edit")
        .stderr_has("help: `--everywhere` also removes what refers to it")
        .wrote_nothing();
    for end in ["\n", "\r\n"] {
        let routed = "P0 = [\"oncall\"] # first\nP1 = [\n  \"slack\",\n]\n";
        let (before, _) = SHOP.split_once("\n[receivers.chat]").expect("it is there");
        let expected = format!("{before}\n[routing]\n{routed}").replace('\n', end);
        Case::new()
            .bytes("stack.toml", SHOP.replace('\n', end).as_bytes())
            .args(["remove", "receiver", "chat", "--everywhere"])
            .run()
            .code(0)
            .file("stack.toml", &expected);
    }
}

#[test]
fn what_is_not_there_is_told_with_what_is() {
    for (args, said) in [
        (["app", "backnd"], "help: did you mean `backend`?"),
        (["app", "x"], "error: stack.toml has no `apps.x`\nhelp: there are backend"),
        (["probe", "x"], "error: stack.toml has no `probes.x`"),
        (["integration", "node"], "stackgen set integrations.node.enabled false"),
        (["receiver", "slack"], "it is from the preset"),
        (["aps", "x"], "help: did you mean `app`?"),
        (["postgrse", "x"], "help: did you mean `postgres`?"),
        (["zzzzzz", "x"], "help: there are app, integration, probe, alert, receiver, "),
    ] {
        remove(&args).run().code(2).no_stdout().stderr_has(said).wrote_nothing();
    }
}

#[test]
fn names_that_need_quotes_are_found() {
    Case::new()
        .spec("version = 1\nname = \"shop\"\npreset = \"minimal\"\n[apps.\"b c\"]\n[apps.'d\"e']\n")
        .args(["remove", "app", "b c"])
        .run()
        .code(0)
        .stderr_has("had errors before")
        .then()
        .args(["remove", "app", "d\"e"])
        .run()
        .code(0)
        .file("stack.toml", "version = 1\nname = \"shop\"\npreset = \"minimal\"\n");
}
