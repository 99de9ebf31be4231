//! The overview: what is firing, and the four golden signals of everything.

use crate::stack::{Dashboard, Panel, Signal, Stack};

/// More panels than this are not looked at.
const MOST: usize = 14;

/// The overview of a stack, if it has one: the catalogue's own panels, then those that integrations
/// offer, by golden signal. Where there are too many, every integration keeps its first.
pub(super) fn dashboard(stack: &Stack) -> Option<Dashboard> {
    let mut dashboard = stack.overview.clone()?;
    let room = MOST.saturating_sub(dashboard.panels.len());
    let offered: Vec<(usize, &Panel)> = stack
        .parts
        .iter()
        .enumerate()
        .flat_map(|(part, it)| {
            it.dashboard.iter().flat_map(|own| &own.panels).map(move |p| (part, p))
        })
        .filter(|(_, panel)| panel.overview.is_some())
        .collect();
    let mut rank: Vec<(usize, usize)> = Vec::new();
    let mut seen = std::collections::BTreeMap::new();
    for (index, (part, _)) in offered.iter().enumerate() {
        let nth: &mut usize = seen.entry(*part).or_default();
        rank.push((*nth, index));
        *nth += 1;
    }
    rank.sort_unstable();
    rank.truncate(room);
    let mut chosen: Vec<&Panel> = rank.into_iter().map(|(_, index)| offered[index].1).collect();
    chosen.sort_by_key(|panel| panel.overview.map(order));
    dashboard.panels.extend(chosen.into_iter().cloned());
    Some(dashboard)
}

fn order(signal: Signal) -> u8 {
    match signal {
        Signal::Latency => 0,
        Signal::Traffic => 1,
        Signal::Errors => 2,
        Signal::Saturation => 3,
    }
}
