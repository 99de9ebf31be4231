//! Everything that can be seen of a running stack without changing anything in it.

use crate::live::{Addresses, Alertmanager, Client, Error, Problem, Prometheus, Rules};
use crate::output::FileSet;
use crate::stack::{Job, Stack};
use crate::verify::panels::{self, Answers, Panel};
use crate::verify::running::InForce;
use crate::verify::signals::{self, ask};
use crate::verify::{Outcome, Standing, delivery, rules, running, successes, targets};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// A stack, and who can be asked about it.
pub(super) struct Looker<'a> {
    pub(super) stack: &'a Stack,
    pub(super) alertmanager: Option<Alertmanager>,
    files: &'a FileSet,
    prometheus: Prometheus,
    panels: Vec<Panel>,
    /// The forms of expressions that were asked for before: they do not change.
    forms: RefCell<BTreeMap<String, String>>,
}

impl<'a> Looker<'a> {
    /// Will ask at these addresses.
    pub(super) fn new(stack: &'a Stack, files: &'a FileSet, addresses: &Addresses) -> Self {
        let client = |name, base: &_| Client::new(name, Clone::clone(base));
        Self {
            stack,
            alertmanager: addresses
                .alertmanager
                .as_ref()
                .map(|base| Alertmanager::new(client("Alertmanager", base))),
            files,
            prometheus: Prometheus::new(client("Prometheus", &addresses.prometheus)),
            panels: panels::panels(stack, *stack.prometheus.scrape_interval),
            forms: RefCell::default(),
        }
    }

    /// What the checks make of what is there now.
    ///
    /// # Errors
    /// When Prometheus gives no answer. An Alertmanager that gives none is a finding.
    pub(super) fn look(&self) -> Result<Vec<Outcome>, Error> {
        let prometheus = &self.prometheus;
        prometheus.forgive();
        self.alertmanager.iter().for_each(Alertmanager::forgive);
        // First who must answer.
        let config = prometheus.config()?;
        let received =
            self.alertmanager.as_ref().map(|it| it.alerts().map_err(|error| error.to_string()));
        let status =
            self.alertmanager.as_ref().map(|it| it.status().map_err(|error| error.to_string()));
        let in_force = InForce {
            prometheus: config,
            flags: prometheus.flags()?,
            alertmanager: status.map(|status| status.map(|status| status.config)),
        };
        let loaded = prometheus.rules()?;
        let forms = self.forms(&loaded)?;
        let seen = delivery::Seen {
            alertmanagers: prometheus.alertmanagers()?,
            firing: prometheus.alerts()?.all,
            received: received.unwrap_or_else(|| Ok(vec![])),
        };
        let targets = prometheus.targets()?;
        let wait = super::usual_wait(self.stack);
        let standing =
            Standing::of(self.stack, &targets, &prometheus.samples(&successes(wait))?, wait);
        Ok(vec![
            targets::judge(self.stack, &targets),
            rules::judge(self.stack, &loaded, &forms),
            signals::judge(&self.apps()?),
            running::judge(self.stack, self.files, &in_force),
            delivery::judge(self.stack, &seen),
            panels::judge(&self.panels, &self.answers()?, &standing),
        ])
    }

    /// Prometheus's own form of every expression. One that it cannot read has none.
    fn forms(&self, loaded: &Rules) -> Result<BTreeMap<String, String>, Error> {
        let mut forms = self.forms.borrow_mut();
        for expr in rules::expressions(self.stack, loaded) {
            if forms.contains_key(&expr) {
                continue;
            }
            match self.prometheus.format(&expr) {
                Ok(form) => drop(forms.insert(expr, form)),
                Err(error) if error.problem == Problem::Refused => {}
                Err(error) => return Err(error),
            }
        }
        Ok(forms.clone())
    }

    /// What there is of each app that follows a convention.
    fn apps(&self) -> Result<Vec<signals::App<'_>>, Error> {
        let sets = |expr: String| self.prometheus.label_sets(&expr);
        let one = |(job, profile)| {
            let job: &Job = job;
            let name = job.name.as_str();
            let up = self.prometheus.series(&ask::up(name))? > 0;
            let series = signals::own_names(sets(ask::names(name))?);
            let reads = signals::reads(profile, &series);
            let labels = |metric: &Option<String>| match metric {
                Some(metric) if series.contains(metric) => sets(ask::labels(metric, name)),
                _ => Ok(vec![]),
            };
            let bounds = match &reads.duration {
                Some(metric) => sets(ask::bounds(metric, name))?,
                None => vec![],
            };
            let seen = signals::Seen {
                up,
                declared: self.prometheus.declared(name)?,
                requests: labels(&reads.requests)?,
                bounds: bounds.into_iter().filter_map(|mut labels| labels.remove("le")).collect(),
                unbucketed: labels(&profile.duration)?,
                series,
            };
            Ok(signals::App { job, profile, seen })
        };
        self.stack.apps().map(one).collect()
    }

    fn answers(&self) -> Result<Answers, Error> {
        let one = |query: &String| match self.prometheus.series(query) {
            Ok(series) => Ok(Ok(series)),
            Err(error) if error.problem == Problem::Refused => Ok(Err(error.message)),
            Err(error) => Err(error),
        };
        self.panels.iter().map(|panel| panel.queries.iter().map(one).collect()).collect()
    }
}
