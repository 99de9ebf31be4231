//! The exporter of MySQL and MariaDB as a spec renders it, set up as the catalogue says, in front of real
//! servers: it emits what the catalogue lists, fills every panel, and makes alerts fire when something
//! breaks.

use std::collections::BTreeSet;

use stackgen::live::{BaseUrl, Client, Prometheus};
use stackgen::output::FileSet;
use stackgen::stack::Stack;
use stackgen::value::Duration;
use stackgen::verify::panels;

use crate::database::{Kind, MARIADB, MYSQL, Server};
use crate::running::Running;
use crate::support::catalogue::{compare, integration, setup_sql};
use crate::support::exposition::Page;
use crate::support::process::Finished;
use crate::support::rendered;
use crate::support::tools::{self, Tool, Version};
use crate::whole::{read, start_prometheus};

/// The exporter's password: it has all signs that the setup does not forbid.
const PASSWORD: &str = "only-for:tests/7f3a#;&=@!(|)*+,<>[]^_{}~";

/// The release that answers before Prometheus gives up when the server hangs. Debian's is older.
const IN_TIME: Version = Version(0, 20, 0);

const SPEC: &str = r#"
version = 1
name = "databases"
preset = "minimal"
[prometheus]
scrape_interval = "1s"
scrape_timeout = "1s"
evaluation_interval = "1s"
[networks]
join = ["shop_default"]
[integrations.source]
type = "mysql"
address = "source:3306"
password_file = "secrets/mysql.cnf"
[integrations.replica]
type = "mysql"
address = "replica:3306"
password_file = "secrets/mysql.cnf"
[alerts.MySQLDown]
for = "2s"
[alerts.MySQLConnectionsNearLimit]
for = "2s"
[alerts.MySQLReplicationStopped]
for = "2s"
[alerts.MySQLReplicationLag]
for = "1s"
threshold = 1
"#;

#[test]
fn mariadb_is_watched() {
    let lacks =
        ["mysql_slave_status_replica_", "mysql_slave_status_seconds_behind_source", "mysql_perf"];
    let Some(mut watch) = Watch::start(&MARIADB, SPEC, "On MariaDB") else { return };
    let measured = setup_sql("mysql", "MariaDB needs a plugin");
    watch.source.sql(&measured);
    watch.is_proven(&lacks);
}

#[test]
fn mysql_is_watched() {
    let lacks =
        ["mysql_slave_status_slave_", "mysql_slave_status_seconds_behind_master", "mysql_info_"];
    let spec = SPEC.replace("secrets/mysql.cnf\"", "secrets/mysql.cnf\"\nstatement_times = true");
    let Some(mut watch) = Watch::start(&MYSQL, &spec, "On MySQL") else { return };
    watch.source.sql(&setup_sql("mysql", "`statement_times = true`"));
    watch.is_proven(&lacks);
}

/// A server with a replica, and what watches both.
struct Watch {
    kind: &'static Kind,
    stack: Stack,
    /// What the catalogue says that an administrator runs.
    setup: String,
    prometheus: Running,
    exporters: [Running; 2],
    replica: Server,
    source: Server,
}

impl Watch {
    /// Starts all of it. `whose` begins what the setup says about this kind of server.
    fn start(kind: &'static Kind, spec: &str, whose: &str) -> Option<Self> {
        let (exporter, prometheus) = (tools::mysqld_exporter()?, tools::prometheus()?);
        let (source, replica) = (Server::start(kind, 1)?, Server::start(kind, 2)?);
        let setup = setup_sql("mysql", whose).replace("PASSWORD", PASSWORD);
        source.sql(&setup);
        source.sql(
            "CREATE USER replica@'%' IDENTIFIED BY 'r'; GRANT REPLICATION SLAVE ON *.* TO replica@'%'; \
             CREATE USER application@localhost IDENTIFIED BY ''; \
             CREATE DATABASE shop; CREATE TABLE shop.orders (id INT PRIMARY KEY);",
        );
        replica.sql(&kind.follow.replace("PORT", &source.running.port().to_string()));

        let files = rendered::files(spec, vec![]);
        let exporters = [("source", &source), ("replica", &replica)]
            .map(|(name, server)| start_exporter(exporter, &files, name, server));
        let mut places = vec![
            ("source-exporter:9104", exporters[0].address()),
            ("replica-exporter:9104", exporters[1].address()),
        ];
        let text = |path: &str| read(&files, path);
        let prometheus = start_prometheus(prometheus, &files, &text, &mut places);
        let stack = rendered::stack(spec, vec![]);
        Some(Self { kind, stack, setup, prometheus, exporters, replica, source })
    }

