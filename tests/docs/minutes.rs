//! How long the way to a proven stack is: in commands, keys and words, counted on a terminal.

use std::fs;

use crate::support::session::Session;
use crate::{marked, pictures};

const ENTER: &str = "\r";

/// The questions of the wizard on the default path.
const QUESTIONS: [&str; 10] = [
    "Which services do you want",
    "expose Prometheus metrics?",
    "What is the stack called?",
    "How do alerts reach you?",
    "Which Slack channel?",
    "Which time zone",
    "When are you at work",
    "Which preset?",
    "Write stack.toml",
    "What next?",
];

#[test]
fn the_readme_says_how_long_the_way_is() {
    let folder = tempfile::tempdir().expect("a folder for temporary files");
    let shop = folder.path().join("shop");
    fs::create_dir(&shop).expect("it can be made");
    fs::write(shop.join("compose.yaml"), pictures::COMPOSE).expect("it can be written");
    let mut session = Session::start(&shop, 100, "DB_PASSWORD=x", "init");
    for question in QUESTIONS {
        session.at(question, ENTER);
    }
    let ended = session.end();
    assert_eq!(ended.code, Some(0), "{}", ended.text);
    assert!(ended.pressed <= 10, "{} keys", ended.pressed);
    let secrets = ended.text.lines().filter(|line| line.trim().starts_with("install ")).count();
    assert!(secrets > 0, "{}", ended.text);
    // What has to be typed into the database, as the wizard shows it.
    let setup = ended.text.lines().skip_while(|line| !line.starts_with("once, in"));
    let statements = setup.take_while(|line| !line.starts_with("help:"));
    let statements = statements.filter(|line| line.starts_with("      ")).count();
    assert!(statements > 0, "{}", ended.text);
    let words = ended.text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic));
    let words = words.count();
    // Who reads 200 words a minute reads for two of the five.
    assert!(words <= 600, "{words} words");
    let text = format!(
        "With an app, a database and a cache, the way from nothing to a proven stack is {} commands (`stackgen init`, {secrets} that\n\
         create secret files, `stackgen up`, `stackgen verify`), {statements} lines in `psql` for the exporter's role, and {} keys in the wizard,\n\
         which shows {words} words.\n",
        secrets + 3,
        ended.pressed,
    );
    marked::check("README.md", "minutes", &text);
}
