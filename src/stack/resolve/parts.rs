//! What an integration in use contributes besides services and jobs.

use super::Builder;
use super::rules::Rules;
use crate::catalog::{Catalog, Loaded, Sections};
use crate::diag::Diagnostics;
use crate::stack::{Overview, Profile};

impl Builder<'_> {
    /// Adds the rules and the dashboard of an integration that some jobs scrape.
    pub(super) fn part(&mut self, loaded: &Loaded, jobs: Vec<String>, profiles: &[Profile]) {
        let mut rules = self.rules();
        let part = rules.part(loaded, jobs, profiles);
        let Rules { diagnostics, disabled, .. } = rules;
        self.parts.push(part);
        self.diagnostics.append(diagnostics);
        self.disabled.extend(disabled);
    }

    /// The overview, if it is wanted.
    pub(super) fn overview(&mut self, sections: &Sections) -> Option<Overview> {
        let given = &self.spec.grafana;
        if !*given.enabled || !given.overview {
            return None;
        }
        let template = Catalog::overview(self.sources, self.diagnostics)?;
        let name = &template.name.as_ref()?.value;
        let mut rules = self.rules();
        let (own, problems) = (rules.own_dashboard(name, &template), rules.diagnostics);
        self.diagnostics.append(problems);
        let (above, below) = (sections.overview_above.clone(), sections.overview_below.clone());
        Some(Overview { own, above, below })
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
