//! A server of MySQL or MariaDB, from Debian's packages, with data of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::running::Running;
use crate::support::process::{self, Finished};
use crate::support::skip;
use crate::support::tools::set::{self, Set};
use crate::support::tools::{Tool, Version};

/// One of the two.
#[derive(Debug)]
pub(crate) struct Kind {
    /// Its name for people.
    pub(crate) name: &'static str,
    set: &'static Set,
    server: &'static str,
    client: &'static str,
    /// Its folder below `usr/share`.
    share: &'static str,
    /// The SQL below its folder that makes the tables of its own; without any, it makes them itself.
    tables: &'static [&'static str],
    /// What only this one needs.
    arguments: &'static [&'static str],
    /// SQL that makes a replica of a server out of another one, with the port for `PORT`.
    pub(crate) follow: &'static str,
    /// SQL that stops a replica, and starts it again.
    pub(crate) stop_and_start: [&'static str; 2],
}

pub(crate) const MARIADB: Kind = Kind {
    name: "MariaDB",
    set: &set::MARIADB,
    server: "usr/sbin/mariadbd",
    client: "usr/bin/mariadb",
    share: "mariadb",
    tables: &["system_tables", "performance_tables", "system_tables_data"],
    arguments: &[],
    follow: "CHANGE MASTER TO master_host='127.0.0.1', master_port=PORT, master_user='replica', \
             master_password='r', master_ssl=0, master_use_gtid=slave_pos; START SLAVE;",
    stop_and_start: ["STOP SLAVE;", "START SLAVE;"],
};

pub(crate) const MYSQL: Kind = Kind {
    name: "MySQL",
    set: &set::MYSQL,
    server: "usr/sbin/mysqld",
    client: "usr/bin/mysql",
    share: "mysql",
    tables: &[],
    arguments: &["--mysqlx=OFF", "--secure-file-priv=NULL"],
    follow: "CHANGE REPLICATION SOURCE TO source_host='127.0.0.1', source_port=PORT, \
             source_user='replica', source_password='r', get_source_public_key=1; START REPLICA;",
    stop_and_start: ["STOP REPLICA;", "START REPLICA;"],
};

/// A server that runs. It ends with the value.
pub(crate) struct Server {
    kind: &'static Kind,
    root: PathBuf,
    // Before its folder goes.
    pub(crate) running: Running,
    folder: TempDir,
}

impl Server {
    /// Starts one whose number among servers that follow each other is this.
    ///
    /// Nothing where there are no packages of it; that the test is skipped has then been said already.
    ///
    /// # Panics
    ///
    /// If it does not start.
    #[track_caller]
    pub(crate) fn start(kind: &'static Kind, number: u8) -> Option<Self> {
        let root = match kind.set.root() {
            Ok(root) => root,
            Err(why) => {
                skip::skip(
                    &format!("needs {}", kind.name),
                    &why,
                    "run it on Debian, with a network",
                );
                return None;
            }
        };
        let folder = tempfile::tempdir().expect("a temporary folder");
        for inner in ["data", "tmp"] {
            fs::create_dir(folder.path().join(inner)).expect("a temporary folder");
        }
        initialize(kind, &root, folder.path());
        let socket = folder.path().join("socket");
        let tool = loaded(kind.name, &root);
        let running = Running::start(&tool, &[], |port| {
            let mut args = of_the_loader(&root, kind.server);
            args.extend(places(kind, &root, folder.path()));
            args.extend(kind.arguments.iter().map(ToString::to_string));
            args.extend([
                format!("--socket={}", socket.display()),
                format!("--pid-file={}", folder.path().join("pid").display()),
                "--bind-address=127.0.0.1".to_owned(),
                format!("--port={port}"),
                format!("--server-id={number}"),
                "--log-bin=binlog".to_owned(),
            ]);
            args
        });
        let mut server = Self { kind, root, running, folder };
        server.wait_until_it_answers();
        Some(server)
    }

    fn wait_until_it_answers(&mut self) {
        let (kind, root, folder) = (self.kind, self.root.clone(), self.folder.path().to_owned());
        self.running.wait_for(|_| {
            let answered = client(kind, &root, &folder, &[], "SELECT 1;");
            if answered.succeeded() { Ok(()) } else { Err(answered.to_string()) }
        });
    }

