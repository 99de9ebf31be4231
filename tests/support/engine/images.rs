//! The stand-in images: each under the name and the tag that the catalogue pins, so that rendered
//! stacks run as they are.
//!
//! Users, entry points, volumes and ports are those of upstream's images. Two of them are stubs, as
//! there is no package of what they stand for: Grafana and cAdvisor answer that they are well, and emit
//! what the catalogue lists.

use std::fs;
use std::path::PathBuf;

use super::compiled;
use super::image::Image;
use crate::support::cases::repository;
use crate::support::catalogue::emitted;
use crate::support::tools::{self, Tool, Version, set};

/// The services that are stubs.
pub(crate) const STUBS: [&str; 2] = ["grafana", "cadvisor"];

/// What the tests' own application runs.
pub(crate) const APP: &str = "stackgen-test/app:1";
pub(crate) const POSTGRES: &str = "stackgen-test/postgres:1";
pub(crate) const REDIS: &str = "stackgen-test/redis:1";

/// What Grafana's own image says. The stub does as the first start and `grafana cli` do with the
/// administrator's password, and knows nothing of dashboards.
const GRAFANA: [&str; 4] = [
    "USER 472",
    "EXPOSE 3000",
    "ENV GF_PATHS_HOME=/usr/share/grafana",
    "ENV GF_PATHS_CONFIG=/etc/grafana/grafana.ini",
];

/// The images of the catalogue that the tests' stacks run.
pub(crate) const PINNED: [&str; 9] = [
    "prometheus",
    "alertmanager",
    "node-exporter",
    "blackbox-exporter",
    "postgres-exporter",
    "redis-exporter",
    "caddy",
    "grafana",
    "cadvisor",
];

/// What stands in for one of them.
///
/// # Errors
///
/// What it needs and is not here.
pub(crate) fn stand_in(key: &str) -> Result<Image, String> {
    match key {
        "prometheus" => prometheus(),
        "alertmanager" => alertmanager(),
        "node-exporter" => exporter(key, "node_exporter", tools::node_exporter(), 9100),
        "blackbox-exporter" => exporter(key, "blackbox_exporter", tools::blackbox_exporter(), 9115),
        "postgres-exporter" => postgres_exporter(),
        "redis-exporter" => redis_exporter(),
        "caddy" => caddy(),
        "grafana" => stub(key, "usr/bin/grafana", &GRAFANA, ("var/lib/grafana", 472)),
        "cadvisor" => stub(key, "usr/bin/cadvisor", &["USER 0", "EXPOSE 8080"], ("rootfs", 0)),
        _ => Err(format!("nothing stands in for {key}")),
    }
}

/// What the tests' own application runs: in no registry.
///
/// # Errors
///
/// What one of them needs and is not here.
pub(crate) fn of_the_application() -> Result<[Image; 3], String> {
    Ok([app()?, postgres()?, redis()?])
}

/// Name and tag of an image of the catalogue.
pub(crate) fn pinned(key: &str) -> Result<String, String> {
    let file = repository("presets/images.toml");
    let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let section = text.split(&format!("[images.{key}]\n")).nth(1).unwrap_or_default();
    let name = section.lines().find_map(|line| line.strip_prefix("image = \"")?.strip_suffix('"'));
    name.map(str::to_owned).ok_or_else(|| format!("presets/images.toml has no {key}"))
}

