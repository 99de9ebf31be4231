//! What `stackgen up` says at the end.

use super::render;
use super::secrets::Secrets;
use crate::docker::{Plan, Project, Step};
use crate::output::Report;
use crate::report::up::{Address, Launched, Login, Step as Taken};
use crate::ui::{Format, Screen};
use std::path::Path;
use std::time::Duration;

/// What a launch would do.
pub(super) struct Foreseen<'a> {
    /// The output folder, as the user knows it.
    pub(super) dir: &'a Path,
    /// What would happen to its files.
    pub(super) files: &'a Report,
    /// The secret files that would be made.
    pub(super) secrets: &'a Secrets,
    /// The images that would be pulled.
    pub(super) pulls: &'a [String],
    /// The steps.
    pub(super) plan: &'a Plan,
}

/// Shows what would be done, in order.
pub(super) fn dry_run(project: &Project<'_>, foreseen: &Foreseen<'_>, screen: &Screen) {
    let Foreseen { dir, files, secrets, pulls, plan } = foreseen;
    let orphans: Vec<_> = plan.orphans.iter().map(|one| one.name.as_str()).collect();
    screen.result(&Launched {
        dry_run: true,
        pull: pulls.to_vec(),
        files: Some(render::report_of(files)),
        generated_secrets: secrets.made.clone(),
        ..launched(project, plan)
    });
    if screen.format() == Format::Json {
        return;
    }
    for file in &secrets.made {
        screen.row(&format!("create secret file {file}"));
    }
    for image in *pulls {
        screen.row(&format!("pull {image}"));
    }
    let changes = [
        ("create", &files.created),
        ("update", &files.updated),
        ("overwrite", &files.edited),
        ("remove", &files.removed),
    ];
    for (verb, paths) in changes {
        for path in paths {
            screen.row(&format!("{verb} file {}", dir.join(path.as_str()).display()));
        }
    }
    for step in &plan.steps {
        screen.row(&format!("{step}"));
    }
    if !orphans.is_empty() {
        screen.note(&format!("no longer part of the stack: {}", orphans.join(", ")));
    }
    screen.note("nothing was done");
}

/// What a step has done.
pub(super) fn done(step: &Step) -> String {
    let verb = match step {
        Step::Network { .. } | Step::Volume { .. } | Step::Create { .. } => "created",
        Step::Recreate { .. } => "recreated",
        Step::Start { .. } => "started",
        Step::Reload { .. } => "reloaded",
        Step::Leave { .. } => "unchanged",
        Step::Remove { .. } | Step::RemoveNetwork { .. } => "removed",
    };
    let why = step.why().map(|why| format!(" ({why})")).unwrap_or_default();
    format!("{} {verb}{why}", step.object())
}

/// What a launch has done.
pub(super) struct Done<'a> {
    /// The steps.
    pub(super) plan: &'a Plan,
    /// What became of the secret files.
    pub(super) secrets: &'a Secrets,
    /// The services that do not accept their secret files.
    pub(super) refused: &'a [String],
    /// How long it took.
    pub(super) took: Duration,
}

/// Says what was done, where to look now, and how to sign in.
pub(super) fn up(project: &Project<'_>, done: &Done<'_>, screen: &Screen) {
    let Done { plan, secrets, refused, took } = done;
    let (published, logins) = (addresses(project), logins(project));
    screen.result(&Launched {
        generated_secrets: secrets.made.clone(),
        refused_secrets: refused.to_vec(),
        seconds: took.as_secs_f64(),
        ..launched(project, plan)
    });
    if screen.format() == Format::Json {
        return;
    }
    let services = plan.steps.iter().filter(|step| step.service().is_some());
    let count = |verb: &str| services.clone().filter(|step| step.verb() == verb).count();
    let counts = [
        ("created", count("create")),
        ("recreated", count("recreate")),
        ("started", count("start")),
        ("reloaded", count("reload")),
        ("unchanged", count("leave")),
    ];
    let counts: Vec<_> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(what, count)| format!("{count} {what}"))
        .collect();
    screen.note(&format!(
        "{} is up after {:.1} s: {}",
        project.name(),
        took.as_secs_f64(),
        counts.join(", ")
    ));
    for (title, url) in &published {
        screen.note(&format!("  {title:14} {url}"));
    }
    for Login { title, user, password_file } in &logins {
        screen.note(&format!("  {title:14} {user}, password in {password_file}"));
    }
    if !plan.is_idle() {
        screen.hint("prove that it works: stackgen verify");
    }
}

/// How somebody signs in to the services.
fn logins(project: &Project<'_>) -> Vec<Login> {
    let services = project.stack.services.iter();
    let secrets =
        services.flat_map(|service| service.secrets.iter().map(move |file| (service, file)));
    secrets
        .filter_map(|(service, file)| {
            Some(Login {
                title: service.title.to_string(),
                user: file.login.as_ref()?.to_string(),
                password_file: file.path.to_string(),
            })
        })
        .collect()
}

/// What machines read of a launch, before it is known what came of it.
fn launched(project: &Project<'_>, plan: &Plan) -> Launched {
    let address = |(title, url)| Address { title, url };
    Launched {
        project: project.name().to_owned(),
        dry_run: false,
        pull: vec![],
        steps: plan.steps.iter().map(step).collect(),
        orphans: plan.orphans.iter().map(|one| one.name.clone()).collect(),
        addresses: addresses(project).into_iter().map(address).collect(),
        logins: logins(project),
        files: None,
        generated_secrets: vec![],
        refused_secrets: vec![],
        seconds: 0.0,
    }
}

/// What machines read of a step.
pub(super) fn step(step: &Step) -> Taken {
    let object = step.object();
    let (kind, name) = match step.service() {
        Some(service) => ("service", service),
        None => object.split_once(' ').unwrap_or(("container", &object)),
    };
    Taken {
        action: step.verb().to_owned(),
        kind: kind.to_owned(),
        name: name.to_owned(),
        why: step.why().map(str::to_owned),
    }
}

/// Where people reach what the stack publishes: a title and a URL each. What the proxy serves is reached
/// under its host names, not at the proxy's ports.
fn addresses(project: &Project<'_>) -> Vec<(String, String)> {
    let proxied = project.stack.proxy.is_some();
    let own = project.stack.services.iter().flat_map(|service| {
        let ports = service.published.iter();
        let ports = ports.filter(move |port| !(proxied && [80, 443].contains(&port.target.get())));
        ports.map(|port| (service.title.to_string(), format!("http://{}", port.address())))
    });
    let sites = project.stack.proxy.iter().flat_map(|proxy| &proxy.sites);
    let sites =
        sites.map(|(domain, service)| (service.clone(), format!("https://{}", domain.in_url())));
    own.chain(sites).collect()
}
