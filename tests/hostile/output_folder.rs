//! What a pull request may have put where files are written.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::harness::Case;
use crate::stranger::WRITABLE;
use crate::support::tree;

const SPEC: &str = "version = 1\nname = \"shop\"\npreset = \"minimal\"\n";

/// Where the files of the spec are rendered, and a folder of somebody else's.
fn place() -> Case {
    let case = Case::new().inside("shop").file("shop/stack.toml", SPEC);
    fs::create_dir(case.path().join("deployed")).expect(WRITABLE);
    fs::write(case.path().join("deployed/prometheus.yml"), "theirs\n").expect(WRITABLE);
    case
}

fn quickly<T>(run: impl FnOnce() -> T) -> T {
    let began = Instant::now();
    let result = run();
    assert!(began.elapsed() < Duration::from_secs(10), "it waits");
    result
}

#[test]
fn a_link_to_another_output_folder_is_followed_only_by_name() {
    let case = place();
    symlink("../deployed", case.path().join("shop/monitoring")).expect(WRITABLE);
    let deployed = case.path().join("deployed");
    let before = tree::read(&deployed).expect(WRITABLE);
    let mut ran = case.args(["--version"]).run();
    for verb in ["render", "up", "reload", "down", "status", "logs", "verify", "doctor"] {
        ran = ran.then().inside("shop").args([verb]).run().code(2).stderr_has(
            "error: the output folder monitoring is a symbolic link\n\
             help: if you mean the folder that it leads to, name it: -o monitoring\n",
        );
        assert_eq!(tree::read(&deployed).expect(WRITABLE), before, "{verb}");
    }
    let _ran = ran.then().inside("shop").args(["render", "-o", "monitoring"]).run().code(0);
    assert!(deployed.join("docker-compose.monitoring.yml").is_file());
}

/// Puts something at each of these paths of a rendered folder, and renders again.
fn in_the_way(put: impl Fn(&Path)) {
    for path in [
        "prometheus",
        "prometheus/prometheus.yml",
        "grafana/dashboards",
        ".stackgen",
        ".stackgen/manifest.json",
        ".stackgen/pending.json",
    ] {
        let ran = place().args(["render"]).run().code(0);
        let at = ran.path().join("shop/monitoring").join(path);
        let _ = fs::remove_dir_all(&at).or_else(|_| fs::remove_file(&at));
        put(&at);
        let mut ran = ran;
        for verb in [&["render"][..], &["render", "--check"], &["render", "--force"]] {
            ran = quickly(|| ran.then().inside("shop").args(verb).run());
            ran = ran.code(3).stderr_has(&format!("  {path} is "));
        }
        let theirs = tree::read(&ran.path().join("deployed")).expect(WRITABLE);
        assert_eq!(theirs.len(), 1, "{path}");
        assert_eq!(theirs["prometheus.yml"], b"theirs\n", "{path}");
    }
}

#[test]
fn links_in_the_folder_are_refused() {
    in_the_way(|at| symlink("/deployed", at).expect(WRITABLE));
    in_the_way(|at| {
        symlink(at.ancestors().nth(3).expect(WRITABLE).join("deployed"), at).expect(WRITABLE);
    });
}

#[test]
fn pipes_in_the_folder_are_not_opened() {
    in_the_way(|at| rustix::fs::mkfifoat(rustix::fs::CWD, at, 0o644.into()).expect(WRITABLE));
}

/// A manifest that was made to fit: it names the spec as it is, and the digest of the forged file.
#[test]
fn a_forged_file_is_not_up_to_date_because_its_manifest_says_so() {
    let ran = place().args(["render"]).run().code(0);
    let folder = ran.path().join("shop/monitoring");
    let (file, manifest) =
        (folder.join("alertmanager/alertmanager.yml"), folder.join(".stackgen/manifest.json"));
    let file = if file.is_file() { file } else { folder.join("prometheus/prometheus.yml") };
    let name = file.strip_prefix(&folder).expect(WRITABLE).to_str().expect(WRITABLE).to_owned();
    let honest = fs::read_to_string(&file).expect(WRITABLE);
    let forged = format!("{honest}# forged\n");
    fs::write(&file, &forged).expect(WRITABLE);
    let text = fs::read_to_string(&manifest).expect(WRITABLE);
    let known: serde_json::Value = serde_json::from_str(&text).expect(WRITABLE);
    let digest = known["files"][&name].as_str().expect(WRITABLE);
    let text = text.replace(digest, &sha256(forged.as_bytes()));
    fs::write(&manifest, text).expect(WRITABLE);
    let ran = ran.then().inside("shop").args(["render", "--check"]).run().code(1);
    let ran = ran.then().inside("shop").args(["render"]).run().code(0);
    assert_eq!(fs::read_to_string(&file).expect(WRITABLE), honest);
    drop(ran);
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::{Digest as _, Sha256};
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
