//! Whose secret files `foreign-secret` warns of.

use super::harness::{self, says, silent};

fn app(path: &str) -> String {
    format!(
        "[networks]\njoin = [\"shop_default\"]\n[apps.shop]\ntargets = [\"shop:80\"]\nbearer_token_file = \"{path}\"\n"
    )
}

#[test]
fn files_of_the_host_are_not_secrets_of_the_stack() {
    for path in [
        "/etc/shadow",
        "/etc/shadow-",
        "/root/.ssh/id_ed25519",
        "/home/me/.aws/credentials",
        "/proc/1/environ",
        "/var/lib/docker/x",
    ] {
        says(&harness::spec(&app(path)), "foreign-secret", &["warning", "prometheus", path]);
    }
    for path in [
        "secrets/token",
        "/etc/shop/secrets/token",
        "/srv/root/token",
        "/etc/shadows/token",
        "/home/anna/shop/secrets/token",
        "/run/secrets/token",
    ] {
        silent(&harness::spec(&app(path)), "foreign-secret");
    }
}
