//! `stackgen add`: entries of all kinds, with options that come from the definitions of the spec.

use crate::harness::Case;

const SHOP: &str = "version = 1\nname = \"shop-monitoring\"\n\n[networks]\njoin = [\"shop_default\"]\n\n\
    # The backend.\n[apps.backend]\ntargets = [\"backend:8080\"]\n\n# Pages.\n[routing]\nP0 = [\n  \"oncall\", # me\n]\n";

fn add(args: &[&str]) -> Case {
    Case::new().spec(SHOP).args(["add"]).args(args)
}

#[test]
fn an_app_follows_the_others() {
    let added = "\n[apps.web]\ntargets = [\"web:80\", \"web:81\"]\nparams = { format = [\"a\", \"b\"] }\n\
        convention = \"express\"\nlabels = { team = \"shop\" }\n\n[apps.web.basic_auth]\nusername = \
        \"prometheus\"\npassword_file = \"secrets/web-password\"\n";
    add(&["app", "web", "--targets", "web:80,web:81", "--convention", "express"])
        .args(["--labels", "team=shop", "--basic-auth-username", "prometheus"])
        .args(["--params", "format=a", "--params", "format=b"])
        .run()
        .code(0)
        .stdout_has("+[apps.web]")
        .stderr_has("wrote stack.toml\nbefore the stack can start, create secrets/web-password\n")
        .stderr_has("install -m 444 /dev/stdin secrets/web-password")
        .file("stack.toml", &SHOP.replace("8080\"]\n", &format!("8080\"]\n{added}")))
        .wrote_only(["stack.toml"])
        .then()
        .args(["remove", "app", "web"])
        .run()
        .code(0)
        .file("stack.toml", SHOP);
}

#[test]
fn every_type_of_the_catalogue_is_a_kind() {
    let help = add(&["--help"]).run().code(0);
    let listed = Case::new().args(["catalog", "list", "--format", "json"]).run().code(0).result();
    for entry in listed.as_array().expect("a list") {
        let (name, section) = (entry["name"].as_str().expect("a name"), &entry["section"]);
        let shown = help.stdout_text().contains(&format!("\n  {name} "));
        assert_eq!(shown, section == "integrations" || name == "app" || name == "probe", "{name}");
        if section != "integrations" {
            continue;
        }
        let of_type = add(&[name, "--help"]).run().code(0);
        let known = Case::new().args(["catalog", "show", name, "--format", "json"]).run().result();
        for setting in known["settings"].as_array().expect("settings") {
            let flag = format!("--{}", setting["key"].as_str().expect("a key").replace('_', "-"));
            assert!(of_type.stdout_text().contains(&flag), "{name}: {flag}");
        }
    }
}

#[test]
fn an_integration_says_its_type_where_its_name_does_not() {
    add(&["postgres", "orders-db", "--address", "orders-db:5432"])
        .run()
        .code(0)
        .file_has(
            "stack.toml",
            "\n[integrations.orders-db]\ntype = \"postgres\"\naddress = \"orders-db:5432\"\npassword_file = \"secrets/orders-db-password\"\n",
        )
        .stderr_has("create secrets/orders-db-password");
    add(&["redis", "redis", "--address", "redis:6379"])
        .run()
        .code(0)
        .file_has("stack.toml", "\n[integrations.redis]\naddress = \"redis:6379\"\n\n");
    add(&["postgres", "db", "--targets", "exporter:9187"]).run().code(0).file_has(
        "stack.toml",
        "[integrations.db]\ntype = \"postgres\"\ntargets = [\"exporter:9187\"]\n\n",
    );
    add(&["postgres", "db"]).run().code(2).stderr_has("--address").wrote_nothing();
}

#[test]
fn a_receiver_is_routed() {
    add(&["receiver", "team", "--type", "slack", "--channel", "#alerts", "--tier", "P0,P1"])
        .run()
        .code(0)
        .stderr_has("P1 goes to team instead of the preset's slack")
        .file_has("stack.toml", "P0 = [\n  \"oncall\", # me\n  \"team\",\n]\nP1 = [\"team\"]\n")
        .file_has(
            "stack.toml",
            "[receivers.team]\ntype = \"slack\"\nwebhook_url_file = \"secrets/team-webhook-url\"\nchannel = \"#alerts\"\n\n# Pages.\n",
        );
    add(&[
        "receiver",
        "chat",
        "--type",
        "telegram",
        "--chat-id",
        "-100",
        "--send-resolved=false",
        "--tier",
        "P2",
    ])
    .run()
    .code(0)
    .file_has("stack.toml", "chat_id = -100\nsend_resolved = false\n");
    add(&["receiver", "x"]).run().code(2).stderr_has("--type <TYPE>").wrote_nothing();
    add(&["receiver", "x", "--type", "pager"])
        .run()
        .code(2)
        .stderr_has("pagerduty")
        .wrote_nothing();
    add(&["receiver", "x", "--type", "slack", "--tier", "P7"]).run().code(2).stderr_has("P0");
}

