use super::Stack;
use crate::value::Tier;

impl Stack {
    /// How many alerts can reach people.
    pub fn alerts_for_people(&self) -> usize {
        let alerts = self.parts.iter().flat_map(|part| &part.alerts);
        alerts.filter(|alert| alert.tier != Tier::Heartbeat).count()
    }
}
