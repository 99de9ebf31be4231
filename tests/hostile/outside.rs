//! A pull request whose links and names lead out of the spec's folder.

use std::fs;
use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

use crate::harness::{Case, Ran};
use crate::stranger::WRITABLE;

/// What nobody may see. As TOML it is wrong, so that its line would be quoted.
const CANARY: &str = "canary-0x5eed";

const SPEC: &str = "version = 1\nname = \"shop\"\npreset = \"minimal\"\n";

/// The verbs that CI runs on anybody's pull request.
const VERBS: [&[&str]; 4] = [&["check"], &["render"], &["render", "--check"], &["test"]];

/// All that a run says.
fn said(ran: &Ran) -> String {
    format!("{}{}", ran.stdout_text(), ran.stderr_text())
}

/// A folder with a spec in `shop`, and a secret beside that.
fn place() -> Case {
    let case = Case::new().inside("shop");
    fs::write(case.path().join("outside.toml"), format!("{CANARY}\n")).expect(WRITABLE);
    fs::create_dir(case.path().join("elsewhere")).expect(WRITABLE);
    fs::write(case.path().join("elsewhere/x.toml"), format!("{CANARY}\n")).expect(WRITABLE);
    fs::write(case.path().join("shop/stack.toml"), SPEC).expect(WRITABLE);
    case
}

/// Makes `shop/LINK` lead to `to`, and runs every verb: each says `says`, and no word of what is there.
fn leads_out(link: &str, to: &str, says: &str) {
    let case = place();
    let place = case.path().join("shop").join(link);
    fs::create_dir_all(place.parent().expect(WRITABLE)).expect(WRITABLE);
    let _ = fs::remove_file(&place);
    symlink(to, place).expect(WRITABLE);
    let mut ran = case.args(["--version"]).run().code(0);
    for verb in VERBS {
        for format in [&[][..], &["--format", "json"]] {
            ran = ran.then().inside("shop").args(verb).args(format).run();
            let said = said(&ran);
            assert!(said.contains(says), "{link} -> {to}: {verb:?} says\n{said}");
            assert!(!said.contains(CANARY), "{link} -> {to}: {verb:?} shows\n{said}");
            assert!(!said.contains("root:"), "{link} -> {to}: {verb:?} shows\n{said}");
        }
    }
}

#[test]
fn a_link_out_of_the_folder_is_not_followed() {
    for (link, to) in [
        ("integrations/x.toml", "../../outside.toml"),
        ("integrations/x.toml", "/etc/passwd"),
        ("integrations/x.toml", "/proc/self/environ"),
        ("integrations", "../elsewhere"),
        ("integrations", "/etc"),
        ("stack.toml", "../outside.toml"),
        ("stack.toml", "/etc/passwd"),
    ] {
        leads_out(link, to, "is a link that leads out of the spec's folder");
    }
}

#[test]
fn a_link_within_the_folder_is() {
    let case = place();
    let shop = case.path().join("shop");
    fs::rename(shop.join("stack.toml"), shop.join("real.toml")).expect(WRITABLE);
    symlink("real.toml", shop.join("stack.toml")).expect(WRITABLE);
    case.args(["check"]).run().code(0);
}

#[test]
fn nothing_blocks_and_nothing_is_endless() {
    for link in ["stack.toml", "integrations/x.toml"] {
        let case = place();
        let place = case.path().join("shop").join(link);
        fs::create_dir_all(place.parent().expect(WRITABLE)).expect(WRITABLE);
        let _ = fs::remove_file(&place);
        rustix::fs::mkfifoat(rustix::fs::CWD, &place, 0o600.into()).expect(WRITABLE);
        let began = Instant::now();
        case.args(["check"]).run().code(2).stderr(&format!("error: {link} is not a file\n"));
        assert!(began.elapsed() < Duration::from_secs(10));
    }
}

#[test]
fn all_files_of_a_spec_share_one_limit() {
    let mut case = place();
    for n in 0..9 {
        case = case.file(&format!("shop/integrations/i{n}.toml"), &"# x\n".repeat(1 << 18));
    }
    case.args(["check"])
        .run()
        .code(2)
        .stderr_has("is too large: a spec has at most 8 MiB, with all its integrations");
}

/// Whether a secret is there is said of those in the spec's folder alone.
#[test]
fn nobody_learns_which_files_exist() {
    let spec = |path: &str| {
        format!(
            "{SPEC}[integrations.db]\ntype = \"postgres\"\naddress = \"db:5432\"\npassword_file = \"{path}\"\n"
        )
    };
    let answer = |path: &str, verb: &[&str]| {
        let case = place();
        fs::write(case.path().join("shop/stack.toml"), spec(path)).expect(WRITABLE);
        fs::write(case.path().join("empty"), "").expect(WRITABLE);
        symlink("../outside.toml", case.path().join("shop/a-link")).expect(WRITABLE);
        said(&case.args(verb).run()).replace(path, "PATH")
    };
    for verb in VERBS {
        let missing = answer("/there/is/no/such/file", verb);
        for path in
            ["/etc/hosts", "/usr/bin/env", "../outside.toml", "../empty", "../missing", "a-link"]
        {
            assert!(answer(path, verb) == missing, "{verb:?}: {path}");
        }
        // What is said of the host's own files is said of those that are not there.
        assert!(answer("/proc/version", verb) == answer("/proc/nothing", verb), "{verb:?}");
    }
    assert!(answer("secrets/x", &["render"]).contains("create PATH"));
}
