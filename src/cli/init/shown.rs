//! What `init` prints.

use super::files::Files;
use super::look::{Looked, line};
use crate::cli::secrets::Pending;
use crate::cli::shell::quoted;
use crate::diag::{Diagnostics, Sources};
use crate::explain;
use crate::import::{Kind, Offer, Proposal, Reason};
use crate::init::{Asked, Taken};
use crate::ui::{Cell, Screen, Table, Tone, counted};
use crate::value::Line;

/// The plan: what there is, why we think so, and what is proposed.
pub(super) fn plan(looked: &Looked, screen: &Screen) {
    let Some(plan) = &looked.scene.plan else {
        screen
            .note("no Compose file here or above: the stack monitors this host and its containers");
        screen.hint("name one with --from-compose FILE");
        return;
    };
    let project = plan.project.as_deref().unwrap_or("a project whose name is not known");
    if plan.services.is_empty() {
        screen.note(
            "the Compose file has no services: the stack monitors this host and its containers",
        );
        return;
    }
    let services = counted(plan.services.len(), "service");
    screen.data(&format!("{project}: {services} in {}\n\n", looked.files.join(", ")));
    let mut table = Table::new(["SERVICE", "WHAT IT IS", "WHY", "PROPOSED", "NEEDS"]);
    for it in &plan.services {
        let tone = match it.kind {
            Kind::Known | Kind::App | Kind::Proxy => Tone::Good,
            Kind::Unserved => Tone::Doubtful,
            _ => Tone::Faint,
        };
        let why = it.reasons.first().map(|reason| reason_text(reason, &looked.sources));
        table.row([
            it.service.as_str().into(),
            Cell::new(&*it.title, tone),
            Cell::new(why.unwrap_or_default(), Tone::Faint),
            Cell::new(proposed(looked, it), tone),
            needed(looked, it).as_str().into(),
        ]);
    }
    screen.print_table(&table);
    let notes = plan.services.iter().flat_map(|it| it.notes.iter().map(move |note| (it, note)));
    for (it, note) in notes {
        screen.note(&format!("{}: {}", it.service, reason_text(note, &looked.sources)));
    }
    for it in &plan.services {
        let noted = |place| it.notes.iter().any(|note| note.place == place);
        let found = it.secrets.iter().filter_map(|secret| secret.found.as_ref());
        for secret in found.filter(|found| !noted(found.place)) {
            screen.note(&format!(
                "{}: the application's own password is {}; stackgen does not copy it",
                it.service,
                reason_text(secret, &looked.sources)
            ));
        }
    }
}

/// Services of the application that have a name of the stack's own, on a network that both share. Docker's
/// DNS then has two answers for the name.
pub(super) fn namesakes(looked: &Looked, files: &Files, screen: &Screen) {
    let (Some(plan), Some(stack)) = (&looked.scene.plan, &files.stack) else { return };
    let joined = |name: &str| stack.join.iter().any(|it| it.value.as_str() == name);
    let mut found = false;
    for it in &plan.services {
        let shared = it.networks.iter().filter_map(|it| it.name.as_deref()).find(|it| joined(it));
        let Some(network) = shared else { continue };
        if stack.services.iter().any(|ours| ours.name.as_str() == it.service) {
            found = true;
            screen.note(&format!(
                "{}: the stack has a service of this name too, and joins {network}: it may reach this one \
                 instead of its own",
                it.service
            ));
        }
    }
    if found {
        screen.hint(
            "before you launch the stack, remove or rename it, or move it to another network",
        );
    }
}

/// A reason and its place.
pub(super) fn reason_text(reason: &Reason, sources: &Sources) -> String {
    format!("{} ({})", reason.text, line(reason.place, sources))
}

/// What is proposed for a service.
pub(super) fn proposed(looked: &Looked, it: &Proposal) -> String {
    if looked.scene.has_spec && looked.scene.knows(it) {
        return "monitored already".to_owned();
    }
    match &it.offer {
        Offer::Integration { r#type, address, .. } => format!("{type} at {address}"),
        Offer::App { target: Some(target), .. } => format!("metrics or a probe at {}", **target),
        Offer::App { target: None, .. } => "metrics, or its container only".to_owned(),
        Offer::Probe { target, path: None } => format!("a probe of {target}"),
        Offer::Probe { target, path: Some(path) } => format!("a probe of http://{target}{path}"),
        Offer::Nothing { why } => why.clone(),
    }
}

/// What a service needs to be monitored, that the files do not tell.
fn needed(looked: &Looked, it: &Proposal) -> String {
    if looked.scene.has_spec && looked.scene.knows(it) {
        return String::new();
    }
    let port = matches!(it.offer, Offer::App { target: None, .. }).then(|| "its port".to_owned());
    let secrets = it.secrets.iter().map(|secret| secret.file.clone());
    secrets.chain(port).collect::<Vec<_>>().join(", ")
}

/// The defaults that were taken, each with the flag that changes it.
pub(super) fn defaults(taken: &[Taken], screen: &Screen) {
    if taken.is_empty() {
        return;
    }
    screen.gap();
    screen.note("these defaults were taken; each flag changes one:");
    let flags: Vec<String> = taken.iter().map(|it| typed(&it.flag, &it.values)).collect();
    let width = flags.iter().map(String::len).max().unwrap_or(0).min(40);
    for (it, flag) in taken.iter().zip(&flags) {
        screen.note(&format!("  {flag:width$}  {}", it.question));
    }
}

/// A flag and its values as a shell takes them.
pub(super) fn typed(flag: &str, values: &str) -> String {
    format!("--{flag} {}", quoted(values))
}

/// What was written, and what comes next.
pub(super) fn written(looked: &mut Looked, asked: &Asked, files: &Files, screen: &Screen) {
    screen.gap();
    screen.note(&format!("wrote {}", files.names()));
    let Some(stack) = &files.stack else { return };
    let services = looked.scene.proposals();
    let chosen = services.filter(|it| asked.answers.monitored.contains(&it.service));
    let chosen: Vec<Proposal> = chosen.cloned().collect();
    for it in chosen.iter().filter(|it| it.secrets.iter().any(|secret| secret.setup)) {
        let Offer::Integration { r#type, .. } = &it.offer else { continue };
        let (sources, mut diagnostics) = (&mut looked.sources, Diagnostics::default());
        let loaded = looked.catalog.integration(r#type.as_str(), sources, &mut diagnostics);
        let Some(setup) = loaded.as_ref().and_then(|it| it.integration.setup.as_ref()) else {
            continue;
        };
        screen.gap();
        screen.note(&format!("once, in {}:", it.service));
        for line in explain::plain(setup.as_str()).trim_end().lines() {
            screen.note(&format!("  {line}"));
        }
    }
    let pending = Pending::of(stack, &looked.absolute);
    if !pending.missing().is_empty() {
        screen.gap();
    }
    pending.say_how(&looked.absolute, screen);
    for (_, way) in asked.answers.ways_used(&looked.scene) {
        let missing = |file: &Line| pending.missing().iter().any(|it| it == file.as_str());
        let file = way.secrets.iter().map(|(_, file)| file).find(|file| missing(file));
        if let (Some(file), Some(obtain)) = (file, &way.offer.obtain) {
            screen.hint(&format!("{file}: {obtain}"));
        }
    }
}
