//! One small application, in full.

use stackgen::import::{Kind, Offer};

use crate::disk::Imported;

const SHOP: &str = "\
services:
  web:
    build: .
    ports: [\"8080:3000\"]
    environment:
      DATABASE_URL: postgres://shop:${DB_PASSWORD:-canary}@db:5432/shop
      REDIS_URL: redis://cache
    depends_on: [db, cache]
  db:
    image: postgres:16-alpine
    environment:
      POSTGRES_PASSWORD: ${DB_PASSWORD:-canary}
    volumes: [data:/var/lib/postgresql/data]
  cache:
    image: docker.io/library/redis:7
volumes: {data: }
";

#[test]
fn an_app_its_database_and_its_cache() {
    let imported = Imported::one(SHOP);
    assert_eq!(imported.report(), "");
    let plan = imported.plan();
    assert_eq!(plan.project.as_deref(), Some("shop"));
    let kinds: Vec<_> = plan.services.iter().map(|it| (it.service.as_str(), it.kind)).collect();
    assert_eq!(kinds, [("web", Kind::App), ("db", Kind::Known), ("cache", Kind::Known)]);
    for service in &plan.services {
        let names: Vec<_> = service.networks.iter().map(|it| it.name.as_deref()).collect();
        assert_eq!(names, [Some("shop_default")]);
    }
    let Offer::App { target: Some(target), .. } = &imported.service("web").offer else {
        panic!("{:?}", imported.service("web").offer)
    };
    assert_eq!(target.to_string(), "web:3000");
    let db = imported.service("db");
    let Offer::Integration { r#type, address, .. } = &db.offer else { panic!("{:?}", db.offer) };
    assert_eq!((r#type.as_str(), address.to_string().as_str()), ("postgres", "db:5432"));
    assert!(db.ticked);
    assert_eq!(
        (db.secrets[0].setting.as_str(), db.secrets[0].file.as_str()),
        ("password_file", "secrets/db")
    );
    let found = db.secrets[0].found.as_ref().expect("it is in the file");
    assert_eq!(found.text, "POSTGRES_PASSWORD, from the variable DB_PASSWORD");
    assert_eq!(imported.sources.position(found.place).line, 12);
    assert!(imported.service("cache").secrets.is_empty());
    assert!(!format!("{plan:?}").contains("canary"));
}
