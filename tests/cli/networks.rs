//! What containers can reach: the machine itself, and the application's own containers.

use crate::harness::Case;

const COMPOSE: &str = "monitoring/docker-compose.monitoring.yml";
const GATEWAY: &str = "extra_hosts: [\"host.docker.internal:host-gateway\"]";

/// The Compose file of a minimal stack with these tables.
#[track_caller]
fn compose(preset: &str, tables: &str) -> String {
    let spec = format!("version = 1\npreset = \"{preset}\"\n{tables}");
    let ran = Case::new().spec(&spec).args(["render"]).run().code(0);
    std::fs::read_to_string(ran.path().join(COMPOSE)).expect("it was rendered")
}

#[test]
fn a_target_on_the_machine_itself_can_be_reached() {
    let target = "[apps.a]\ntargets = [\"host.docker.internal:8080\"]\n";
    assert_eq!(compose("minimal", target).matches(GATEWAY).count(), 1, "Prometheus alone");
    let probe = "[probes.a]\nurls = [\"http://host.docker.internal:3000/health\"]\n";
    assert_eq!(compose("minimal", probe).matches(GATEWAY).count(), 2, "the prober as well");
    assert!(!compose("minimal", "").contains("extra_hosts"));
}

#[test]
fn an_exporter_for_something_on_the_machine_itself_reaches_it() {
    let redis = "[integrations.cache]\ntype = \"redis\"\naddress = \"host.docker.internal:6379\"\n";
    assert_eq!(compose("minimal", redis).matches(GATEWAY).count(), 1, "the exporter alone");
}

#[test]
fn alertmanager_reaches_a_mail_server_that_is_a_container() {
    let mail = |host: &str| {
        format!(
            "[networks]\njoin = [\"shop_default\"]\n\
             [alertmanager]\nsmtp_smarthost = \"{host}\"\nsmtp_from = \"a@shop.example\"\n\
             [receivers.mail]\nto = [\"b@shop.example\"]\n"
        )
    };
    let joined = |compose: &str| compose.matches("\"join-shop_default\"]").count();
    let with_container = compose("standard", &mail("mail:25"));
    let with_server = compose("standard", &mail("smtp.shop.example:587"));
    assert_eq!(joined(&with_container), joined(&with_server) + 1);
    assert_eq!(compose("standard", &mail("host.docker.internal:25")).matches(GATEWAY).count(), 1);
}
