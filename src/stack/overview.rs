//! The overview: what users feel, what is firing, and what it all runs on.

use super::{Dashboard, Overview, Panel, Part, Section, Signal, Stack};
use crate::value::{Line, Scalar as _};
use std::borrow::Cow;

/// More panels than this are not looked at.
const MOST: usize = 16;

/// A panel that an integration offers.
struct Offered<'a> {
    panel: &'a Panel,
    signal: Signal,
    part: &'a Part,
    /// Its place among those that the part offers.
    nth: usize,
}

impl Stack {
    /// All dashboards of Grafana, by name.
    pub fn dashboards(&self) -> Vec<Cow<'_, Dashboard>> {
        if !self.grafana {
            return vec![];
        }
        let own = self.parts.iter().flat_map(|part| &part.dashboards).map(Cow::Borrowed);
        let mut all: Vec<_> = overview(self).map(Cow::Owned).into_iter().chain(own).collect();
        all.sort_by(|a, b| a.name.as_str().cmp(b.name.as_str()));
        all
    }
}

/// The overview of a stack, if it has one: apps and what is probed, then its own panels, then what
/// integrations offer. Where there are too many of the last, every integration keeps its first.
fn overview(stack: &Stack) -> Option<Dashboard> {
    let Overview { own, above, below } = stack.overview.as_ref()?;
    let mut panels = offered(stack, above);
    let room = MOST.saturating_sub(own.panels.len());
    panels.truncate(room);
    let mut rest = offered(stack, below);
    rest.sort_by_key(|it| it.nth);
    rest.truncate(room - panels.len());
    // Numbers first, side by side: among graphs they would leave rows of two heights.
    rest.sort_by_key(|it| (it.panel.height, order(it.signal)));
    let one = |offered: Offered<'_>| offered.named();
    let panels = panels.into_iter().map(one).chain(own.panels.iter().cloned());
    let panels = panels.chain(rest.into_iter().map(one)).collect();
    Some(Dashboard { panels, ..own.clone() })
}

/// What the integrations of some sections offer, by section, integration and golden signal.
fn offered<'a>(stack: &'a Stack, sections: &[Section]) -> Vec<Offered<'a>> {
    let mut all = Vec::new();
    for section in sections {
        for part in stack.parts.iter().filter(|part| part.section == *section) {
            let panels = part.dashboards.iter().flat_map(|own| &own.panels);
            let mut own: Vec<_> =
                panels.filter_map(|panel| Some((panel, panel.overview?))).collect();
            own.sort_by_key(|(_, signal)| order(*signal));
            let one = |(nth, (panel, signal))| Offered { panel, signal, part, nth };
            all.extend(own.into_iter().enumerate().map(one));
        }
    }
    all
}

impl Offered<'_> {
    /// The panel, with the name of the dashboard that it is from: `Redis: Memory`.
    fn named(self) -> Panel {
        let mut panel = self.panel.clone();
        let from = self.part.dashboards.first().map_or("", |own| own.title.as_str());
        let title = panel.title.as_str();
        let begins = title.split(' ').next().unwrap_or_default();
        if !from.starts_with(begins) {
            panel.title = Line::parse(&format!("{from}: {title}")).unwrap_or(panel.title);
        }
        panel
    }
}

/// Whether there is work, whether it fails, how long it takes, and what is about to run out.
fn order(signal: Signal) -> u8 {
    match signal {
        Signal::Traffic => 0,
        Signal::Errors => 1,
        Signal::Latency => 2,
        Signal::Saturation => 3,
    }
}
