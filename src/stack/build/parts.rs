//! What an integration in use contributes besides services and jobs.

use super::Builder;
use super::rules::Rules;
use crate::catalog::{Catalog, Loaded};
use crate::diag::Diagnostics;
use crate::stack::{Dashboard, Profile};

impl Builder<'_> {
    /// Adds the rules and the dashboard of an integration that some jobs scrape.
    pub(super) fn part(&mut self, loaded: &Loaded, jobs: Vec<String>, profiles: &[Profile]) {
        let mut rules = self.rules();
        let part = rules.part(loaded, jobs, profiles);
        let Rules { diagnostics, disabled, .. } = rules;
        self.parts.push(part);
        self.diagnostics.extend(diagnostics);
        self.disabled.extend(disabled);
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