/// A program that the tests have, or that they have said they have not.
fn there(tool: Option<&'static Tool>) -> Result<&'static Tool, String> {
    tool.ok_or_else(|| "a program of its images cannot be had".to_owned())
}

/// A program at its place in an image.
fn at(place: &str, tool: Option<&'static Tool>) -> Result<(String, PathBuf), String> {
    Ok((place.to_owned(), there(tool)?.path.clone()))
}

pub(super) fn lines<const N: usize>(lines: [&str; N]) -> Vec<String> {
    lines.iter().map(ToString::to_string).collect()
}

fn prometheus() -> Result<Image, String> {
    Ok(Image {
        name: pinned("prometheus")?,
        programs: vec![
            at("usr/bin/prometheus", tools::prometheus())?,
            at("usr/bin/promtool", tools::promtool())?,
        ],
        folders: vec![("etc/prometheus", 65534), ("prometheus", 65534)],
        trees: vec![set::LIBC.root()?],
        shell: true,
        says: lines([
            "USER nobody",
            "EXPOSE 9090",
            "WORKDIR /prometheus",
            "VOLUME /prometheus",
            r#"ENTRYPOINT ["/bin/prometheus"]"#,
            r#"CMD ["--config.file=/etc/prometheus/prometheus.yml", "--storage.tsdb.path=/prometheus"]"#,
        ]),
        ..Image::default()
    })
}

fn alertmanager() -> Result<Image, String> {
    let tool = there(tools::alertmanager())?;
    // Debian's build reads its default templates from a folder; others have them built in.
    let mut texts = Vec::new();
    let package = tool.path.ancestors().nth(3).map(PathBuf::from).unwrap_or_default();
    for place in [
        "usr/share/prometheus/alertmanager/default.tmpl",
        "usr/share/prometheus/alertmanager/email.tmpl",
    ] {
        if let Ok(text) = fs::read_to_string(package.join(place)) {
            texts.push((place, text));
        }
    }
    Ok(Image {
        name: pinned("alertmanager")?,
        programs: vec![
            at("usr/bin/alertmanager", Some(tool))?,
            at("usr/bin/amtool", tools::amtool())?,
        ],
        texts,
        folders: vec![("etc/alertmanager", 65534), ("alertmanager", 65534)],
        // Upstream's base has them (github.com/prometheus/busybox): working hours name a zone.
        trees: vec![set::LIBC.root()?, set::ZONES.root()?],
        shell: true,
        says: lines([
            "USER nobody",
            "EXPOSE 9093",
            "WORKDIR /alertmanager",
            "VOLUME /alertmanager",
            r#"ENTRYPOINT ["/bin/alertmanager"]"#,
            r#"CMD ["--config.file=/etc/alertmanager/alertmanager.yml", "--storage.path=/alertmanager"]"#,
        ]),
        ..Image::default()
    })
}

pub(super) fn exporter(
    key: &str,
    program: &str,
    tool: Option<&'static Tool>,
    port: u16,
) -> Result<Image, String> {
    Ok(Image {
        name: pinned(key)?,
        // `/bin` is a link.
        programs: vec![at(&format!("usr/bin/{program}"), tool)?],
        trees: vec![set::LIBC.root()?],
        shell: true,
        says: vec![
            "USER nobody".to_owned(),
            format!("EXPOSE {port}"),
            format!("ENTRYPOINT [\"/bin/{program}\"]"),
        ],
        ..Image::default()
    })
}

/// The release that renamed collectors and their flags, and made collectors of what had been default
/// metrics. Debian's is older.
pub(crate) const NEW_COLLECTORS: Version = Version(0, 20, 0);

/// Leaves out the arguments that the older exporter does not know, and the one that would leave out what
/// are collectors in the newer.
const OLDER_ARGUMENTS: &str = "#!/bin/sh
for argument; do
    shift
    case $argument in
        --no-collector.replication_slots | --no-collector.stat_archiver) ;;
        --no-collector.stat_replication | --disable-default-metrics) ;;
        *) set -- \"$@\" \"$argument\" ;;
    esac
done
exec /usr/libexec/postgres_exporter \"$@\"
";

fn postgres_exporter() -> Result<Image, String> {
    let tool = tools::postgres_exporter();
    let mut image = exporter("postgres-exporter", "postgres_exporter", tool, 9187)?;
    if there(tool)?.version < NEW_COLLECTORS {
        image.programs = vec![at("usr/libexec/postgres_exporter", tool)?];
        image.texts = vec![("usr/bin/postgres_exporter", OLDER_ARGUMENTS.to_owned())];
    }
    Ok(image)
}

