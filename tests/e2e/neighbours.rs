//! Root launches a stack in the folder of another user, who exchanges files and folders there meanwhile.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown, symlink};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::engine;
use crate::place::Place;
use crate::ports;

/// The other user's number.
const NEIGHBOUR: u32 = 61_234;

/// How often the stack is launched while the other user is at work.
const LAUNCHES: usize = 12;

/// Puts links to root's folder in the place of all that stackgen makes beside a spec, and what was there
/// back, as fast as it goes.
const EXCHANGE: &str = r#"
while :; do
    for name in secrets .stackgen monitoring; do
        mv $name $name.away; ln -s "$TREASURE" $name
        rm -f $name; mv $name.away $name
    done
    for name in secrets/.gitignore secrets/grafana-admin-password secrets/.grafana-admin-password.new; do
        ln -sf "$TREASURE/${name##*/}" $name; rm -f $name
    done
done 2>/dev/null
"#;

/// What root has: names of everything that stackgen writes, each for root alone.
struct Treasure(PathBuf);

impl Treasure {
    fn new(folder: &Path) -> Self {
        let treasure = Self(folder.join("roots-own"));
        let files =
            [".gitignore", "grafana-admin-password", ".grafana-admin-password.new", "changing"];
        fs::create_dir(&treasure.0).expect("the test's own folder");
        for name in files {
            fs::write(treasure.0.join(name), "root's").expect("the test's own folder");
            let only = fs::Permissions::from_mode(0o600);
            fs::set_permissions(treasure.0.join(name), only).expect("the test's own file");
        }
        let only = fs::Permissions::from_mode(0o711);
        fs::set_permissions(&treasure.0, only).expect("the test's own folder");
        treasure
    }

    /// Everything in it: whose it is, who may read it, and what it says.
    fn state(&self) -> Vec<(PathBuf, u32, u32, String)> {
        let mut found = Vec::new();
        let entries = fs::read_dir(&self.0).expect("it is there");
        let paths = entries.map(|entry| entry.expect("it is there").path());
        for path in paths.chain([self.0.clone()]) {
            let about = fs::symlink_metadata(&path).expect("it is there");
            let text = fs::read_to_string(&path).unwrap_or_default();
            found.push((path, about.uid(), about.mode(), text));
        }
        found.sort();
        found
    }
}

/// The other user at work.
struct Neighbour(Child);

impl Neighbour {
    fn start(folder: &Path, treasure: &Path) -> Self {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", EXCHANGE]).current_dir(folder).env("TREASURE", treasure);
        command
            .uid(NEIGHBOUR)
            .gid(NEIGHBOUR)
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        Self(command.spawn().expect("there is a shell"))
    }
}

impl Drop for Neighbour {
    fn drop(&mut self) {
        // With what the shell has started, which may be about to put a link somewhere.
        let group = format!("kill -KILL -{}", self.0.id());
        let killed = Command::new("/bin/sh").args(["-c", &group]).status();
        assert!(killed.is_ok_and(|killed| killed.success()), "the neighbour is still there");
        let _ = self.0.wait();
    }
}

fn spec(place: &Place<'_>, port: u16) {
    let spec = format!(
        "version = 1\nname = \"{}\"\npreset = \"minimal\"\n\n[grafana]\nport = {port}\n\n\
         [prometheus]\nport = {}\n",
        place.project,
        ports::free(place.engine)
    );
    place.write("stack.toml", &spec);
}

#[test]
fn nothing_of_roots_changes_hands() {
    let Some(engine) = engine::shared() else { return };
    let place = Place::new(engine, "neighbours");
    spec(&place, ports::free(engine));
    let treasure = Treasure::new(engine.folder());
    let before = treasure.state();
    let give = |path: &Path| chown(path, Some(NEIGHBOUR), Some(NEIGHBOUR)).expect("we are root");
    // The engine's folder is for root alone.
    let open = fs::Permissions::from_mode(0o711);
    fs::set_permissions(engine.folder(), open).expect("the test's own folder");
    give(place.path());
    give(&place.path().join("stack.toml"));
    let neighbour = Neighbour::start(place.path(), &treasure.0);
    let mut came_up = 0;
    for launch in 0..LAUNCHES {
        for name in ["secrets", ".stackgen", "monitoring"] {
            let folder = place.path().join(name);
            if launch % 2 == 0 && fs::symlink_metadata(&folder).is_ok_and(|it| it.is_dir()) {
                give(&folder);
            }
        }
        let up = place.stackgen(["up", "--no-wait", "--force"]);
        came_up += usize::from(up.succeeded());
        let state = treasure.state();
        let known =
            state.iter().filter(|(path, ..)| before.iter().any(|(other, ..)| other == path));
        assert!(known.eq(&before), "{state:#?}\n{up}");
        let stranger = state.iter().find(|(_, owner, ..)| *owner != 0);
        assert_eq!(stranger, None, "{up}");
    }
    drop(neighbour);
    println!("{came_up} of {LAUNCHES} launches came up");

    // In peace, it starts.
    for name in ["secrets", ".stackgen", "monitoring"] {
        for name in [name.to_owned(), format!("{name}.away")] {
            let path = place.path().join(name);
            let _ = fs::remove_file(&path).or_else(|_| fs::remove_dir_all(&path));
        }
    }
    let up = place.stackgen(["up", "--no-wait", "--force"]);
    assert!(up.succeeded(), "{up}");
    let password = place.path().join("secrets/grafana-admin-password");
    let about = fs::metadata(&password).expect("it was made");
    // Grafana's, and nobody else may read it.
    assert_eq!((about.uid(), about.mode() & 0o777), (472, 0o400));
    fs::remove_dir_all(&treasure.0).expect("the test's own folder");
}

#[test]
fn folders_that_others_may_write_to_are_refused_before_anything_is_made() {
    let Some(engine) = engine::shared() else { return };
    for (project, which) in [("writable-1", "."), ("writable-2", "secrets")] {
        let place = Place::new(engine, project);
        spec(&place, ports::free(engine));
        let folder = place.path().join(which);
        fs::create_dir_all(&folder).expect("the place's own folder");
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o777)).expect("the place's own");
        let up = place.stackgen(["up", "--no-wait"]);
        assert!(!up.succeeded(), "{up}");
        assert!(up.stderr.contains("others"), "{up}");
        assert!(!place.path().join("secrets/grafana-admin-password").exists(), "{up}");
        assert_eq!(engine.of_project("container", project), [""; 0], "{up}");
    }
    // A link of somebody else's is no folder.
    let place = Place::new(engine, "linked");
    spec(&place, ports::free(engine));
    let treasure = Treasure::new(place.path());
    let before = treasure.state();
    symlink(&treasure.0, place.path().join("monitoring")).expect("the place's own folder");
    let up = place.stackgen(["up", "--no-wait"]);
    assert!(!up.succeeded(), "{up}");
    assert_eq!(treasure.state(), before);
}
