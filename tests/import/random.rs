//! Whatever a file holds, an import ends soon and does not panic.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use stackgen::import::{Disk, Request};

use crate::cases;
use crate::disk::Imported;
use crate::support::tree;

/// So long at most, in a build without optimisations.
const LIMIT: Duration = Duration::from_secs(2);

/// Files with paths made at run time.
struct Files(BTreeMap<PathBuf, Vec<u8>>);

impl Disk for Files {
    fn has(&self, path: &Path) -> bool {
        self.0.contains_key(path)
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, String> {
        self.0.get(path).cloned().ok_or_else(|| "there is no such file".to_owned())
    }
}

#[track_caller]
fn ends(request: &Request, files: BTreeMap<PathBuf, Vec<u8>>) -> Imported {
    let start = Instant::now();
    let usual = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
    let has_usual = usual.iter().any(|name| files.contains_key(&request.folder.join(name)));
    let imported = Imported::of(request, &Files(files));
    let report = imported.report();
    let took = start.elapsed();
    assert!(took < LIMIT, "{took:?}: {report}");
    assert!(!report.contains("canary"), "a secret is shown:\n{report}");
    // Where the files that were named are named no more, there may be none.
    let none = request.files.is_empty() && report.is_empty();
    assert!(imported.plan.is_some() || !report.is_empty() || none && !has_usual, "nothing is said");
    imported
}

/// The same, where no plan may have a secret in it.
fn ends_in_secrecy(request: &Request, files: BTreeMap<PathBuf, Vec<u8>>) {
    let imported = ends(request, files);
    let report = imported.report();
    assert!(
        !format!("{:?}", imported.plan).contains("canary"),
        "a secret is in the plan:\n{report}"
    );
}

fn runner(cases: u32) -> TestRunner {
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

/// Pieces of which Compose files are made, and of which mistakes are.
const PIECES: [&str; 46] = [
    "services:",
    "\n",
    "\n  ",
    "\n    ",
    "\n      - ",
    "image: ",
    "postgres",
    "redis:7",
    "build: ",
    "ports: ",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "8080:80",
    ": ",
    "- ",
    "&a ",
    "*a",
    "<<: ",
    "${X",
    "}",
    "$",
    "$$",
    ":-",
    "environment: ",
    "A=b",
    "extends: ",
    "include: ",
    "compose.yaml",
    "networks: ",
    "default",
    "external: ",
    "true",
    "null",
    "!reset ",
    "!override ",
    "|\n",
    ">-\n",
    "#",
    "\t",
    "\r\n",
    "é\u{1f600}",
    "depends_on: ",
];

#[test]
fn files_made_of_pieces_end() {
    let pieces = prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60);
    let made = runner(400).run(&pieces, |pieces| {
        let text = format!("services:\n  a:\n    {}", pieces.concat());
        let files = [("/x/compose.yaml".into(), text.into_bytes())];
        ends_in_secrecy(&Request { folder: "/x".into(), ..Request::default() }, files.into());
        Ok(())
    });
    made.expect("no file is too much");
}

#[test]
fn random_text_ends() {
    let made = runner(200).run(&(".{0,300}", ".{0,100}"), |(text, dotenv)| {
        let files = [
            ("/x/compose.yaml".into(), text.into_bytes()),
            ("/x/.env".into(), dotenv.into_bytes()),
        ];
        ends_in_secrecy(&Request { folder: "/x".into(), ..Request::default() }, files.into());
        Ok(())
    });
    made.expect("no text is too much");
}

#[test]
fn damaged_cases_end() {
    let cases: Vec<(Request, BTreeMap<PathBuf, Vec<u8>>)> = cases::all()
        .iter()
        .map(|case| {
            let files = tree::read(&case.folder).expect("a case can be read");
            let files = files.into_iter().map(|(path, bytes)| (case.folder.join(path), bytes));
            (case.request(), files.collect())
        })
        .collect();
    let damage = prop::collection::vec(
        (any::<prop::sample::Index>(), 0..4_u8, any::<prop::sample::Index>()),
        1..6,
    );
    let chosen = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), damage);
    let made = runner(500).run(&chosen, |(case, file, damage)| {
        let (request, files) = &cases[case.index(cases.len())];
        let mut files = files.clone();
        let paths: Vec<PathBuf> = files.keys().cloned().collect();
        let path = &paths[file.index(paths.len())];
        let is_dotenv = path.ends_with(".env");
        let bytes = files.get_mut(path).expect("it is one of them");
        for (at, how, piece) in damage {
            let at = at.index(bytes.len().max(1)).min(bytes.len());
            let piece = PIECES[piece.index(PIECES.len())];
            match how {
                0 => drop(bytes.splice(at..at, piece.bytes())),
                1 => bytes.truncate(at),
                2 => drop(bytes.drain(at..(at + piece.len()).min(bytes.len()))),
                _ => drop(bytes.splice(at..(at + 1).min(bytes.len()), [0xff])),
            }
        }
        // Two lines that became one make a secret a part of a name, such as the project's.
        if is_dotenv {
            ends(request, files);
        } else {
            ends_in_secrecy(request, files);
        }
        Ok(())
    });
    made.expect("no damage is too much");
}

/// An application of sixty services is no wait, even in a build without optimisations.
#[test]
fn sixty_services_are_no_wait() {
    let text = (0..20).fold("services:\n".to_owned(), |mut text, number| {
        let _ = write!(
            text,
            "  app{number}:\n    image: acme/app:{number}\n    ports: [\"{port}:3000\"]\n    environment:\n      \
             DATABASE_URL: postgres://u:p@db{number}:5432/x\n      REDIS_URL: redis://cache{number}\n    \
             depends_on: [db{number}, cache{number}]\n  db{number}:\n    image: postgres:16\n    environment: [POSTGRES_PASSWORD=x]\n  \
             cache{number}:\n    image: redis:7\n",
            port = 4000 + number
        );
        text
    });
    let start = Instant::now();
    let imported = Imported::one(text);
    let took = start.elapsed();
    assert_eq!(imported.plan().services.len(), 60);
    println!("60 services took {took:?}");
    assert!(took < Duration::from_secs(1), "{took:?}");
}
