use super::{OwnRule, Stack};
use crate::value::Tier;

impl Stack {
    /// How many alerts can reach people.
    pub fn alerts_for_people(&self) -> usize {
        let alerts = self.parts.iter().flat_map(|part| &part.alerts);
        let own = self.own_rules.iter().flat_map(|group| &group.rules);
        let tiers = alerts.map(|alert| alert.tier).chain(own.filter_map(OwnRule::tier));
        tiers.filter(|tier| *tier != Tier::Heartbeat).count()
    }
}