    fn is_proven(&mut self, lacks: &[&str]) {
        self.emits_what_the_catalogue_says(lacks);
        self.needs_no_less_and_sees_no_data();
        self.fills_every_panel();
        self.hears_of_a_replica_that_stops_and_of_one_that_lags();
        self.hears_of_a_server_without_connections();
        self.hears_of_a_server_that_hangs_and_of_a_locked_user();
        self.hears_of_a_server_that_is_gone();
    }

    fn emits_what_the_catalogue_says(&mut self, lacks: &[&str]) {
        let loaded = integration("mysql");
        let metrics = &loaded.integration.metrics;
        let lacked = metrics
            .iter()
            .filter(|(name, _)| lacks.iter().any(|start| name.as_str().starts_with(start)));
        let expected = metrics.len() - lacked.count();
        let [source, replica] = &mut self.exporters;
        let seen = replica.wait_for(|replica| {
            let mut page = Page::default();
            for running in [&*source, replica] {
                let text = running.get("/metrics").map_err(|error| error.to_string())?;
                every_collector_succeeds(&text)?;
                page.read(&text);
            }
            match compare(metrics, &page, |_| false)? {
                seen if seen == expected => Ok(seen),
                seen => Err(format!("{seen} of {expected} metrics are there")),
            }
        });
        println!("{}: {seen} of {} metrics were seen", self.kind.name, metrics.len());
        // What its health check asks for.
        source.get("/").expect("it has a first page");
    }

    fn needs_no_less_and_sees_no_data(&mut self) {
        let denied = |sql: &str, ran: &Finished| {
            assert!(!ran.succeeded() && ran.stderr.contains("denied"), "{sql}\n{ran}");
        };
        for sql in ["SELECT * FROM shop.orders;", "SELECT * FROM mysql.user;", "CREATE DATABASE a;"]
        {
            denied(sql, &self.source.sql_of("exporter", PASSWORD, sql));
        }
        let grant = self.setup.lines().find(|line| line.starts_with("GRANT")).expect("it grants");
        let revoke = grant.replace("GRANT", "REVOKE").replace(" TO ", " FROM ");
        self.source.sql(&revoke);
        let text = self.exporters[0].get("/metrics").expect("the exporter answers");
        every_collector_succeeds(&text).expect_err("the privilege is not needed");
        self.source.sql(grant);
    }

    fn fills_every_panel(&mut self) {
        let every_second = Duration::from_secs(1);
        let all = panels::panels(&self.stack, every_second);
        let panels: Vec<_> = all.iter().filter(|it| it.dashboard == "mysql").collect();
        assert!((8..=14).contains(&panels.len()), "{} panels", panels.len());
        let source = &self.source;
        self.prometheus.wait_for(|running| {
            let prometheus = client(running);
            source.sql("SELECT COUNT(*) FROM shop.orders;");
            for panel in &panels {
                let mut filled = 0;
                for query in &panel.queries {
                    filled +=
                        usize::from(prometheus.series(query).map_err(|it| it.to_string())? > 0);
                }
                if filled == 0 || filled + panel.optional_queries.len() < panel.queries.len() {
                    return Err(format!("{} is empty", panel.name()));
                }
            }
            Ok(())
        });
    }

    fn hears_of_a_replica_that_stops_and_of_one_that_lags(&mut self) {
        self.is_quiet("MySQLReplicationStopped");
        self.is_quiet("MySQLReplicationLag");
        let [stop, start] = self.kind.stop_and_start;
        self.replica.sql(stop);
        self.fires("MySQLReplicationStopped", "replica");
        self.replica.sql(start);
        self.is_quiet("MySQLReplicationStopped");

        let lock = "FLUSH TABLES WITH READ LOCK; SELECT SLEEP(10);";
        let _locked = self.replica.session("root", lock);
        self.asks(|prometheus| {
            has(prometheus, "mysql_global_status_threads_running{instance=\"replica\"} > 1")
        });
        self.source.sql("INSERT INTO shop.orders VALUES (1);");
        self.fires("MySQLReplicationLag", "replica");
        self.is_quiet("MySQLReplicationLag");
    }

    fn hears_of_a_server_without_connections(&mut self) {
        self.is_quiet("MySQLConnectionsNearLimit");
        self.is_quiet("MySQLDown");
        self.source.sql("SET GLOBAL max_connections = 20;");
        let session = |source: &Server| source.session("application", "SELECT SLEEP(100)");
        let mut sessions: Vec<_> = (0..16).map(|_| session(&self.source)).collect();
        self.fires("MySQLConnectionsNearLimit", "source");
        // The exporter needs one for a moment, which a session then does not get.
        let source = &self.source;
        self.prometheus.wait_for(|running| {
            sessions.push(session(source));
            fires(&client(running), "MySQLDown", "source")
        });
        let said = self.exporters[0].said();
        assert!(said.contains("Error 1040"), "{said}");
        // As the runbook says: an administrator has one in reserve. On MariaDB, whoever is about to be
        // refused holds it for a moment.
        self.prometheus.wait_for(|_| {
            let ran = source.sql_of("root", "", "SET GLOBAL max_connections = 300;");
            if ran.succeeded() { Ok(()) } else { Err(ran.to_string()) }
        });
        self.is_quiet("MySQLDown");
    }