#[test]
fn probes_and_alerts_have_their_options() {
    add(&["probe", "shop", "--urls", "https://shop.example/", "--expect-status", "200,401"])
        .run()
        .code(0)
        .file_has(
            "stack.toml",
            "[probes.shop]\nurls = [\"https://shop.example/\"]\nexpect_status = [200, 401]\n",
        );
    add(&["probe", "mail", "--type", "tcp", "--targets", "mail.example:993", "--tls"])
        .run()
        .code(0)
        .file_has("stack.toml", "type = \"tcp\"\ntargets = [\"mail.example:993\"]\ntls = true\n");
    add(&["alert", "HighCPUUsage", "--threshold", "95.5", "--for", "20m"])
        .run()
        .code(0)
        .file_has("stack.toml", "[alerts.HighCPUUsage]\nthreshold = 95.5\nfor = \"20m\"\n");
    add(&["alert", "HighCPUUsgae", "--threshold", "95"])
        .run()
        .code(2)
        .stderr_has("did you mean `HighCPUUsage`?")
        .wrote_nothing();
}

#[test]
fn integrations_of_the_users_own_are_kinds_too() {
    let own = "title = \"Queue\"\nsummary = \"A queue.\"\n[settings.format]\nkind = \"line\"\ndescription = \
        \"The format.\"\nrequired = true\n[settings.depth]\nkind = \"number\"\ndescription = \"How deep.\"\n[[scrapes]]\njob = \"queue\"\n";
    let case = |args: &[&str]| {
        let case =
            Case::new().file("shop/stack.toml", SHOP).file("shop/integrations/queue.toml", own);
        case.args(["add", "queue"]).args(args).args(["--spec", "shop/stack.toml"])
    };
    case(&["--help"]).run().code(0).stdout_has("--setting-format <FORMAT>").stdout_has("How deep");
    case(&["jobs", "--setting-format", "x", "--depth", "3", "--targets", "jobs:80"])
        .run()
        .code(0)
        .file_has(
            "shop/stack.toml",
            "[integrations.jobs]\ntype = \"queue\"\nformat = \"x\"\ndepth = 3\ntargets = [\"jobs:80\"]\n",
        );
}

#[test]
fn what_check_would_refuse_is_not_written() {
    for (args, said) in [
        (
            &["app", "backend", "--targets", "x:1"][..],
            "error: stack.toml: `apps.backend` is there already",
        ),
        (
            &["app", "backend", "--targets", "x:1"],
            "help: to change a key of it: stackgen set apps.backend.KEY VALUE",
        ),
        (&["app", "x"], "needs `targets`"),
        (&["app", "Bad Name", "--targets", "x:1"], "help: for example, \"bad-name\""),
        (&["app", "a\"b\nc", "--targets", "x:1"], "error[bad-value]"),
        (&["app", "x", "--targets", "nonsense"], "a target needs a host and a port"),
        (&["app", "x", "--targets", "x:1", "--labels", "nonsense"], "error[bad-value]"),
        (&["app", "x", "--targets", "x:1", "--labels", "password=hunter2-is-long"], "error["),
        (&["mongodb", "x", "--address", "x:1"], "stackgen does not know MongoDB yet"),
        (&["mongodb"], "help: there are app, probe, alert, receiver, "),
        (&["postgrse", "x"], "help: did you mean `postgres`?"),
    ] {
        add(args).run().code(2).no_stdout().stderr_has(said).never_says("hunter2").wrote_nothing();
    }
}

#[test]
fn a_dry_run_and_a_report_for_machines() {
    let args = ["app", "web", "--targets", "web:80", "--bearer-token-file", "secrets/web"];
    add(&args).args(["--dry-run"]).run().code(0).stdout_has("+[apps.web]").wrote_nothing();
    let result = add(&args).args(["--format", "json"]).run().code(0).result();
    assert_eq!(result["written"], true);
    assert_eq!(result["missing_secrets"], serde_json::json!(["secrets/web"]));
}
