use crate::catalog::Scope;
use crate::value::{AlertName, Tier};
use std::fmt;

/// A rule by which some alerts hold back others while they fire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inhibition {
    /// What it is for, in one sentence.
    pub comment: String,
    /// Which alerts hold back others.
    pub source: Vec<AlertMatcher>,
    /// Which alerts are held back.
    pub target: Vec<AlertMatcher>,
    /// The labels that must have the same value on both sides. Alertmanager takes a label that is
    /// absent on both sides for equal.
    pub equal: Vec<&'static str>,
}

/// A condition on a label of an alert. Its text is a matcher of Alertmanager.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlertMatcher {
    /// The label has this value.
    Is(&'static str, String),
    /// The label has another value, or there is none.
    IsNot(&'static str, String),
    /// The label has one of these values, which are plain words.
    OneOf(&'static str, Vec<String>),
    /// The label is there.
    Present(&'static str),
    /// The label is not there.
    Absent(&'static str),
}

impl AlertMatcher {
    /// Whether it decides if the label is there: a matcher that takes a missing label as well as one
    /// with a value does not.
    fn decides(&self, label: &str) -> bool {
        match self {
            Self::Is(known, _)
            | Self::OneOf(known, _)
            | Self::Present(known)
            | Self::Absent(known) => *known == label,
            Self::IsNot(..) => false,
        }
    }
}

impl fmt::Display for AlertMatcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Is(label, value) => write!(f, "{label}=\"{value}\""),
            Self::IsNot(label, value) => write!(f, "{label}!=\"{value}\""),
            Self::OneOf(label, values) => write!(f, "{label}=~\"{}\"", values.join("|")),
            Self::Present(label) => write!(f, "{label}=~\".+\""),
            Self::Absent(label) => write!(f, "{label}=\"\""),
        }
    }
}

impl Inhibition {
    /// What an alert holds back that silences others.
    pub fn of(alert: &AlertName, scope: Scope) -> Self {
        let (same, equal): (_, &[&str]) = match scope {
            Scope::Instance => ("instance", &["job", "instance"]),
            Scope::Job => ("job", &["job"]),
        };
        let present = || equal.iter().map(|label| AlertMatcher::Present(label));
        let name =
            |is: fn(&'static str, String) -> AlertMatcher| is("alertname", alert.to_string());
        Self {
            comment: format!(
                "While {alert} fires, the other alerts of the same {same} are inhibited."
            ),
            source: std::iter::once(name(AlertMatcher::Is)).chain(present()).collect(),
            target: std::iter::once(name(AlertMatcher::IsNot)).chain(present()).collect(),
            equal: equal.to_vec(),
        }
    }

    /// What holds in every stack.
    pub fn of_tiers() -> Vec<Self> {
        use AlertMatcher::{Absent, Is, OneOf, Present};
        let page = || Is("tier", Tier::P0.to_string());
        let lower = || OneOf("tier", vec![Tier::P1.to_string(), Tier::P2.to_string()]);
        let tier = |tier: Tier| Is("tier", tier.to_string());
        let of_instance = [Present("job"), Present("instance")];
        let of_job = [Present("job"), Absent("instance")];
        let of_mount = [Present("job"), Present("instance"), Present("mountpoint")];
        let rule = |comment: &str, source, target, labels: &[AlertMatcher], equal: &[_]| Self {
            comment: comment.to_owned(),
            source: std::iter::once(source).chain(labels.iter().cloned()).collect(),
            target: std::iter::once(target).chain(labels.iter().cloned()).collect(),
            equal: equal.to_vec(),
        };
        vec![
            rule(
                "What pages somebody about an instance is not sent again in a lower tier.",
                page(),
                lower(),
                &of_instance,
                &["job", "instance"],
            ),
            rule("The same for alerts about a job as a whole.", page(), lower(), &of_job, &["job"]),
            rule(
                "A file system that is almost full is also filling up.",
                tier(Tier::P1),
                tier(Tier::P2),
                &of_mount,
                &["job", "instance", "mountpoint"],
            ),
        ]
    }

    /// The labels that it compares without asking for them: it would hold back every alert that has
    /// none of them.
    pub fn unasked(&self) -> Vec<&'static str> {
        let asked = |label: &str| {
            let on = |side: &[AlertMatcher]| side.iter().any(|matcher| matcher.decides(label));
            on(&self.source) && on(&self.target)
        };
        self.equal.iter().copied().filter(|label| !asked(label)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Scalar as _;

    #[test]
    fn every_rule_asks_for_what_it_compares() {
        let name = AlertName::parse("TargetDown").unwrap();
        let of_alerts = [Scope::Instance, Scope::Job].map(|scope| Inhibition::of(&name, scope));
        for rule in Inhibition::of_tiers().iter().chain(&of_alerts) {
            assert_eq!(rule.unasked(), [""; 0], "{rule:?}");
        }
    }

    #[test]
    fn what_is_compared_and_not_asked_for() {
        let name = AlertName::parse("TargetDown").unwrap();
        let mut rule = Inhibition::of(&name, Scope::Instance);
        rule.target.retain(|matcher| *matcher != AlertMatcher::Present("instance"));
        assert_eq!(rule.unasked(), ["instance"]);
        rule.target.push(AlertMatcher::IsNot("instance", "a".to_owned()));
        assert_eq!(rule.unasked(), ["instance"]);
        rule.equal.retain(|label| *label == "job");
        assert_eq!(rule.unasked(), [""; 0]);
    }

    #[test]
    fn matchers_as_alertmanager_reads_them() {
        let case = |matcher: AlertMatcher, text: &str| assert_eq!(matcher.to_string(), text);
        case(AlertMatcher::Is("tier", "P0".to_owned()), r#"tier="P0""#);
        case(AlertMatcher::IsNot("alertname", "A".to_owned()), r#"alertname!="A""#);
        case(AlertMatcher::OneOf("tier", vec!["P1".into(), "P2".into()]), r#"tier=~"P1|P2""#);
        case(AlertMatcher::Present("job"), r#"job=~".+""#);
        case(AlertMatcher::Absent("instance"), r#"instance="""#);
    }
}
