use super::scenes::{app, bare, service, shop};
use super::{Script, answer, by_flags, by_hand, given, values};
use crate::import::{Kind, Offer};
use crate::init::{Form, Said, Scene, Stop, Trouble, Unattended, ask};
use std::collections::BTreeMap;

#[test]
fn the_defaults_are_a_spec_as_a_person_would_write_it() {
    let expected = r##"#:schema ./stackgen.schema.json
# The line above lets your editor complete keys and explain them.

version = 1
name = "shop-monitoring"
# The preset sets what this file does not.
preset = "standard"

# shop_default: the project's name, then _default
[networks]
join = ["shop_default"]

# The Compose service db, PostgreSQL: image db
[integrations.db]
type = "postgres"
address = "db:5432"
password_file = "secrets/db"

# The Compose service cache, Redis: image cache
[integrations.cache]
type = "redis"
address = "cache:6379"

# The Compose service api: image api
[probes.api]
type = "tcp"
targets = ["api:8080"]

[receivers.slack]
type = "slack"
webhook_url_file = "secrets/slack-webhook-url"
channel = "#alerts"

# P0: users are affected, at any hour. P1: within a day, in working hours. P2: once a day.
[routing]
P0 = ["slack"]
P1 = ["slack"]
P2 = ["slack"]

[routing.working_hours]
timezone = "Europe/Berlin"
"##;
    assert_eq!(by_flags(&shop([]), &[]).as_deref(), Ok(expected));
}

