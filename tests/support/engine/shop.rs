//! The images of a small shop that somebody runs with Compose.

use super::image::Image;
use super::images::{app, exporter, lines, redis};
use crate::support::catalogue::setup_sql;
use crate::support::tools::{self, set};

/// The images of a small shop, under the names that people's Compose files have, and of the exporter that
/// watches its database: an app, MariaDB, Redis and nginx. Its database has the exporter's user, with this
/// password, as the catalogue tells users to create it.
///
/// # Errors
///
/// What one of them needs and is not here.
pub(crate) fn of_a_shop(password: &str) -> Result<[Image; 5], String> {
    let named = |name: &str, image: Image| Image { name: name.to_owned(), ..image };
    let exporter = exporter("mysqld-exporter", "mysqld_exporter", tools::mysqld_exporter(), 9104)?;
    Ok([
        named("shop/api:1", app()?),
        named("redis:8", redis()?),
        mariadb(password)?,
        nginx()?,
        exporter,
    ])
}

/// Makes the tables of its own at the first start.
const MARIADB_START: &str = r#"#!/bin/sh
set -e
data=/var/lib/mysql
run="mariadbd --no-defaults --datadir=$data --tmpdir=/tmp --plugin-dir=/usr/lib/mysql/plugin"
run="$run --lc-messages-dir=/usr/share/mariadb --character-sets-dir=/usr/share/mariadb/charsets"
if [ ! -e "$data/ready" ]; then
    {
        printf '%s\n' 'create database mysql;' 'create database sys;' 'use mysql;'
        for part in system_tables performance_tables system_tables_data; do
            cat /usr/share/mariadb/mariadb_$part.sql
        done
    } | $run --bootstrap
    touch "$data/ready"
fi
exec $run --bind-address=0.0.0.0 --socket=/tmp/socket --init-file=/etc/init.sql
"#;

fn mariadb(password: &str) -> Result<Image, String> {
    let user = setup_sql("mysql", "On MariaDB").replace("PASSWORD", password);
    // At each start; a user that is there already stays as it is.
    let user = user.replace("CREATE USER", "CREATE USER IF NOT EXISTS");
    let health = "CREATE USER IF NOT EXISTS health@localhost IDENTIFIED BY '';\n";
    Ok(Image {
        name: "mariadb:11".to_owned(),
        texts: vec![
            ("usr/bin/start", MARIADB_START.to_owned()),
            ("etc/init.sql", one_a_line(&user) + health),
        ],
        folders: vec![("var", 0), ("var/lib", 0), ("var/lib/mysql", 999)],
        trees: vec![set::MARIADB.root()?],
        shell: true,
        says: lines([
            "USER 999",
            "EXPOSE 3306",
            "VOLUME /var/lib/mysql",
            r#"ENTRYPOINT ["/usr/bin/start"]"#,
        ]),
        ..Image::default()
    })
}

/// Statements as `--init-file` reads them.
fn one_a_line(sql: &str) -> String {
    let statements = sql.split(';').map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
    statements.filter(|it| !it.is_empty()).map(|it| it + ";\n").collect()
}

const NGINX_CONF: &str = "daemon off;
pid /tmp/pid;
error_log stderr;
events {}
http {
    access_log off;
    client_body_temp_path /tmp/1; proxy_temp_path /tmp/2; fastcgi_temp_path /tmp/3;
    uwsgi_temp_path /tmp/4; scgi_temp_path /tmp/5;
    server { listen 80; location / { proxy_pass http://api:8080; } }
}
";

fn nginx() -> Result<Image, String> {
    Ok(Image {
        name: "nginx:1.28".to_owned(),
        texts: vec![("etc/nginx/nginx.conf", NGINX_CONF.to_owned())],
        folders: vec![("etc/nginx", 0)],
        trees: vec![set::NGINX.root()?],
        shell: true,
        says: lines([
            "USER 0",
            "EXPOSE 80",
            r#"ENTRYPOINT ["/usr/sbin/nginx", "-e", "stderr", "-c", "/etc/nginx/nginx.conf"]"#,
        ]),
        ..Image::default()
    })
}
