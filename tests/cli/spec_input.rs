//! Where a spec comes from, and what is said where none does.

use crate::harness::Case;

const SHOP: &str = "
    version = 1
    name = \"shop\"
    preset = \"minimal\"
    ";

const COMPOSE: &str = "monitoring/docker-compose.monitoring.yml";

#[test]
fn a_spec_in_another_folder_is_rendered_beside_itself() {
    let ran = Case::new()
        .file("deploy/shop.toml", SHOP)
        .args(["render", "deploy/shop.toml"])
        .run()
        .code(0)
        .file_has("deploy/monitoring/docker-compose.monitoring.yml", "name: \"shop\"");
    assert!(!ran.path().join("monitoring").exists());
}

#[test]
fn a_spec_above_the_working_folder_is_found_by_its_path() {
    Case::new()
        .spec(SHOP)
        .inside("src")
        .args(["render", "../stack.toml"])
        .run()
        .code(0)
        .file_has(COMPOSE, "name: \"shop\"");
}

#[test]
fn a_spec_can_come_from_standard_input() {
    Case::new().stdin(SHOP).args(["render", "-"]).run().code(0).file_has(COMPOSE, "name: \"shop\"");
}

#[test]
fn a_mistake_on_standard_input_is_shown_with_its_place() {
    Case::new()
        .stdin("version = 1\nnam = \"shop\"\n")
        .args(["check", "-"])
        .run()
        .code(2)
        .stderr_has(" --> <stdin>:2:1")
        .tree([]);
}

#[test]
fn a_preset_alone_is_a_spec() {
    Case::new()
        .args(["render", "--preset", "minimal"])
        .run()
        .code(0)
        .file_has(COMPOSE, "name: \"monitoring\"");
}

#[test]
fn with_a_preset_no_spec_is_read_unless_it_is_named() {
    // One that is broken, so that it would be noticed.
    Case::new().spec("broken").args(["check", "--preset", "minimal"]).run().code(0);
    Case::new().spec("broken").args(["check", "stack.toml", "--preset", "minimal"]).run().code(2);
}

#[test]
fn the_preset_of_the_command_line_wins() {
    Case::new()
        .spec("version = 1\nname = \"shop\"\npreset = \"production\"\n")
        .args(["render", "stack.toml", "--preset", "minimal"])
        .run()
        .code(0)
        .file_has("monitoring/prometheus/prometheus.yml", "scrape_configs");
}

#[test]
fn an_unknown_preset_is_refused_with_those_there_are() {
    Case::new().args(["render", "--preset", "standart"]).run().code(2).tree([]).stderr(
        "
        error[bad-value]: there is no preset `standart`
         |
         = help: did you mean `standard`?
         = help: there are minimal, standard, production

        1 error
        for more about this: stackgen explain bad-value
        nothing was written
        ",
    );
}

#[test]
fn without_a_spec_there_is_a_hint() {
    for verb in ["render", "check", "test"] {
        Case::new().args([verb]).run().code(2).tree([]).no_stdout().stderr(
            "
            error: cannot read stack.toml: No such file or directory (os error 2)
            help: name a spec, or start from a preset with `--preset standard`
            ",
        );
    }
}

#[test]
fn a_folder_is_no_spec_but_may_hold_one() {
    Case::new()
        .file("shop/stack.toml", SHOP)
        .args(["render", "shop"])
        .run()
        .code(2)
        .stderr("error: shop is not a file\nhelp: did you mean shop/stack.toml?\n")
        .tree(["shop/stack.toml"]);
    Case::new().args(["render", "."]).run().code(2).stderr("error: . is not a file\n");
}

#[test]
fn an_empty_spec_says_how_to_begin() {
    Case::new()
        .spec("")
        .args(["check"])
        .run()
        .code(2)
        .stderr_has("a spec needs `version`")
        .stderr_has("start with: version = 1");
}

#[test]
fn a_spec_that_is_no_text_is_refused_with_the_place() {
    Case::new()
        .bytes("stack.toml", b"version = 1\nname = \"caf\xe9\"\n")
        .args(["check"])
        .run()
        .code(2)
        .stderr("error: stack.toml is not UTF-8: byte 23, in line 2\n");
}

#[test]
fn a_program_is_no_spec() {
    let mut program = b"\x7fELF\x02\x01\x01\0\0\0\0\0".to_vec();
    program.extend([0; 4096]);
    let ran = Case::new().bytes("stack.toml", &program).args(["check"]).run().code(2);
    assert!(ran.stderr_text().len() < 20_000, "a screen or two, not {}", ran.stderr_text().len());
}

#[test]
fn a_spec_may_begin_with_a_byte_order_mark_and_have_other_line_ends() {
    Case::new()
        .bytes(
            "stack.toml",
            "\u{feff}version = 1\r\nname = \"shop\"\r\npreset = \"minimal\"\r\n".as_bytes(),
        )
        .args(["render"])
        .run()
        .code(0)
        .file_has(COMPOSE, "name: \"shop\"");
}

#[test]
fn a_huge_file_is_no_spec() {
    let case = Case::new();
    let file = std::fs::File::create(case.path().join("stack.toml")).unwrap();
    // Sparse: it takes no room.
    file.set_len(1 << 40).unwrap();
    let program = env!("CARGO_BIN_EXE_stackgen");
    let status = std::process::Command::new(program)
        .arg("check")
        .current_dir(case.path())
        .output()
        .expect("stackgen runs");
    std::fs::remove_file(case.path().join("stack.toml")).unwrap();
    assert_eq!(status.status.code(), Some(2));
    assert_eq!(
        String::from_utf8_lossy(&status.stderr),
        "error: stack.toml is too large: a spec has at most 8 MiB, with all its integrations\n"
    );
}

#[test]
fn standard_input_without_end_is_no_spec() {
    Case::new()
        .program("sh")
        .args([
            "-c",
            &format!("yes '# x' | head -c 9000000 | {} check -", env!("CARGO_BIN_EXE_stackgen")),
        ])
        .run()
        .code(2)
        .stderr("error: standard input is too large: a spec has at most 8 MiB, with all its integrations\n");
}

#[cfg(target_os = "linux")]
#[test]
fn a_spec_that_may_not_be_read_is_an_error_of_the_environment() {
    // Even for root, who may read all files.
    Case::new()
        .args(["check", "/proc/self/mem"])
        .run()
        .code(3)
        .stderr_has("error: cannot read /proc/self/mem: ");
}
