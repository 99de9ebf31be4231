//! The pictures of the README show what a terminal shows now; `UPDATE_GOLDENS=1` draws them anew.

use std::fs;

use anstyle_svg::Term;

use crate::support::session::Session;
use crate::support::{cases, golden};

/// The application of the README.
pub(crate) const COMPOSE: &str = r#"services:
  api:
    build: .
    ports: ["8080:8080"]
    depends_on: [db, cache]
  db:
    image: postgres:17
    environment:
      POSTGRES_PASSWORD: ${DB_PASSWORD}
  cache:
    image: redis:8
  migrate:
    build: .
    command: npm run migrate
    restart: "no"
"#;

const ENTER: &str = "\r";

#[test]
fn the_wizard_as_people_see_it() {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let shop = folder.path().join("shop");
    fs::create_dir(&shop).expect("it can be made");
    fs::write(shop.join("compose.yaml"), COMPOSE).expect("it can be written");
    let mut session = Session::start(&shop, 100, "DB_PASSWORD=x", "init --then nothing");
    session.at("Which services do you want to monitor?", ENTER);
    session.at("Does api expose Prometheus metrics?", " ").at("Does api expose", ENTER);
    session.at("Which library makes", "\u{1b}[B").at("Which library makes", ENTER);
    for question in [
        "What is the stack called?",
        "How do alerts reach you?",
        "Which Slack channel?",
        "Which time zone",
        "When are you at work",
        "Which preset?",
        "Write stack.toml",
    ] {
        session.at(question, ENTER);
    }
    let ended = session.end();
    assert_eq!(ended.code, Some(0), "{}", ended.text);
    let prompt = "\u{1b}[1m$\u{1b}[0m stackgen init\n";
    let svg = Term::new().render_svg(&format!("{prompt}{}", ended.drawn));
    golden::check_text(&cases::repository("docs/pictures/init.svg"), &svg);
}
