//! The table of programs: what is needed at least, and where each one is found.

use super::Version;

/// One real program.
#[derive(Debug)]
pub(crate) struct Program {
    /// What it is called upstream.
    pub(crate) name: &'static str,
    /// Environment variable that names a file to use instead of looking for one.
    pub(crate) variable: &'static str,
    /// The oldest version the tests' expectations hold for.
    pub(crate) minimum: Version,
    /// How to ask it for its version.
    pub(crate) version_args: &'static [&'static str],
    /// Names to look for on `PATH`; absolute paths are looked at as they are.
    pub(crate) places: &'static [&'static str],
    /// Debian's package.
    pub(crate) package: &'static str,
    /// The program inside the package.
    pub(crate) file: &'static str,
}

macro_rules! programs {
    ($($id:ident: $name:literal >= $minimum:expr, $args:expr, [$($place:literal),+],
        $package:literal / $file:literal;)+) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub(crate) const $id: Program = Program {
                name: $name,
                variable: concat!("STACKGEN_TEST_", stringify!($id)),
                minimum: $minimum,
                version_args: &$args,
                places: &[$($place),+],
                package: $package,
                file: $file,
            };
        )+
        /// Every program, for tests of the table itself.
        pub(crate) const ALL: &[Program] = &[$($id),+];
    };
}

programs! {
    PROMTOOL: "promtool" >= Version(3, 5, 0), ["--version"], ["promtool"],
        "promtool" / "usr/bin/promtool";
    PROMETHEUS: "prometheus" >= Version(3, 5, 0), ["--version"], ["prometheus"],
        "prometheus" / "usr/bin/prometheus";
    // 0.31 is the first release that reads every `*_file` option the receivers use.
    AMTOOL: "amtool" >= Version(0, 31, 0), ["--version"], ["amtool"],
        "prometheus-alertmanager" / "usr/bin/amtool";
    ALERTMANAGER: "alertmanager" >= Version(0, 31, 0), ["--version"],
        ["alertmanager", "prometheus-alertmanager"],
        "prometheus-alertmanager" / "usr/bin/prometheus-alertmanager";
    DOCKER_COMPOSE: "docker-compose" >= Version(2, 30, 0), ["version", "--short"],
        ["docker-compose", "/usr/local/lib/docker/cli-plugins/docker-compose",
            "/usr/libexec/docker/cli-plugins/docker-compose",
            "/usr/lib/docker/cli-plugins/docker-compose"],
        "docker-compose" / "usr/libexec/docker/cli-plugins/docker-compose";
    CADDY: "caddy" >= Version(2, 10, 0), ["version"], ["caddy"],
        "caddy" / "usr/bin/caddy";
    BLACKBOX_EXPORTER: "blackbox_exporter" >= Version(0, 27, 0), ["--version"],
        ["blackbox_exporter", "prometheus-blackbox-exporter"],
        "prometheus-blackbox-exporter" / "usr/bin/prometheus-blackbox-exporter";
    NODE_EXPORTER: "node_exporter" >= Version(1, 10, 0), ["--version"],
        ["node_exporter", "prometheus-node-exporter"],
        "prometheus-node-exporter" / "usr/bin/prometheus-node-exporter";
    POSTGRES_EXPORTER: "postgres_exporter" >= Version(0, 18, 0), ["--version"],
        ["postgres_exporter", "prometheus-postgres-exporter"],
        "prometheus-postgres-exporter" / "usr/bin/prometheus-postgres-exporter";
    REDIS_EXPORTER: "redis_exporter" >= Version(1, 80, 0), ["--version"],
        ["redis_exporter", "prometheus-redis-exporter"],
        "prometheus-redis-exporter" / "usr/bin/prometheus-redis-exporter";
    // 0.16 is the first release that asks MySQL 8.4 and newer for a replica's state.
    MYSQLD_EXPORTER: "mysqld_exporter" >= Version(0, 16, 0), ["--version"],
        ["mysqld_exporter", "prometheus-mysqld-exporter"],
        "prometheus-mysqld-exporter" / "usr/bin/prometheus-mysqld-exporter";
    DOCKER_REGISTRY: "docker-registry" >= Version(2, 8, 0), ["--version"], ["docker-registry"],
        "docker-registry" / "usr/bin/docker-registry";
}
