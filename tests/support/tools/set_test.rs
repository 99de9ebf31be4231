//! Tests of `set.rs`.

use crate::support::tools::set::{CLIENT, POSTGRES, RUNTIME};

#[test]
fn libraries_are_wanted_and_what_sets_a_system_up_is_not() {
    for wanted in ["libc6", "libicu78", "postgresql-18", "zlib1g"] {
        assert!(POSTGRES.wants(wanted), "{wanted}");
    }
    for unwanted in ["libperl5.42", "libpam-modules-bin", "libsystemd-shared", "adduser", "perl"] {
        assert!(!POSTGRES.wants(unwanted), "{unwanted}");
    }
    assert!(!CLIENT.wants("libc6"), "this machine has one");
}

#[test]
fn a_set_that_changes_is_another_set() {
    assert_eq!(CLIENT.to_string(), "docker-cli of unstable");
    let runtime = "runc iptables of bookworm, with libip libxtables libmnl libnetfilter libnfnetlink libnftnl";
    assert_eq!(RUNTIME.to_string(), runtime);
}