/// Upstream's is built from scratch: there is no shell in it.
fn redis_exporter() -> Result<Image, String> {
    Ok(Image {
        name: pinned("redis-exporter")?,
        programs: vec![at("redis_exporter", tools::redis_exporter())?],
        trees: vec![set::LIBC.root()?],
        says: lines(["USER 59000:59000", "EXPOSE 9121", r#"ENTRYPOINT ["/redis_exporter"]"#]),
        ..Image::default()
    })
}

fn caddy() -> Result<Image, String> {
    Ok(Image {
        name: pinned("caddy")?,
        programs: vec![at("usr/bin/caddy", tools::caddy())?],
        folders: vec![("config", 0), ("data", 0), ("etc/caddy", 0), ("srv", 0)],
        trees: vec![set::LIBC.root()?],
        shell: true,
        binds_low_ports: Some("usr/bin/caddy"),
        says: lines([
            "ENV XDG_CONFIG_HOME=/config",
            "ENV XDG_DATA_HOME=/data",
            "EXPOSE 80 443 443/udp 2019",
            "WORKDIR /srv",
            r#"CMD ["caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]"#,
        ]),
        ..Image::default()
    })
}

/// Tini passes signals on, to which a first process is deaf otherwise.
fn under_tini(program: &str) -> Result<(Vec<(String, PathBuf)>, String), String> {
    let tini = set::ENGINE.root()?.join("usr/bin/tini-static");
    let programs =
        vec![("usr/bin/tini".to_owned(), tini), (program.to_owned(), compiled::standin()?)];
    Ok((programs, format!(r#"ENTRYPOINT ["/usr/bin/tini", "--", "/{program}"]"#)))
}

fn stub(
    key: &str,
    program: &str,
    says: &[&str],
    folder: (&'static str, u32),
) -> Result<Image, String> {
    let (programs, entry) = under_tini(program)?;
    Ok(Image {
        name: pinned(key)?,
        programs,
        texts: vec![("metrics", emitted(key, 1))],
        folders: vec![folder],
        shell: true,
        says: says.iter().map(ToString::to_string).chain([entry]).collect(),
        ..Image::default()
    })
}

pub(super) fn app() -> Result<Image, String> {
    let (programs, entry) = under_tini("usr/bin/app")?;
    let says = lines(["USER nobody", "EXPOSE 8080"]).into_iter().chain([entry]).collect();
    Ok(Image { name: APP.to_owned(), programs, shell: true, says, ..Image::default() })
}

/// Makes its database and the exporter's role at the first start, as the catalogue tells users to.
const POSTGRES_START: &str = r#"#!/bin/sh
set -e
PATH=$(echo /usr/lib/postgresql/*/bin):$PATH
data=/var/lib/postgresql/data
if [ ! -e "$data/ready" ]; then
    initdb --pgdata="$data" --auth=scram-sha-256 --username=postgres --no-sync \
        --pwfile=/run/secrets/superuser --locale=C --encoding=UTF8 >/dev/null
    echo "host all all all scram-sha-256" >>"$data/pg_hba.conf"
    postgres --single -D "$data" postgres >/dev/null <<SQL
CREATE ROLE postgres_exporter LOGIN CONNECTION LIMIT 5 PASSWORD '$(cat /run/secrets/exporter)';
GRANT pg_monitor TO postgres_exporter;
SQL
    touch "$data/ready"
fi
exec postgres -D "$data" -c listen_addresses='*' -c fsync=off -c unix_socket_directories=/tmp
"#;

fn postgres() -> Result<Image, String> {
    Ok(Image {
        name: POSTGRES.to_owned(),
        texts: vec![("usr/bin/start", POSTGRES_START.to_owned())],
        folders: vec![
            ("var", 0),
            ("var/lib", 0),
            ("var/lib/postgresql", 999),
            ("var/lib/postgresql/data", 999),
        ],
        trees: vec![set::POSTGRES.root()?],
        shell: true,
        says: lines([
            "USER postgres",
            "EXPOSE 5432",
            "ENV TZ=UTC",
            "VOLUME /var/lib/postgresql/data",
            r#"ENTRYPOINT ["/usr/bin/start"]"#,
        ]),
        ..Image::default()
    })
}

pub(super) fn redis() -> Result<Image, String> {
    Ok(Image {
        name: REDIS.to_owned(),
        folders: vec![("data", 999)],
        trees: vec![set::REDIS.root()?],
        shell: true,
        says: lines([
            "USER 999",
            "EXPOSE 6379",
            "WORKDIR /data",
            "VOLUME /data",
            r#"ENTRYPOINT ["/usr/bin/redis-server", "--save", "", "--protected-mode", "no"]"#,
        ]),
        ..Image::default()
    })
}
