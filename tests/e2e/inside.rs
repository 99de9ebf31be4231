//! What somebody who has taken over a container of a stack can reach from there: the same user, the same
//! capabilities, the same mounts, and a shell.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

use crate::application::PASSWORD;
use crate::engine::{self, Engine};
use crate::fixture::Fixture;

/// Prints the secrets and the variables of every process that is not in this container, whose memory it
/// can open, and what lies in the spec's folder `$FOLDER`.
const READ: &str = r#"
own=$(readlink /proc/self/ns/mnt)
for root in '' /host /rootfs; do
    for process in $root/proc/[0-9]*; do
        [ "$(readlink $process/ns/mnt)" = "$own" ] && continue
        cat $process/root/run/secrets/* $process/environ
        (: < $process/mem) && echo "OPENS $process/mem"
    done
    cat $root$FOLDER/secrets/*
done 2>/dev/null
true
"#;

/// Tries to write wherever the host is mounted, and prints where it could. Nothing is appended to what
/// is there already.
const WRITE: &str = r#"
while read -r _ _ _ _ point _; do
    case $point in
    /host*|/rootfs*|/sys*|/var/run*|/run*)
        for file in $point/stackgen-was-here $point/tmp/stackgen-was-here $point/var/tmp/stackgen-was-here; do
            (: >> "$file") && echo "$file" && rm "$file"
        done
        # Not by a new file: those of the kernel cannot be made.
        for file in $point/sys/kernel/core_pattern $point/sys/fs/binfmt_misc/register $point/cgroup.procs; do
            [ -e "$file" ] && (: >> "$file") && echo "$file"
        done;;
    esac
done < /proc/self/mountinfo 2>/dev/null
true
"#;

/// Runs a script in a container as its own user. Nothing where the image has no shell.
#[track_caller]
fn run(engine: &Engine, container: &Value, folder: &Path, script: &str) -> Option<String> {
    let id = container["Id"].as_str().expect("it has an id");
    let folder = format!("FOLDER={}", folder.display());
    let ran = engine.docker(["exec", "-e", &folder, id, "sh", "-c", script]);
    if ran.stdout.contains("executable file not found") {
        return None;
    }
    assert!(ran.succeeded(), "{ran}");
    Some(ran.stdout)
}

/// What a container may write to: its own data, and the folder in memory that holds the mounts of its own
/// control groups, where those are of version 1.
fn own(container: &Value) -> Vec<String> {
    let mounts = || container["Mounts"].as_array().into_iter().flatten();
    let volumes = mounts().filter(|mount| mount["Type"] == "volume");
    let volumes = volumes.filter_map(|mount| mount["Destination"].as_str());
    let tmpfs = container["HostConfig"]["Tmpfs"].as_object().into_iter().flatten();
    let groups = "/sys/fs/cgroup";
    let has_groups = mounts().any(|mount| mount["Destination"] == groups);
    let groups = (!has_groups).then_some(groups);
    let tmpfs = tmpfs.map(|(path, _)| path.as_str());
    volumes.chain(tmpfs).chain(groups).map(str::to_owned).collect()
}

/// Which mounts are writable, apart from those and from what every container has.
fn writable(mounts: &str, own: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for line in mounts.lines() {
        let mut fields = line.split(' ').skip(4);
        let (Some(point), Some(options)) = (fields.next(), fields.next()) else { continue };
        let usual = ["/proc", "/dev"].iter().any(|folder| Path::new(point).starts_with(folder));
        let is_writable = options.split(',').any(|option| option == "rw");
        if is_writable && !usual && !own.iter().any(|path| path == point) {
            found.push(point.to_owned());
        }
    }
    found
}

#[test]
fn no_container_reads_secrets_of_others_or_writes_to_the_host() {
    // On the shared engine there are node-exporters of other stacks, which have the same number.
    let Some(engine) = engine::own() else { return };
    let engine = &engine;
    let Some(fixture) = Fixture::new(engine) else { return };
    fixture.change_spec("preset = \"standard\"", "preset = \"production\"");
    let version = engine.docker(["version", "--format", "{{.Server.Version}}"]).stdout;
    let is_old = version.starts_with("20.");
    if is_old {
        // As `stackgen doctor` says for such an engine.
        fixture.change_spec("[host]\n", "[host]\nfile_systems = []\n");
    }
    let up = fixture.up();
    assert!(up.succeeded(), "{up}");

    let secrets = BTreeMap::from([
        ("orders-db-exporter", PASSWORD),
        ("alertmanager", fixture.receiver.url()),
        ("grafana", "grafana-for-tests-91c2"),
    ]);
    let mut looked = 0;
    for (service, container) in fixture.containers() {
        let inside = |script| run(engine, &container, fixture.path(), script);
        let Some(read) = inside(READ) else { continue };
        looked += 1;
        for (owner, secret) in &secrets {
            assert!(!read.contains(secret), "{service} reads the secret of {owner}");
        }
        assert!(!read.contains("OPENS"), "{service}: {read}");

        let mounts = inside("cat /proc/self/mountinfo").expect("it has a shell");
        let mut remaining = writable(&mounts, &own(&container));
        let mut written: Vec<String> =
            inside(WRITE).expect("it has a shell").lines().map(str::to_owned).collect();
        if is_old && service == "cadvisor" {
            // Control groups of version 1 are a mount for each kind, which such an engine leaves writable.
            remaining.retain(|point| !point.starts_with("/sys/fs/cgroup/"));
            written.retain(|file| !file.starts_with("/sys/fs/cgroup/"));
        }
        // What is mounted later, such as the files of containers, arrives as the host has it.
        let later = format!("/host{}/", engine.folder().display());
        remaining.retain(|point| service != "node-exporter" || !point.starts_with(&later));
        assert_eq!(remaining, [""; 0], "{service} has writable mounts:\n{mounts}");
        assert_eq!(written, [""; 0], "{service} writes to the host");
    }
    // All but redis-exporter, whose image has no shell.
    assert_eq!(looked, fixture.containers().len() - 1);
}

/// The scripts find what they look for where it can be reached.
#[test]
fn a_container_of_the_same_user_with_the_hosts_folders_reads_and_writes() {
    let Some(engine) = engine::shared() else { return };
    let Some(fixture) = Fixture::new(engine) else { return };
    let up = fixture.up();
    assert!(up.succeeded(), "{up}");
    let image = engine::images::APP;
    let mount = format!("{}:/host{}", fixture.path().display(), fixture.path().display());
    let folder = format!("FOLDER={}", fixture.path().display());
    let other = |script: &str| {
        let user = ["run", "--rm", "--user=65534:65534", "--cap-drop=ALL", "--entrypoint=sh"];
        let mounts =
            ["-e", &folder, "-v", "/proc:/host/proc:ro", "-v", &mount, image, "-c", script];
        engine.docker(user.into_iter().chain(mounts))
    };
    let read = other(READ);
    assert!(read.stdout.contains(fixture.receiver.url()), "{read}");
    assert!(read.stdout.contains("OPENS"), "{read}");
    let root = engine.docker([
        "run",
        "--rm",
        "--user=0:0",
        "--cap-drop=ALL",
        "--entrypoint=sh",
        "-v",
        &mount,
        image,
        "-c",
        WRITE,
    ]);
    assert!(root.stdout.contains("stackgen-was-here"), "{root}");
}