    /// What an administrator's SQL gives.
    ///
    /// # Panics
    ///
    /// If it fails.
    #[track_caller]
    pub(crate) fn sql(&self, sql: &str) -> String {
        let ran = client(self.kind, &self.root, self.folder.path(), &[], sql);
        assert!(ran.succeeded(), "{sql}\n{ran}");
        ran.stdout
    }

    /// The SQL of a user with a password.
    pub(crate) fn sql_of(&self, user: &str, password: &str, sql: &str) -> Finished {
        let login = [format!("--user={user}"), format!("--password={password}")];
        client(self.kind, &self.root, self.folder.path(), &login, sql)
    }

    /// A session of a user that runs this SQL meanwhile. What it runs may go on after it.
    pub(crate) fn session(&self, user: &str, sql: &str) -> Running {
        let tool = loaded(self.kind.client, &self.root);
        Running::start(&tool, &[], |_| {
            let mut args = of_the_loader(&self.root, self.kind.client);
            args.extend(to_connect(self.folder.path()));
            args.extend([format!("--user={user}"), format!("--execute={sql}")]);
            args
        })
    }
}

/// The loader of a set, which runs its programs with its own libraries on any machine.
fn loaded(name: &'static str, root: &Path) -> Tool {
    let libraries = libraries(root);
    let loader = find(&libraries, |name| name.starts_with("ld-linux"));
    Tool { name, path: loader, version: Version(0, 0, 0) }
}

/// `usr/lib/x86_64-linux-gnu`, or what it is called on this machine.
fn libraries(root: &Path) -> PathBuf {
    find(&root.join("usr/lib"), |name| name.ends_with("-linux-gnu"))
}

fn find(folder: &Path, is: impl Fn(&str) -> bool) -> PathBuf {
    let entries = fs::read_dir(folder).expect("the set has libraries");
    let mut paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let found = paths.find(|path| path.file_name().and_then(|name| name.to_str()).is_some_and(&is));
    found.unwrap_or_else(|| panic!("{} lacks something", folder.display()))
}

fn of_the_loader(root: &Path, program: &str) -> Vec<String> {
    let libraries = libraries(root).display().to_string();
    vec!["--library-path".to_owned(), libraries, root.join(program).display().to_string()]
}

/// Where a server finds its files, which are not where its build has them.
fn places(kind: &Kind, root: &Path, folder: &Path) -> Vec<String> {
    let share = root.join("usr/share").join(kind.share);
    vec![
        "--no-defaults".to_owned(),
        // As root, it would refuse to run otherwise.
        "--user=root".to_owned(),
        format!("--datadir={}", folder.join("data").display()),
        // When it starts, it removes the temporary tables of others there.
        format!("--tmpdir={}", folder.join("tmp").display()),
        format!("--lc-messages-dir={}", share.display()),
        format!("--character-sets-dir={}", share.join("charsets").display()),
        format!("--plugin-dir={}", root.join("usr/lib/mysql/plugin").display()),
    ]
}

/// Makes the tables of the server's own.
fn initialize(kind: &Kind, root: &Path, folder: &Path) {
    let mut command = Command::new(loaded(kind.name, root).path);
    command.args(of_the_loader(root, kind.server)).args(places(kind, root, folder));
    let mut input = String::new();
    if kind.tables.is_empty() {
        command.arg("--initialize-insecure");
    } else {
        command.arg("--bootstrap");
        input.push_str("create database mysql;\ncreate database sys;\nuse mysql;\n");
    }
    for part in kind.tables {
        let file = root.join(format!("usr/share/{0}/{0}_{part}.sql", kind.share));
        input += &fs::read_to_string(file).expect("the set has the server's tables");
    }
    let made = process::run(&mut command, input.as_bytes()).expect("the server can be run");
    assert!(made.succeeded(), "{made}");
}

fn to_connect(folder: &Path) -> Vec<String> {
    vec!["--no-defaults".to_owned(), format!("--socket={}", folder.join("socket").display())]
}

fn client(kind: &Kind, root: &Path, folder: &Path, login: &[String], sql: &str) -> Finished {
    let mut command = loaded(kind.client, root).command(folder);
    command.args(of_the_loader(root, kind.client)).args(to_connect(folder));
    command.args(["--batch", "--user=root"]);
    process::run(command.args(login), sql.as_bytes()).expect("the client can be run")
}
