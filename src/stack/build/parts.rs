//! Rules and dashboards, when all jobs are known.

use super::Builder;
use super::rules::Rules;
use crate::catalog::{Catalog, Loaded};
use crate::diag::Diagnostics;
use crate::stack::{Dashboard, Profile};
use std::sync::Arc;

/// A part of the stack that is going to be built.
pub(super) struct Wanted {
    pub(super) loaded: Arc<Loaded>,
    /// The jobs that scrape it.
    pub(super) jobs: Vec<String>,
    pub(super) profiles: Vec<Profile>,
}

impl Builder<'_> {
    /// Notes that an integration is in use, scraped by some jobs.
    pub(super) fn want(&mut self, loaded: &Arc<Loaded>, jobs: Vec<String>, profiles: Vec<Profile>) {
        self.wanted.push(Wanted { loaded: Arc::clone(loaded), jobs, profiles });
    }

    /// Builds what the integrations in use contribute besides services and jobs. That is nearly all
    /// that has to be built, and none of them needs to know of another.
    pub(super) fn parts(&mut self) {
        for wanted in std::mem::take(&mut self.wanted) {
            let mut rules = self.rules();
            let part = rules.part(&wanted);
            let Rules { diagnostics, disabled, .. } = rules;
            self.parts.push(part);
            self.diagnostics.extend(diagnostics);
            self.disabled.extend(disabled);
        }
    }

    /// The overview's own panels, if it is wanted.
    pub(super) fn overview(&mut self) -> Option<Dashboard> {
        let given = &self.spec.grafana;
        if !*given.enabled || !given.overview {
            return None;
        }
        let template = Catalog::overview(self.sources, self.diagnostics)?;
        let mut rules = self.rules();
        let (dashboard, problems) = (rules.own_dashboard(&template), rules.diagnostics);
        self.diagnostics.extend(problems);
        Some(dashboard)
    }

    fn rules(&self) -> Rules<'_> {
        Rules {
            spec: self.spec,
            prometheus: &self.prometheus,
            jobs: &self.jobs,
            engine: &self.engine,
            diagnostics: Diagnostics::default(),
            disabled: vec![],
        }
    }
}
