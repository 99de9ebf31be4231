//! Nothing that is somebody else's is ever in a plan or a removal, whatever there is and whatever is
//! asked for.

use super::super::found::{Found, FoundContainer, FoundNetwork, FoundVolume, Thing};
use super::super::{
    Adopt, Claims, Container, Known, Owner, Plan, Project, Removal, Seen, Step, Taken, label, plan,
};
use super::{project, stack};
use crate::stack::Stack;
use proptest::prelude::*;
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

const HOME: &str = "/shop/monitoring";
const FILE: &str = "/shop/monitoring/docker-compose.monitoring.yml";

type Labels = HashMap<String, String>;

fn labels(pairs: &[(&str, &str)]) -> Labels {
    let there = pairs.iter().filter(|(_, value)| !value.is_empty());
    there.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn pick(all: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    prop::sample::select(all)
}

fn some(all: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(pick(all).prop_map(str::to_owned), 0..3)
}

const PROJECTS: &[&str] = &["shop", "shop", "shop", "shop-web", "blog", ""];
const FOLDERS: &[&str] = &[HOME, HOME, "/shop/./monitoring/", "/shop2/monitoring", "/shop", ""];
const FILES: &[&str] = &[
    FILE,
    FILE,
    "/shop/compose.yml",
    "/shop/monitoring/compose.yml",
    "/shop/compose.yml,/shop/monitoring/docker-compose.monitoring.yml",
    "/shop2/monitoring/docker-compose.monitoring.yml",
    "",
];
const SERVICES: &[&str] = &["prometheus", "node-exporter", "web", "db", ""];
const NAMES: &[&str] = &["shop-prometheus-1", "1_shop-prometheus-1", "shop-web-1", "blog-web-1"];
const VOLUMES: &[&str] = &["shop_prometheus-data", "shop_grafana-data", "shop_db", "blog_db"];
const NETWORKS: &[&str] = &["shop_monitoring", "shop_default", "blog_default", "bridge"];

/// Resolved once for thousands of cases.
static STACK: LazyLock<Stack> = LazyLock::new(stack);

prop_compose! {
    fn container()(
        (id, created, running) in (0..50_u8, 0..9_i64, any::<bool>()),
        (project, folder, files) in (pick(PROJECTS), pick(FOLDERS), pick(FILES)),
        (service, name, hash) in (pick(SERVICES), pick(NAMES), pick(&["", "another"])),
        one_off in pick(&["False", "True", ""]),
        (volumes, networks) in (some(VOLUMES), some(NETWORKS)),
    ) -> FoundContainer {
        let container = Container {
            id: format!("id-{id}"),
            name: name.to_owned(),
            service: service.to_owned(),
            running,
            created,
            service_hash: Some(hash.to_owned()).filter(|hash| !hash.is_empty()),
            working_dir: folder.to_owned(),
            ..Container::default()
        };
        let labels = labels(&[
            (label::PROJECT, project),
            (label::SERVICE, service),
            (label::WORKING_DIR, folder),
            (label::CONFIG_FILES, files),
            (label::SERVICE_HASH, hash),
            (label::ONE_OFF, one_off),
        ]);
        FoundContainer { container, volumes, networks, labels, ..FoundContainer::default() }
    }
}

prop_compose! {
    fn volume()(
        (name, project, folder) in (pick(VOLUMES), pick(PROJECTS), pick(FOLDERS)),
        created in pick(&["monday", "tuesday"]),
    ) -> FoundVolume {
        let labels = labels(&[(label::PROJECT, project), (label::FOLDER, folder)]);
        FoundVolume { name: name.to_owned(), created: created.to_owned(), labels }
    }
}

prop_compose! {
    fn network()(
        (name, project, folder) in (pick(NETWORKS), pick(PROJECTS), pick(FOLDERS)),
        (id, key) in (pick(&["n1", "n2"]), pick(&["monitoring", "default"])),
    ) -> FoundNetwork {
        let labels =
            labels(&[(label::PROJECT, project), (label::FOLDER, folder), (label::NETWORK, key)]);
        FoundNetwork { name: name.to_owned(), id: id.to_owned(), labels }
    }
}

prop_compose! {
    /// What an engine can have: no two things of one kind have the same id, or the same name.
    fn found()(
        containers in prop::collection::vec(container(), 0..8),
        networks in prop::collection::vec(network(), 0..4),
        volumes in prop::collection::vec(volume(), 0..4),
    ) -> Found {
        let mut found = Found { containers, networks, volumes };
        let mut once = BTreeSet::new();
        found.containers.retain(|one| once.insert(one.container.id.clone()));
        found.networks.retain(|one| once.insert(format!("network {}", one.name)));
        found.volumes.retain(|one| once.insert(format!("volume {}", one.name)));
        found
    }
}

/// The ids of containers and the names of networks and volumes that are somebody else's, by the plainest
/// reading of the labels: those of another folder, of another tool, of another project, of nobody.
fn of_others(found: &Found, claims: &Claims) -> BTreeSet<String> {
    let home = |folder: Option<&String>| {
        folder.is_some_and(|it| it.trim_end_matches('/').replace("/./", "/") == HOME)
    };
    let is = |labels: &Labels, name: &str, value: &str| {
        labels.get(name).is_some_and(|found| found == value)
    };
    let made_here =
        |labels: &Labels| is(labels, label::PROJECT, "shop") && home(labels.get(label::FOLDER));
    let ours = |one: &&FoundContainer| {
        let rendered = one.labels.contains_key(label::SERVICE_HASH);
        let files = one.labels.get(label::CONFIG_FILES).cloned().unwrap_or_default();
        is(&one.labels, label::PROJECT, "shop")
            && one.labels.contains_key(label::SERVICE)
            && if rendered {
                home(one.labels.get(label::WORKING_DIR)) || files.split(',').any(|it| it == FILE)
            } else {
                files == FILE
            }
    };
    let foreign = found.containers.iter().filter(|one| !ours(one));
    let mut all: BTreeSet<String> = foreign.map(|one| one.container.id.clone()).collect();
    let own: Vec<&FoundContainer> = found.containers.iter().filter(ours).collect();
    for volume in &found.volumes {
        let used = is(&volume.labels, label::PROJECT, "shop")
            && own.iter().any(|one| one.volumes.contains(&volume.name));
        let claimed = claims.volumes.get(&volume.name) == Some(&volume.created);
        if !(made_here(&volume.labels) || used || claimed) {
            all.insert(format!("volume {}", volume.name));
        }
    }
    for network in &found.networks {
        let used = is(&network.labels, label::PROJECT, "shop")
            && is(&network.labels, label::NETWORK, "monitoring")
            && !network.labels.contains_key(label::FOLDER)
            && own.iter().any(|one| one.networks.contains(&network.name));
        let claimed = claims.networks.get(&network.name) == Some(&network.id);
        if !(made_here(&network.labels) || used || claimed) {
            all.insert(format!("network {}", network.name));
        }
    }
    all
}

/// Everything that a plan touches, as [`of_others`] has it.
fn touched(plan: &Plan) -> BTreeSet<String> {
    let mut all: BTreeSet<String> = plan.orphans.iter().map(|one| one.id.clone()).collect();
    for step in &plan.steps {
        match step {
            Step::Network { name } | Step::RemoveNetwork { name, .. } => {
                all.insert(format!("network {name}"))
            }
            Step::Volume { name, .. } => all.insert(format!("volume {name}")),
            Step::Create { .. } => false,
            Step::Recreate { old: container, .. }
            | Step::Start { container, .. }
            | Step::Reload { container, .. }
            | Step::Leave { container, .. }
            | Step::Remove { container, .. } => all.insert(container.id.clone()),
        };
    }
    all
}

fn removed(removal: &Removal) -> BTreeSet<String> {
    let containers = removal.containers.iter().chain(&removal.orphans);
    let networks = removal.networks.keys().map(|name| format!("network {name}"));
    let volumes = removal.volumes.iter().map(|name| format!("volume {name}"));
    containers.map(|one| one.id.clone()).chain(networks).chain(volumes).collect()
}

/// Everything that would be touched, with any flags.
fn all_touched(project: &Project<'_>, seen: &Seen) -> Vec<BTreeSet<String>> {
    let flags = [(false, false), (false, true), (true, false), (true, true)];
    flags
        .into_iter()
        .flat_map(|(volumes, remove_orphans)| {
            let known = Known { remove_orphans, ..Known::default() };
            let removal = Removal::plan(project, seen, volumes, remove_orphans);
            [touched(&plan(project, seen, &known)), removed(&removal)]
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn nothing_of_others_is_ever_touched(found in found(), claimed in any::<bool>()) {
        let mut project = project(&STACK);
        if claimed {
            project.claims.volumes.insert("shop_grafana-data".to_owned(), "monday".to_owned());
            project.claims.networks.insert("shop_monitoring".to_owned(), "n1".to_owned());
        }
        let others = of_others(&found, &project.claims);
        let all: BTreeSet<String> =
            found.containers.iter().map(|one| one.container.id.clone()).collect();
        let seen = found.sort(&project.home());
        for touched in all_touched(&project, &seen) {
            let harmed: Vec<&String> = touched.intersection(&others).collect();
            prop_assert!(harmed.is_empty(), "{:?} of {:?}", harmed, seen);
        }
        // Nor is what is the stack's own forgotten.
        let known: BTreeSet<String> = seen.containers.iter().map(|one| one.id.clone()).collect();
        prop_assert!(known.is_subset(&all) && known.is_disjoint(&others));
    }

    #[test]
    fn what_is_launched_beside_nobody_takes_no_name_of_others(found in found()) {
        let project = project(&STACK);
        let seen = found.clone().sort(&project.home());
        if seen.in_the_way(&project).is_empty() {
            let needed = |name: &str| {
                STACK.services.iter().any(|it| project.container(it.name.as_str()) == name)
            };
            for other in &seen.others {
                let Thing::Container(container) = &other.thing else { continue };
                prop_assert!(!needed(&container.name), "{:?}", container);
                prop_assert!(!other.in_project || other.owner == Owner::Added, "{:?}", container);
            }
        }
    }

    #[test]
    fn what_is_an_applications_is_never_adopted(found in found()) {
        let project = project(&STACK);
        let theirs = |one: &&FoundContainer| {
            !one.labels.contains_key(label::SERVICE_HASH)
                && one.labels.get(label::CONFIG_FILES).is_none_or(|files| files != FILE)
        };
        let theirs = found.containers.iter().filter(theirs);
        let theirs: BTreeSet<String> = theirs.map(|one| one.container.id.clone()).collect();
        for adopt in [Adopt::Stacks, Adopt::Unlabelled] {
            let mut seen = found.clone().sort(&project.home());
            seen.adopt(&project, adopt);
            for touched in all_touched(&project, &seen) {
                prop_assert!(touched.is_disjoint(&theirs), "{:?}", seen);
            }
        }
    }
}

/// What there is beside a stack that runs, and who is said to own it.
#[track_caller]
fn owner(change: impl FnOnce(&mut Found), expected: &str) {
    let project = project(&STACK);
    let mut found = Found::default();
    change(&mut found);
    let seen = found.sort(&project.home());
    let said: Vec<String> = seen.taken(&project).iter().flat_map(Taken::sentences).collect();
    assert_eq!(said.join("\n"), expected);
}

fn volume_of(found: &mut Found, folder: &str) {
    let labels = labels(&[(label::PROJECT, "shop"), (label::FOLDER, folder)]);
    found.volumes.push(FoundVolume {
        name: "shop_prometheus-data".to_owned(),
        created: String::new(),
        labels,
    });
}

fn container_of(
    found: &mut Found,
    name: &str,
    project: &str,
    folder: &str,
    files: &str,
    hash: &str,
) {
    let pairs = [
        (label::PROJECT, project),
        (label::SERVICE, "prometheus"),
        (label::WORKING_DIR, folder),
        (label::CONFIG_FILES, files),
        (label::SERVICE_HASH, hash),
    ];
    found.containers.push(FoundContainer {
        container: Container {
            id: format!("id-{name}"),
            name: name.to_owned(),
            ..Container::default()
        },
        volumes: vec!["shop_prometheus-data".to_owned()],
        networks: vec!["shop_monitoring".to_owned()],
        network_ids: vec![],
        labels: labels(&pairs),
    });
}

#[test]
fn a_volume_is_whose_folder_it_names_or_whose_container_keeps_its_data_in_it() {
    owner(|found| volume_of(found, HOME), "");
    owner(
        |found| volume_of(found, "/old"),
        "the project name shop belongs to the stack in /old: volume shop_prometheus-data",
    );
    owner(
        |found| volume_of(found, ""),
        "nothing shows that this stack made the volume shop_prometheus-data",
    );
    // Compose made both, from our file.
    owner(
        |found| {
            volume_of(found, "");
            container_of(found, "shop-prometheus-1", "shop", HOME, FILE, "1");
        },
        "",
    );
    // Another project reads it, to back it up.
    owner(
        |found| {
            volume_of(found, HOME);
            container_of(found, "backup-1", "backup", "/backup", "/backup/compose.yml", "");
        },
        "",
    );
    owner(
        |found| {
            volume_of(found, "");
            container_of(found, "shop-db-1", "shop", "/shop", "/shop/compose.yml", "");
        },
        "the project name shop belongs to the application shop (/shop/compose.yml): \
         container shop-db-1, volume shop_prometheus-data",
    );
}

#[test]
fn a_name_that_the_stack_needs_is_somebody_elses() {
    owner(
        |found| container_of(found, "shop-prometheus-1", "web", "/web", "/web/compose.yml", ""),
        "this stack needs names that belong to the application web (/web/compose.yml): \
         container shop-prometheus-1",
    );
    owner(
        |found| container_of(found, "shop-prometheus-1", "", "", "", ""),
        "nothing shows that this stack made the container shop-prometheus-1",
    );
    owner(|found| container_of(found, "shop-other-1", "web", "/web", "/web/compose.yml", ""), "");
    let network = |project: &str, folder: &str| {
        let pairs = labels(&[(label::PROJECT, project), (label::FOLDER, folder)]);
        move |found: &mut Found| {
            let name = "shop_monitoring".to_owned();
            found.networks.push(FoundNetwork { name, id: String::new(), labels: pairs });
        }
    };
    owner(network("shop", HOME), "");
    // Made by hand: it is used.
    owner(network("", ""), "");
    owner(
        network("shop", "/old"),
        "the project name shop belongs to the stack in /old: network shop_monitoring",
    );
    owner(
        network("web", ""),
        "this stack needs names that belong to the application web: network shop_monitoring",
    );
}
