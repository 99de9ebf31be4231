use super::{Step, Verdict, one};
use crate::init::{Answers, Form, Question, Scene};
use crate::value::{Name, Scalar as _};

/// What the stack is called.
pub(super) struct StackName;

impl Step for StackName {
    fn question(&self, scene: &Scene, _: &Answers) -> Option<Question> {
        let default = default(scene);
        Some(Question {
            flag: "name".to_owned(),
            about: None,
            text: "What is the stack called?".to_owned(),
            why: "Compose uses the name for its project. It must not be your application's."
                .to_owned(),
            form: Form::Line { example: default.clone(), default: Some(default) },
        })
    }

    fn accept(&self, scene: &Scene, answers: &mut Answers, values: &[String]) -> Verdict {
        let given = one(values)?;
        let name = Name::parse(given).map_err(|wrong| {
            let help = wrong.help.map(|help| format!("; {help}")).unwrap_or_default();
            format!("a name {}{help}", wrong.reason)
        })?;
        if project(scene) == Some(given) {
            return Err(format!("`{given}` is the application's own project"));
        }
        answers.name = Some(name);
        Ok(())
    }
}

fn project(scene: &Scene) -> Option<&str> {
    scene.plan.as_ref()?.project.as_deref()
}

/// `shop-monitoring` for the project `shop`, or for the folder.
fn default(scene: &Scene) -> String {
    let of = project(scene).unwrap_or(&scene.folder).to_lowercase();
    let allowed = |c: &char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(*c);
    let name: String = of.chars().filter(allowed).take(50).collect();
    let name = name.trim_matches(|c| c == '-' || c == '_');
    match name {
        "" | "monitoring" if project(scene) != Some("monitoring") => "monitoring".to_owned(),
        "" => "stack-monitoring".to_owned(),
        name => format!("{name}-monitoring"),
    }
}
