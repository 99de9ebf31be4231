//! Having a program that keeps an older secret in its data take over its secret files.

use super::brief::brief;
use super::{Engine, Error, Problem, Unready};
use crate::stack::Service;
use std::time::Duration;
use tokio::time::{Instant, sleep};

/// How long the command may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often it is tried: a database may be locked for a moment.
const ATTEMPTS: usize = 3;
const PAUSE: Duration = Duration::from_secs(1);

impl Engine {
    /// Waits until a service works, and runs its command for that in its container. Made to its end, also
    /// when nobody waits for it any more.
    ///
    /// # Errors
    /// When the service does not work in time, or the command fails; the error ends with what it said.
    pub async fn apply_secrets(
        &self,
        service: &Service,
        container: &str,
        patience: Duration,
    ) -> Result<(), Error> {
        self.ready(service, container, Instant::now() + patience).await.map_err(
            |why| match why {
                Unready::Engine(error) => error,
                Unready::Trouble(trouble) => {
                    Error::new(Problem::Other, format!("{} {}", trouble.service, trouble.what))
                }
            },
        )?;
        let command = service.apply_secrets.clone();
        let (engine, container) = (self.clone(), container.to_owned());
        let ended = self.whole(async move { engine.try_command(&container, &command).await }).await;
        ended.map_err(|why| {
            let what = format!("{} does not accept its secret files: {why}", service.name);
            Error::new(Problem::Other, what)
        })
    }

    async fn try_command(&self, container: &str, command: &[String]) -> Result<(), String> {
        let mut why = String::new();
        for attempt in 0..ATTEMPTS {
            if attempt > 0 {
                sleep(PAUSE).await;
            }
            why = match self.output(container, command.to_vec(), PATIENCE).await {
                Some((0, _)) => return Ok(()),
                Some((code, said)) => complaint(code, &said),
                None => "its command cannot be run, or does not end".to_owned(),
            };
        }
        Err(why)
    }
}

/// The line of an output that says most: the first that complains, else the last.
fn complaint(code: i64, said: &str) -> String {
    let lines = || said.lines().map(str::trim).filter(|line| !line.is_empty());
    let complains = |line: &&str| {
        let line = line.to_lowercase();
        ["error", "fail", "not found", "too short"].iter().any(|word| line.contains(word))
    };
    let line = lines().find(complains).or_else(|| lines().next_back());
    line.map_or_else(|| format!("its command exits with {code}"), brief)
}

#[cfg(test)]
mod tests {
    use super::complaint;
    use crate::catalog::{UserFile, UserFolder};
    use crate::pipeline::{Input, SpecText, resolve};

    #[test]
    fn the_complaint_of_a_command_is_one_line() {
        let said = "New Password: \nlevel=info\nError: new password is too short\n\nNAME:\n";
        assert_eq!(complaint(1, said), "Error: new password is too short");
        assert_eq!(complaint(1, "a\nb\n\n"), "b");
        assert_eq!(complaint(7, " \n"), "its command exits with 7");
    }

    /// Each instance reads a file of its own.
    #[test]
    fn the_command_of_an_own_integration_knows_where_its_secret_is() {
        let own = r#"title = "Queue"
summary = "Orders."
[settings.password_file]
kind = "secret-file"
description = "Its password."
required = true
[[services]]
name = "queue"
image = "shop/queue:1"
user = "1:1"
port = 1
secrets = ["password_file"]
apply_secrets = ["sh", "-c", "set < {= settings.password_file =}"]
resources = { memory = "64MB", cpus = 1, pids = 9 }
"#;
        let spec = "version = 1\nname = \"shop\"\npreset = \"minimal\"\n\
            [integrations.orders]\ntype = \"queue\"\npassword_file = \"secrets/queue\"\n";
        let text = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let ((name, text), (spec_name, spec)) = (text("queue", own), text("stack.toml", spec));
        let path = format!("integrations/{name}.toml");
        let own = vec![UserFile {
            folder: UserFolder::Integrations,
            path,
            name,
            text,
            templates: vec![],
        }];
        let spec = Some(SpecText { name: spec_name, text: spec });
        let resolved = resolve(Input { spec, own, ..Input::default() });
        let stack = resolved.stack.expect("it is sound");
        let services = stack.services.iter();
        let commands: Vec<_> = services.filter(|it| it.name.as_str() == "queue").collect();
        assert_eq!(
            commands.first().expect("it is there").apply_secrets,
            ["sh", "-c", "set < /run/secrets/integration.orders.password"]
        );
    }
}