    fn hears_of_a_server_that_hangs_and_of_a_locked_user(&mut self) {
        if tools::mysqld_exporter().is_some_and(|tool| tool.version >= IN_TIME) {
            self.source.running.freeze();
            self.fires("MySQLDown", "source");
            self.source.running.thaw();
            self.is_quiet("MySQLDown");
        }
        self.source.sql("SET sql_log_bin = 0; ALTER USER exporter@'%' ACCOUNT LOCK;");
        self.fires("MySQLDown", "source");
        self.source.sql("SET sql_log_bin = 0; ALTER USER exporter@'%' ACCOUNT UNLOCK;");
        self.is_quiet("MySQLDown");
    }

    fn hears_of_a_server_that_is_gone(&mut self) {
        self.source.running.end();
        self.fires("MySQLDown", "source");
        self.fires("MySQLReplicationStopped", "replica");
    }

    /// Waits until an alert fires for one of the two, and only for that.
    fn fires(&mut self, alert: &str, instance: &str) {
        self.asks(|prometheus| fires(prometheus, alert, instance));
    }

    /// Waits until an alert does not fire.
    fn is_quiet(&mut self, alert: &str) {
        let both = "count(mysql_up) == 2";
        let expr = format!("{both} unless on () ALERTS{{alertname=\"{alert}\"}}");
        self.asks(|prometheus| has(prometheus, &expr));
    }

    fn asks(&mut self, ask: impl Fn(&Prometheus) -> Result<(), String>) {
        self.prometheus.wait_for(|running| ask(&client(running)));
    }
}

/// Starts an exporter with the arguments of its rendered container, but for the places of this machine.
fn start_exporter(tool: &Tool, files: &FileSet, name: &str, server: &Server) -> Running {
    let compose = read(files, "docker-compose.monitoring.yml");
    let service =
        compose.split(&format!("\n  {name}-exporter:\n")).nth(1).expect("it has a container");
    let service = service.split("\n\n").next().unwrap_or_default();
    assert!(!service.contains("environment:"), "{service}");
    let command = service.split("    command:\n").nth(1).expect("it has arguments");
    let command =
        command.lines().map_while(|line| line.strip_prefix("      - \"")?.strip_suffix('"'));
    let secret = format!("/run/secrets/integration.{name}.password");
    let there = format!("{name}:3306");
    let mut args: Vec<String> = command
        .map(|it| it.replace(&secret, "my.cnf").replace(&there, &server.running.address()))
        .collect();
    assert!(args.len() > 3, "{args:?}");
    let secret = format!("[client]\npassword = {PASSWORD}\n");
    Running::start(tool, &[("my.cnf", &secret)], |port| {
        args.push(format!("--web.listen-address=127.0.0.1:{port}"));
        args
    })
}

fn every_collector_succeeds(page: &str) -> Result<(), String> {
    let successes =
        page.lines().filter(|line| line.starts_with("mysql_exporter_collector_success{"));
    let (good, bad): (Vec<_>, Vec<_>) = successes.partition(|line| line.ends_with(" 1"));
    let collectors: BTreeSet<_> = good.iter().collect();
    if bad.is_empty() && collectors.len() >= 4 { Ok(()) } else { Err(format!("{good:?} {bad:?}")) }
}

fn client(running: &Running) -> Prometheus {
    Prometheus::new(Client::new("Prometheus", BaseUrl::at(&running.address())))
}

fn has(prometheus: &Prometheus, expr: &str) -> Result<(), String> {
    match prometheus.series(expr).map_err(|error| error.to_string())? {
        0 => Err(format!("{expr} has no series")),
        _ => Ok(()),
    }
}

fn fires(prometheus: &Prometheus, alert: &str, instance: &str) -> Result<(), String> {
    let firing = format!("ALERTS{{alertname=\"{alert}\",alertstate=\"firing\"}}");
    let others = format!("{firing} unless ALERTS{{instance=\"{instance}\"}}");
    has(prometheus, &format!("{firing} and ALERTS{{instance=\"{instance}\"}}"))?;
    match prometheus.series(&others).map_err(|error| error.to_string())? {
        0 => Ok(()),
        count => Err(format!("{alert} fires for {count} others")),
    }
}
