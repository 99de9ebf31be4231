//! Tests of `apt.rs`.

use crate::support::tools::apt::configuration;
use std::path::Path;

#[test]
fn the_way_to_the_network_is_kept_and_hooks_are_not() {
    let machine = "APT::Update::Post-Invoke:: \"rm -f /var/cache/apt/archives/*.deb\";\n\
                   DPkg::Post-Invoke:: \"true\";\n\
                   Acquire \"\";\n\
                   Acquire::http \"\";\n\
                   Acquire::http::Proxy \"http://proxy:3128\";\n\
                   Acquire::Languages:: \"de\";\n\
                   Acquire::IndexTargets::deb::DEP-11::MetaKey \"icons\";\n";
    let text = configuration(Path::new("/t"), machine);
    assert!(text.starts_with(
        "Acquire::http::Proxy \"http://proxy:3128\";\nAcquire::Languages \"none\";\n"
    ));
    for gone in ["Invoke", "\"de\"", "DEP-11", "Acquire \"\""] {
        assert!(!text.contains(gone), "{gone}: {text}");
    }
}
