use super::spent::{ANSWER, Spent};
use super::{BaseUrl, Error, Problem, Time};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use std::time::{Duration, Instant};
use ureq::http::{Response, header};
use ureq::{Agent, Body};

/// How long it may take to be connected.
const CONNECT: Duration = Duration::from_secs(3);
/// More than any answer of a stack on one machine.
const MOST_BYTES: u64 = 64 << 20;

/// Who asks one program.
#[derive(Clone, Debug)]
pub struct Client {
    agent: Agent,
    program: &'static str,
    base: BaseUrl,
    spent: Spent,
}

/// What came back, whatever its status.
pub(super) struct Answer {
    pub(super) status: u16,
    /// What time it is there.
    pub(super) time: Option<Time>,
    pub(super) body: String,
}

impl Client {
    /// Will ask the program at an address.
    pub fn new(program: &'static str, base: BaseUrl) -> Self {
        // No proxy: what is asked is on this machine or right beside it.
        let config = Agent::config_builder()
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(ANSWER))
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .user_agent(concat!("stackgen/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { agent: config.new_agent(), program, base, spent: Spent::default() }
    }

    /// The address.
    pub fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// What the program gives at a path.
    pub(super) fn get(&self, path: &str) -> Result<Answer, Error> {
        self.query(path, &[])
    }

    /// What the program gives at a path with a query.
    pub(super) fn query(&self, path: &str, query: &[(&str, &str)]) -> Result<Answer, Error> {
        let patience = self.patience()?;
        let request = self.agent.get(self.url(path)).query_pairs(query.iter().copied());
        let request = request.config().timeout_global(Some(patience)).build();
        self.answer(patience, || request.call())
    }

    /// What the program says to a form.
    pub(super) fn form(&self, path: &str, fields: &[(&str, &str)]) -> Result<Answer, Error> {
        let patience = self.patience()?;
        let request = self.agent.post(self.url(path));
        let request = request.config().timeout_global(Some(patience)).build();
        self.answer(patience, || request.send_form(fields.iter().copied()))
    }

    /// What the program says to JSON.
    pub(super) fn json(&self, path: &str, value: &Json) -> Result<Answer, Error> {
        let patience = self.patience()?;
        let request = self.agent.post(self.url(path));
        let request = request.header(header::CONTENT_TYPE, "application/json");
        let request = request.config().timeout_global(Some(patience)).build();
        self.answer(patience, || request.send(value.to_string()))
    }

    /// Waits for this program again, whatever patience it has used up.
    pub(super) fn forgive(&self) {
        self.spent.forget();
    }

    fn patience(&self) -> Result<Duration, Error> {
        let silent = || self.error(Problem::Unreachable, "it did not answer in time before");
        self.spent.left().ok_or_else(silent)
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    fn answer(
        &self,
        patience: Duration,
        ask: impl FnOnce() -> Result<Response<Body>, ureq::Error>,
    ) -> Result<Answer, Error> {
        let began = Instant::now();
        let unreachable = |error: &ureq::Error| {
            if matches!(error, ureq::Error::Timeout(_)) {
                self.spent.silent();
            }
            self.error(Problem::Unreachable, reason(error, patience))
        };
        let mut response = ask().map_err(|error| unreachable(&error))?;
        let date = response.headers().get(header::DATE).and_then(|date| date.to_str().ok());
        let time = date.and_then(Time::of_http);
        let status = response.status().as_u16();
        let body = response.body_mut().with_config().limit(MOST_BYTES).lossy_utf8(true);
        let body = body.read_to_string().map_err(|error| unreachable(&error))?;
        self.spent.answered(began.elapsed());
        if status == 503 {
            return Err(self.error(Problem::NotReady, first_line(&body)));
        }
        Ok(Answer { status, time, body })
    }

    /// A problem with this program.
    pub(super) fn error(&self, problem: Problem, message: impl Into<String>) -> Error {
        let asked = format!("{} at {}", self.program, self.base);
        Error { problem, asked, message: message.into() }
    }

    /// The answer's JSON, if it is no refusal.
    pub(super) fn read<T: DeserializeOwned>(&self, answer: &Answer) -> Result<T, Error> {
        if !(200..300).contains(&answer.status) {
            let said = format!("HTTP {}: {}", answer.status, first_line(&answer.body));
            let missing = [301, 302, 307, 308, 404, 405].contains(&answer.status);
            let problem = if missing { Problem::Unreadable } else { Problem::Refused };
            return Err(self.error(problem, said));
        }
        serde_json::from_str(&answer.body)
            .map_err(|error| self.error(Problem::Unreadable, error.to_string()))
    }
}

/// Why there is no answer, without the client's own words around it.
fn reason(error: &ureq::Error, patience: Duration) -> String {
    match error {
        ureq::Error::Io(error) => error.to_string(),
        ureq::Error::HostNotFound => "there is no such host".to_owned(),
        ureq::Error::Timeout(_) => {
            format!("no answer within {} s", patience.as_millis().div_ceil(1000))
        }
        other => other.to_string(),
    }
}

fn first_line(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default();
    line.chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_is_short() {
        assert_eq!(first_line("\n a\nb"), "a");
        assert_eq!(first_line(&"x".repeat(1000)).len(), 200);
    }
}
