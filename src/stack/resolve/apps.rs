//! Services of the user that expose metrics.

use super::distinct::Distinct;
use super::evaluate::Evaluate as _;
use super::{Builder, labels, secrets};
use crate::decode::At;
use crate::decode::codes::{MISSING_KEY, SECRET_LITERAL};
use crate::decode::is_secret_key;
use crate::diag::{Diagnostic, Span};
use crate::spec::App;
use crate::stack::{Auth, Job, Profile, Role, SecretFile, Stack, Target, Via, codes, target_label};
use crate::value::{Line, Name, ScrapeTarget, UrlPath};

/// Some client libraries export an `up` of their own. It would mix with the one that Prometheus makes
/// of each scrape, and hide failures.
const OWN_UP: &str = "up";

impl Builder<'_> {
    /// Adds a scrape job for each app, and one set of rules for all.
    pub(super) fn apps(&mut self, integration: &str) {
        let spec = self.spec;
        let mut profiles = Distinct::<Profile>::default();
        let mut jobs = Vec::new();
        for (_, app) in spec.apps.unsound() {
            self.convention(app);
        }
        for (name, app) in &spec.apps {
            let profile = self.profile(name, app);
            self.app(name, app, profile.as_ref());
            jobs.push(name.to_string());
            if let Some(profile) = profile {
                profiles.push(format!("{:?}", profile.target_labels()), profile);
            }
        }
        let profiles = profiles.into_values();
        if jobs.is_empty() {
            return;
        }
        if let Some(loaded) = self.load(integration) {
            let most = profiles.len().min(Stack::MOST_PROFILES);
            self.part(&loaded, jobs, &profiles[..most]);
        }
        self.profiles = profiles;
    }

    fn app(&mut self, name: &At<Name>, app: &App, profile: Option<&Profile>) {
        if app.targets.is_empty() {
            self.diagnostics.push(
                Diagnostic::error(MISSING_KEY, format!("[apps.{name}] needs `targets`"))
                    .at(name.span, "nothing to scrape")
                    .help(format!("targets = [\"{name}:8080\"]")),
            );
        }
        self.refuse_repeated(&app.targets);
        let mut labels = vec![(target_label::ROLE.to_owned(), "app".to_owned())];
        labels.extend(profile.map(Profile::target_labels).unwrap_or_default());
        if !app.labels.is_empty() {
            let metrics = profile.map(Profile::metrics).unwrap_or_default();
            let own = labels::of_metrics(metrics.iter().map(|(_, metric)| metric));
            labels.extend(self.user_labels("app", &app.labels, &own));
        }
        if self.charge_labels(&labels, app.targets.len(), name.span).is_none() {
            return;
        }
        let target = |target: &At<ScrapeTarget>| Target {
            address: target.to_string(),
            labels: labels.clone(),
            span: target.span,
        };
        let (auth, ca_file, files) = self.credentials(name, app);
        self.grant_scraper(&files);
        let params = self.params(app);
        self.jobs.push(Job {
            name: name.to_string(),
            span: name.span,
            title: format!("App {name}"),
            targets: app.targets.iter().map(target).collect(),
            metrics_path: app.metrics_path.clone().unwrap_or_else(UrlPath::metrics),
            scheme: app.scheme,
            interval: app.scrape_interval.clone(),
            timeout: None,
            params,
            fallback: app.fallback_scrape_protocol,
            drop_metrics: vec![Line::constant(OWN_UP)],
            auth,
            tls: app.tls.clone(),
            ca_file,
            via: Via::Direct,
        });
    }

    /// The same target twice would give every series twice, which Prometheus refuses sample by
    /// sample.
    pub(super) fn refuse_repeated<T: PartialEq + std::fmt::Display>(&mut self, targets: &[At<T>]) {
        let mut seen = std::collections::BTreeMap::new();
        for target in targets {
            if let Some(first) = seen.insert(target.value.to_string(), target.span) {
                self.diagnostics.push(
                    Diagnostic::error(
                        codes::DUPLICATE_NAME,
                        format!("`{}` is there twice", target.value),
                    )
                    .at(target.span, "this one")
                    .at(first, "and this one"),
                );
            }
        }
    }

    /// The query parameters of an app. A secret among them would be in the output.
    fn params(&mut self, app: &App) -> Vec<(String, Vec<String>)> {
        for (name, values) in app.params.iter().filter(|(name, _)| is_secret_key(name.as_str())) {
            for value in values {
                self.sources.hide(value.span);
            }
            self.diagnostics.push(
                Diagnostic::error(SECRET_LITERAL, format!("`{name}` holds a secret"))
                    .at(name.span, "this must not be a secret")
                    .note("the spec is committed and its output is readable: keep secrets in files of their own")
                    .help("bearer_token_file = \"secrets/backend-metrics-token\", if the app takes it as a header"),
            );
        }
        let text = |values: &Vec<At<Line>>| values.iter().map(ToString::to_string).collect();
        app.params.iter().map(|(name, values)| (name.to_string(), text(values))).collect()
    }

    /// What the app's metrics ask for, and the files that Prometheus must see for it.
    fn credentials(
        &mut self,
        name: &At<Name>,
        app: &App,
    ) -> (Option<Auth>, Option<String>, Vec<SecretFile>) {
        let mut files = Vec::new();
        let mut mount = |key: &str, path| {
            let file = secrets::secret("app", name.as_str(), key, path);
            let mounted = file.mounted();
            files.push(file);
            mounted
        };
        let auth = match (&app.basic_auth, &app.bearer_token_file) {
            (Some(basic), token) => {
                if let Some(token) = token {
                    self.conflict(
                        token.span,
                        "`basic_auth` and `bearer_token_file` cannot be used together",
                    );
                }
                let password_file = mount("password_file", &basic.password_file);
                Some(Auth::Basic { username: basic.username.clone(), password_file })
            }
            (None, Some(token)) => {
                Some(Auth::Bearer { credentials_file: mount("bearer_token_file", token) })
            }
            (None, None) => None,
        };
        let ca_file = app.tls.as_ref().and_then(|tls| tls.ca_file.as_ref());
        let ca_file = ca_file.map(|path| mount("ca_file", path));
        (auth, ca_file, files)
    }

    fn conflict(&mut self, span: Span, message: &str) {
        self.diagnostics.push(
            Diagnostic::error(codes::CONFLICTING_KEYS, message).at(span, "").help("remove one"),
        );
    }

    /// Lets whoever scrapes read files.
    fn grant_scraper(&mut self, files: &[SecretFile]) {
        for service in self.services.iter_mut().filter(|one| one.role == Some(Role::Metrics)) {
            service.secrets.extend_from_slice(files);
        }
    }
}