/// What a person answers and what flags answer give the same spec.
#[track_caller]
fn same(scene: &Scene, answers: &[(&'static str, &str)], flags: &[(&str, &str)]) {
    let mut script = Script::new(answers.iter().map(|(flag, value)| (*flag, answer(value))));
    let by_hand = by_hand(scene, &mut script).expect("all is answered");
    assert_eq!(script.refused, Vec::<String>::new());
    assert!(script.says.is_empty(), "not asked: {:?}", script.says);
    assert_eq!(Ok(by_hand), by_flags(scene, flags));
}

#[test]
fn a_person_and_flags_give_the_same_spec() {
    let scene = shop([app("web", None)]);
    same(&scene, &[], &[]);
    same(
        &scene,
        &[
            ("monitor", "api,web,db"),
            ("metrics", "api,web"),
            ("convention", "express"),
            ("convention", "none"),
            ("metrics-at", "9000/internal"),
            ("name", "ops"),
            ("receiver", "email"),
            ("to", "ops@shop.example, dev@shop.example"),
            ("smtp-smarthost", "smtp.shop.example:587"),
            ("smtp-from", "monitoring@shop.example"),
            ("timezone", "Asia/Tokyo"),
            ("working-hours", "08:00-17:30"),
            ("preset", "production"),
        ],
        &[
            ("monitor", "db,web,api"),
            ("metrics", "web,api"),
            ("convention", "api=express,web=none"),
            ("metrics-at", "web=9000/internal"),
            ("name", "ops"),
            ("receiver", "email"),
            ("to", "ops@shop.example, dev@shop.example"),
            ("smtp-smarthost", "smtp.shop.example:587"),
            ("smtp-from", "monitoring@shop.example"),
            ("timezone", "Asia/Tokyo"),
            ("working-hours", "08:00-17:30"),
            ("preset", "production"),
        ],
    );
    same(
        &scene,
        &[
            ("receiver", "tiers"),
            ("receiver", "pagerduty"),
            ("receiver", "telegram"),
            ("receiver", "none"),
            ("chat-id", "-1001"),
        ],
        &[("receiver", "P0=pagerduty,P1=telegram,P2=none"), ("chat-id", "-1001")],
    );
    same(&scene, &[("receiver", "none")], &[("receiver", "none")]);
}

#[test]
fn answers_become_keys() {
    let flags = [
        ("metrics", "api"),
        ("convention", "express"),
        ("metrics-at", "api=9000/internal"),
        ("receiver", "P0=pagerduty,P1=email,P2=email"),
        ("to", "a@shop.example,b@shop.example"),
        ("smtp-smarthost", "smtp.shop.example:587"),
        ("smtp-from", "m@shop.example"),
        ("working-hours", "08:00-17:30"),
    ];
    let text = by_flags(&shop([]), &flags).expect("all is answered");
    for part in [
        "[apps.api]\ntargets = [\"api:9000\"]\nmetrics_path = \"/internal\"\nconvention = \"express\"\n",
        "[alertmanager]\n# If the server requires a login, set smtp_user and smtp_password_file too.\nsmtp_smarthost = \"smtp.shop.example:587\"\nsmtp_from = \"m@shop.example\"\n",
        "[receivers.oncall]\ntype = \"pagerduty\"\nrouting_key_file = \"secrets/pagerduty-routing-key\"\n",
        "[receivers.mail]\ntype = \"email\"\nto = [\"a@shop.example\", \"b@shop.example\"]\n",
        "P0 = [\"oncall\"]\nP1 = [\"mail\"]\nP2 = [\"mail\"]\n",
        "from = \"08:00\"\nto = \"17:30\"\ntimezone = \"Europe/Berlin\"\n",
    ] {
        assert!(text.contains(part), "{part}\n is not in\n{text}");
    }
}

#[test]
fn few_questions_are_asked_however_large_the_application_is() {
    let more = (0..60).map(|number| app(&format!("app-{number}"), Some(8000)));
    let mut script = Script::default();
    by_hand(&shop(more), &mut script).expect("all has defaults");
    let asked = [
        "monitor",
        "metrics",
        "name",
        "receiver",
        "channel",
        "timezone",
        "working-hours",
        "preset",
    ];
    assert_eq!(script.put, asked);
    let mut script = Script::default();
    by_hand(&bare(), &mut script).expect("all has defaults");
    assert_eq!(script.put, asked[2..]);
}

#[test]
fn a_person_can_go_back() {
    let mut script = Script::new([
        ("metrics", answer("api")),
        ("convention", answer("express")),
        ("name", Said::Back),
        ("convention", Said::Back),
        ("metrics", answer("")),
    ]);
    let text = by_hand(&shop([]), &mut script).expect("all is answered");
    assert_eq!(
        script.put[..8],
        [
            "monitor",
            "metrics",
            "convention api",
            "name",
            "convention api",
            "metrics",
            "name",
            "receiver"
        ]
    );
    assert!(text.contains("[probes.api]") && !text.contains("[apps.api]"), "{text}");
    // Before the first question there is none.
    let mut script = Script::new([("monitor", Said::Back), ("monitor", answer("db"))]);
    let text = by_hand(&shop([]), &mut script).expect("all is answered");
    assert!(text.contains("[integrations.db]") && !text.contains("cache"), "{text}");
}

#[test]
fn a_person_is_asked_again_where_an_answer_will_not_do() {
    let mut script = Script::new([
        ("name", answer("shop")),
        ("name", answer("No Name")),
        ("name", answer("ops")),
        ("working-hours", answer("9 to 5")),
    ]);
    let text = by_hand(&shop([]), &mut script).expect("all is answered");
    assert!(text.contains("name = \"ops\""), "{text}");
    assert_eq!(script.refused.len(), 3, "{:?}", script.refused);
    assert!(script.refused[0].contains("own project"), "{:?}", script.refused);
    assert!(script.refused[1].contains("for example, \"no-name\""), "{:?}", script.refused);
}

#[test]
fn cancelling_is_possible_at_every_question() {
    let all = [
        "monitor",
        "metrics",
        "name",
        "receiver",
        "channel",
        "timezone",
        "working-hours",
        "preset",
    ];
    for flag in all {
        let mut script = Script::new([(flag, Said::Cancel)]);
        assert_eq!(by_hand(&shop([]), &mut script), Err(Stop::Cancelled), "{flag}");
    }
}

#[track_caller]
fn trouble(scene: &Scene, flags: &[(&str, &str)]) -> Vec<Trouble> {
    match by_flags(scene, flags) {
        Err(Stop::Trouble(trouble)) => trouble,
        other => panic!("no trouble: {other:?}"),
    }
}

#[test]
fn all_that_is_missing_is_told_at_once() {
    let scene = shop([app("web", None), app("worker", None)]);
    let flags = [("metrics", "web,worker"), ("receiver", "email")];
    let missing: Vec<String> = trouble(&scene, &flags)
        .iter()
        .map(|it| match it {
            Trouble::Missing { flag, example, .. } => format!("--{flag} {example}"),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        missing,
        [
            "--metrics-at web=8080",
            "--metrics-at worker=8080",
            "--to ops@shop.example",
            "--smtp-smarthost smtp.shop.example:587",
            "--smtp-from monitoring@shop.example",
        ]
    );
}

#[test]
fn flags_that_do_not_fit_are_told_with_what_would() {
    #[track_caller]
    fn bad(flags: &[(&str, &str)], part: &str) {
        let all = trouble(&shop([]), flags);
        let [Trouble::Bad { why, .. }] = &all[..] else { panic!("{all:?}") };
        assert!(why.contains(part), "{why}");
    }
    bad(&[("monitor", "dbx")], "did you mean `db`?");
    bad(&[("metrics", "db")], "there is no app `db`; there are api");
    bad(&[("metrics", "api"), ("convention", "expres")], "did you mean `express`?");
    bad(&[("metrics", "api"), ("metrics-at", "api=x")], "is not a port");
    bad(&[("name", "shop")], "own project");
    bad(&[("receiver", "slak")], "did you mean `slack`?");
    bad(&[("receiver", "P0=slack")], "say where the other tiers go, too: P1=TYPE,P2=TYPE;");
    bad(&[("receiver", "P9=slack,P1=slack,P2=slack")], "no tier `P9`");
    bad(
        &[
            ("receiver", "email"),
            ("to", "nobody"),
            ("smtp-smarthost", "a:1"),
            ("smtp-from", "a@b.example"),
        ],
        "does not look like",
    );
    bad(&[("receiver", "telegram"), ("chat-id", "x")], "whole number");
    bad(&[("timezone", "Europe/Berln")], "did you mean `Europe/Berlin`?");
    bad(&[("working-hours", "18:00-09:00")], "on the day");
    bad(&[("preset", "standart")], "did you mean `standard`?");
}

#[test]
fn a_flag_that_answers_nothing_is_told() {
    let unused = |flag: &str| Trouble::Unused { flag: flag.to_owned() };
    assert_eq!(trouble(&shop([]), &[("convention", "express")]), [unused("convention")]);
    assert_eq!(trouble(&bare(), &[("monitor", "db")]), [unused("monitor")]);
    let flags = [("receiver", "pagerduty"), ("channel", "#a")];
    assert_eq!(trouble(&shop([]), &flags), [unused("channel")]);
    let flags = [("preset", "minimal"), ("receiver", "slack")];
    assert_eq!(trouble(&shop([]), &flags), [unused("receiver")]);
}

#[test]
fn an_app_that_is_not_ticked_can_be_named() {
    let mut web = app("web", None);
    web.ticked = false;
    let flags = [("metrics", "web"), ("metrics-at", "web=3000")];
    for scene in [shop([web.clone()]), shop([app("other", None), web])] {
        let text = by_flags(&scene, &flags).expect("all is answered");
        assert!(text.contains("[apps.web]\ntargets = [\"web:3000\"]\n"), "{text}");
    }
}

#[test]
fn nobody_is_asked_where_flags_answer() {
    let scene = shop([]);
    let mut script = Script::default();
    let flags = given(&[
        ("monitor", "db"),
        ("name", "ops"),
        ("receiver", "pagerduty"),
        ("timezone", "UTC"),
        ("working-hours", "09:00-17:00"),
        ("preset", "standard"),
    ]);
    ask(&scene, &flags, &mut script).expect("all is answered");
    assert_eq!(script.put, Vec::<String>::new());
}

#[test]
fn the_defaults_that_were_taken_are_told_with_their_flags() {
    let mut unattended = Unattended::default();
    let flags = given(&[("name", "ops")]);
    ask(&shop([]), &flags, &mut unattended).expect("all has defaults");
    let taken: Vec<String> =
        unattended.taken.iter().map(|it| format!("--{} {}", it.flag, it.values)).collect();
    assert_eq!(
        taken,
        [
            "--monitor api,db,cache",
            "--metrics none",
            "--receiver slack",
            "--channel #alerts",
            "--timezone Europe/Berlin",
            "--working-hours 09:00-18:00",
            "--preset standard",
        ]
    );
}

#[test]
fn whoever_needs_a_secret_is_told_where_it_comes_from() {
    for (name, way) in &bare().ways {
        assert!(way.secrets.is_empty() || way.offer.obtain.is_some(), "{name}");
    }
}

/// Keeps the forms of the questions, and takes the defaults.
struct Forms<'a>(&'a mut Vec<Form>);
impl crate::init::Prompter for Forms<'_> {
    fn ask(&mut self, question: &crate::init::Question) -> Said {
        self.0.push(question.form.clone());
        question.form.proposed().map_or(Said::Nothing, Said::Answer)
    }
    fn refuse(&mut self, _: &str) {}
    fn given(&mut self, _: &crate::init::Question, _: &[String]) {}
}

#[test]
fn what_cannot_be_monitored_is_not_offered() {
    let nothing = Offer::Nothing { why: "its container only".to_owned() };
    let worker = service("worker", Kind::Worker, "worker of api", nothing);
    let mut forms = Vec::new();
    ask(&shop([worker]), &BTreeMap::new(), &mut Forms(&mut forms)).expect("all has defaults");
    let Some(Form::Many { items, .. }) = forms.first() else { panic!("{forms:?}") };
    assert_eq!(values(items), ["api", "db", "cache"]);
}

#[test]
fn a_name_is_made_of_whatever_there_is() {
    #[track_caller]
    fn case(project: Option<&str>, folder: &str, expected: &str) {
        let mut scene = shop([]);
        scene.folder = folder.to_owned();
        if let Some(plan) = &mut scene.plan {
            plan.project = project.map(str::to_owned);
        }
        let text = by_flags(&scene, &[]).expect("all has defaults");
        assert!(text.contains(&format!("\nname = \"{expected}\"\n")), "{text}");
    }
    case(Some("shop"), "elsewhere", "shop-monitoring");
    case(None, "My Shop", "myshop-monitoring");
    case(None, "Магазин", "monitoring");
    case(None, "monitoring", "monitoring");
    case(Some("monitoring"), "x", "monitoring-monitoring");
    case(Some("-_-"), "x", "monitoring");
}
