//! Images come from a real registry, to those who may have them.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::engine::{self, Engine, archive, images::pinned};
use crate::light::Light;
use crate::running::Running;
use crate::support::process::{self, Finished};
use crate::support::tools;

const USER: &str = "puller";
const PASSWORD: &str = "registry-for-tests-55b0";
/// Its bcrypt hash, at the lowest cost: the registry checks it at each request, of which there are many.
const HASH: &str = "$2b$04$abcdefghijklmnopqrstuuHkJ7vgwMOrVPBye.YUJPTHKQs4Tfqpm";

/// A registry on the loopback address that asks for a password.
fn registry() -> Option<Running> {
    open_registry(
        "auth: { htpasswd: { realm: tests, path: ./users } }\n",
        &format!("{USER}:{HASH}\n"),
    )
}

/// A registry on the loopback address, with more settings and a file of users.
fn open_registry(settings: &str, users: &str) -> Option<Running> {
    let registry = tools::docker_registry()?;
    Some(Running::on_a_port(registry, |port| {
        let config = format!(
            "version: 0.1\n\
             storage: {{ filesystem: {{ rootdirectory: ./data }} }}\n\
             http: {{ addr: '127.0.0.1:{port}' }}\n{settings}"
        );
        let files = vec![("config.yml".to_owned(), config), ("users".to_owned(), users.to_owned())];
        (files, vec!["serve".to_owned(), "config.yml".to_owned()])
    }))
}

/// Somebody with a Docker configuration of their own.
struct Person<'a> {
    engine: &'a Engine,
    config: &'a Path,
}

impl Person<'_> {
    #[track_caller]
    fn run(&self, command: &mut Command, input: &[u8]) -> Finished {
        process::run(command.env("DOCKER_CONFIG", self.config), input).expect("it can be run")
    }

    #[track_caller]
    fn docker<const N: usize>(&self, args: [&str; N]) {
        let done = self.run(self.engine.client().args(args), b"");
        assert!(done.succeeded(), "{done}");
    }

    #[track_caller]
    fn up<const N: usize>(&self, light: &Light<'_>, args: [&str; N]) -> Finished {
        let up = self.run(light.stackgen_command().arg("up").args(args), b"");
        assert!(!format!("{up}").contains(PASSWORD), "{up}");
        up
    }
}

#[test]
fn images_are_pulled_with_the_users_credentials_and_newer_ones_are_noticed() {
    let Some(engine) = engine::shared() else { return };
    let Some(registry) = registry() else { return };
    let folders = [(); 2].map(|()| tempfile::tempdir().expect("a temporary folder"));
    let [stranger, member] =
        folders.each_ref().map(|config| Person { engine, config: config.path() });
    let address = registry.address().replace("127.0.0.1", "localhost");
    let image = format!("{address}/shop/node-exporter:1");
    let mut login = engine.client();
    login.args(["login", "--username", USER, "--password-stdin", &address]);
    let logged_in = member.run(&mut login, PASSWORD.as_bytes());
    assert!(logged_in.succeeded(), "{logged_in}");
    let original = pinned("node-exporter").expect("the catalogue has it");
    let push = |from: &str| {
        member.docker(["tag", from, &image]);
        member.docker(["push", "--quiet", &image]);
        member.docker(["rmi", &image]);
    };
    push(&original);

    let light = Light::new(engine);
    let spec = fs::read_to_string(light.path().join("stack.toml")).expect("it was written");
    let with = |image: &str| {
        light.write("stack.toml", &format!("{spec}\n[integrations.node]\nimage = \"{image}\"\n"));
    };
    with(&image);
    let refused = stranger.up(&light, []);
    assert_eq!(refused.code, Some(3), "{refused}");
    assert!(refused.stderr.contains(&format!("error: cannot pull {image}: ")), "{refused}");
    assert!(refused.stderr.contains(&format!("docker login {address}")), "{refused}");
    light.must_not_be_there(&refused);

    let pulled = member.up(&light, ["--timeout", "100s"]);
    assert!(pulled.succeeded(), "{pulled}");
    assert!(pulled.stderr.contains(&format!("pulling {image}\npulled {image}\n")), "{pulled}");
    let before = light.runs();

    // What is there is not pulled again, unless it is asked for; the same image changes nothing.
    let again = member.up(&light, []);
    assert!(again.stderr.contains("2 unchanged"), "{again}");
    assert!(!again.stderr.contains("pull"), "{again}");
    push(&original);
    with(&image);
    let always = member.up(&light, ["--pull", "always"]);
    // Prometheus's image is in no registry that can be reached.
    assert_eq!(always.code, Some(3), "{always}");
    assert_eq!(light.runs(), before);

    // Another image under the same name, as tags can be moved.
    crate::light::image_that(engine, "moved:1", "exec httpd -f -p 9100 -h /");
    push("moved:1");
    member.docker(["pull", "--quiet", &image]);
    let moved = member.up(&light, ["--no-wait"]);
    assert!(moved.succeeded(), "{moved}");
    assert!(moved.stderr.contains("there is a newer image of this name"), "{moved}");

    with(&format!("{address}/shop/node-exporter:2"));
    let unknown = member.up(&light, []);
    assert_eq!(unknown.code, Some(3), "{unknown}");
    assert!(unknown.stderr.contains("help: there is no such tag"), "{unknown}");
}

/// `STACKGEN_TEST_IMAGES=real` takes this way, from registries that the tests cannot count on.
#[test]
fn an_image_is_pulled_once_and_kept_for_engines_without_a_way_to_its_registry() {
    let Some(engine) = engine::shared() else { return };
    let Some(registry) = open_registry("", "") else { return };
    let image = format!("{}/shop/kept:1.2.3", registry.address().replace("127.0.0.1", "localhost"));
    let docker = |args: &[&str]| {
        let done = engine.docker(args);
        assert!(done.succeeded(), "{done}");
        done.stdout
    };
    let entry_point = ["image", "inspect", "--format={{json .Config.Entrypoint}}", &image];
    docker(&["tag", &pinned("redis-exporter").expect("the catalogue has it"), &image]);
    docker(&["push", "--quiet", &image]);
    let entry = docker(&entry_point);
    docker(&["rmi", &image]);

    let folder = tempfile::tempdir().expect("a temporary folder");
    let kept =
        |image: &str| archive::of(&[image.to_owned()], folder.path(), &["--src-tls-verify=false"]);
    let refused = kept(&image.replace("1.2.3", "4")).expect_err("it was not pushed");
    assert!(refused.contains("/shop/kept:4"), "{refused}");
    let archives = kept(&image).expect("it was pushed");
    assert_eq!(archives.len(), 1);
    drop(registry);
    assert_eq!(kept(&image), Ok(archives.clone()));

    archive::load(&archives[0], engine).expect("it is whole");
    assert_eq!(docker(&entry_point), entry);
    docker(&["rmi", &image]);
}
