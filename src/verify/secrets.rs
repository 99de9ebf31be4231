//! Whether the containers have the secret files as they are now.

use super::{Finding, Outcome};
use crate::stack::Stack;
use std::collections::BTreeMap;

/// What the Docker engine says of the running services that have secret files of the stack: whether each
/// has them as they are now. Or why it cannot be asked.
pub type Held = Result<BTreeMap<String, bool>, String>;

/// Judges it.
pub fn judge(stack: &Stack, held: &Held) -> Outcome {
    let outcome = Outcome::new("secrets", "services have their secret files as they are now");
    if stack.services.iter().all(|service| service.secrets.is_empty()) {
        return outcome.skipped("the stack has no secret files");
    }
    let held = match held {
        Ok(held) if held.is_empty() => {
            return outcome
                .skipped("the Docker engine has no container with the stack's secret files");
        }
        Ok(held) => held,
        Err(why) => return outcome.skipped(format!("the Docker engine cannot be queried: {why}")),
    };
    let mut outcome = outcome;
    for (service, current) in held {
        let problem = "its secret files changed after its container was created";
        let finding = Finding::new(service, problem).help("run: stackgen up");
        outcome.expect(service, if *current { vec![] } else { vec![finding] });
    }
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pipeline::{Input, SpecText, resolve};

    fn said(preset: &str, held: &Held) -> String {
        let text = format!("version = 1\nname = \"shop\"\npreset = \"minimal\"\n{preset}");
        let spec = SpecText { name: "stack.toml".to_owned(), text };
        let stack = resolve(Input { spec: Some(spec), ..Input::default() }).stack.unwrap();
        judge(&stack, held).to_string()
    }

    #[test]
    fn what_the_engine_says_is_judged() {
        let held = |current: bool| Ok(BTreeMap::from([("grafana".to_owned(), current)]));
        let holds = "services have their secret files as they are now";
        assert_eq!(said("", &held(true)), format!("1/1 {holds}"));
        assert_eq!(said("", &held(false)), format!("0/1 {holds}"));
        assert!(said("", &Err("it is gone".to_owned())).ends_with("cannot be queried: it is gone"));
        assert!(said("", &Ok(BTreeMap::new())).starts_with("skipped: the Docker engine has no"));
        let none = said("[grafana]\nenabled = false\n", &held(true));
        assert_eq!(none, "skipped: the stack has no secret files");
    }
}
