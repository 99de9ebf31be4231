//! How alerts reach people: one way for all tiers, or one for each.

use super::answers::Verdict;
use super::ask::not_among;
use super::{Answers, Scene};
use crate::value::{Name, Scalar as _, Tier};

/// The answer that each tier has a way of its own, which is asked for then.
pub(super) const BY_TIER: &str = "tiers";
/// The answer that nobody is told.
pub(super) const NOBODY: &str = "none";

/// Takes a type of receiver, `none`, `tiers`, or `P0=TYPE` and so on for each tier.
pub(super) fn accept(scene: &Scene, answers: &mut Answers, values: &[String]) -> Verdict {
    answers.ways.clear();
    answers.by_tier = false;
    match values {
        [one] if one == BY_TIER => answers.by_tier = true,
        [one] if !one.contains('=') => {
            for tier in Tier::FOR_PEOPLE {
                set(scene, answers, tier, one)?;
            }
        }
        several => {
            for value in several {
                let Some((tier, way)) = value.split_once('=') else {
                    let example = example(scene.ways.iter().map(|(name, _)| name.as_str()));
                    return Err(format!("give one type for all tiers, or one for each: {example}"));
                };
                let known = Tier::FOR_PEOPLE.into_iter().find(|it| it.to_string() == tier);
                let Some(tier) = known else {
                    return Err(not_among("tier", tier, ["P0", "P1", "P2"].into_iter()));
                };
                set(scene, answers, tier, way)?;
            }
            let named = |tier: &Tier| several.iter().any(|it| it.starts_with(&format!("{tier}=")));
            let missing = Tier::FOR_PEOPLE.into_iter().filter(|tier| !named(tier));
            let missing: Vec<String> = missing.map(|tier| format!("{tier}=TYPE")).collect();
            if !missing.is_empty() {
                let missing = missing.join(",");
                return Err(format!(
                    "say where the other tiers go, too: {missing}; `none` is nowhere"
                ));
            }
        }
    }
    Ok(())
}

/// Sends a tier some way.
pub(super) fn set(scene: &Scene, answers: &mut Answers, tier: Tier, way: &str) -> Verdict {
    answers.ways.remove(&tier);
    if way == NOBODY {
        return Ok(());
    }
    let known = scene.ways.iter().map(|(name, _)| name.value.as_str());
    let name = Name::parse(way).ok().filter(|name| scene.ways.get(name).is_some());
    let Some(name) = name else {
        return Err(not_among("type of receiver", way, known.chain([NOBODY])));
    };
    answers.ways.insert(tier, name);
    Ok(())
}

/// A type for each tier, by the types that there are: `P0=a,P1=b,P2=c`.
pub fn example<'n>(types: impl Iterator<Item = &'n str>) -> String {
    let each = Tier::FOR_PEOPLE.into_iter().zip(types);
    each.map(|(tier, name)| format!("{tier}={name}")).collect::<Vec<_>>().join(",")
}
