//! The marks that well-known services give their secrets.

use super::value::is_mixed;

/// What must follow a mark, so that it is no accident.
#[derive(Clone, Copy)]
enum Then {
    /// Anything, nine bytes of it.
    Any,
    /// At least so many letters and digits, both of them; and the mark begins a word. For marks that
    /// other words have too: `npm_downloads_total`.
    Mixed(usize),
}

use Then::{Any, Mixed};

const MARKS: &[(&str, Then, &str)] = &[
    ("https://hooks.slack.com/services/T", Any, "a Slack webhook"),
    ("https://hooks.slack.com/workflows/", Any, "a Slack webhook"),
    ("https://hooks.slack.com/triggers/", Any, "a Slack webhook"),
    ("https://hooks.slack-gov.com/", Any, "a Slack webhook"),
    ("discord.com/api/webhooks/", Any, "a Discord webhook"),
    ("discordapp.com/api/webhooks/", Any, "a Discord webhook"),
    (".webhook.office.com/", Any, "a Microsoft Teams webhook"),
    ("https://outlook.office.com/webhook/", Any, "a Microsoft Teams webhook"),
    ("https://outlook.office365.com/webhook/", Any, "a Microsoft Teams webhook"),
    (".logic.azure.com", Any, "a Microsoft Teams webhook"),
    ("https://chat.googleapis.com/v1/spaces/", Any, "a Google Chat webhook"),
    ("https://events.pagerduty.com/integration/", Any, "a PagerDuty URL with its key"),
    ("https://api.telegram.org/bot", Any, "a Telegram URL with a bot's token"),
    ("https://alert.victorops.com/integrations/", Any, "a VictorOps URL with its key"),
    ("https://hooks.zapier.com/hooks/", Any, "a Zapier webhook"),
    ("https://oapi.dingtalk.com/robot/", Any, "a DingTalk webhook"),
    ("https://open.feishu.cn/open-apis/bot/", Any, "a Feishu webhook"),
    ("https://open.larksuite.com/open-apis/bot/", Any, "a Lark webhook"),
    ("https://qyapi.weixin.qq.com/cgi-bin/webhook/", Any, "a WeCom webhook"),
    ("xoxa-", Any, "a Slack token"),
    ("xoxb-", Any, "a Slack token"),
    ("xoxc-", Any, "a Slack token"),
    ("xoxd-", Any, "a Slack token"),
    ("xoxe-", Any, "a Slack token"),
    ("xoxe.", Any, "a Slack token"),
    ("xoxp-", Any, "a Slack token"),
    ("xoxr-", Any, "a Slack token"),
    ("xoxs-", Any, "a Slack token"),
    ("xapp-", Any, "a Slack token"),
    ("ghp_", Any, "a GitHub token"),
    ("gho_", Mixed(9), "a GitHub token"),
    ("ghu_", Mixed(9), "a GitHub token"),
    ("ghs_", Mixed(9), "a GitHub token"),
    ("ghr_", Mixed(9), "a GitHub token"),
    ("github_pat_", Any, "a GitHub token"),
    ("glpat-", Any, "a GitLab token"),
    ("glrt-", Any, "a GitLab token"),
    ("gldt-", Any, "a GitLab token"),
    ("glptt-", Any, "a GitLab token"),
    ("glcbt-", Any, "a GitLab token"),
    ("glsoat-", Any, "a GitLab token"),
    ("glagent-", Any, "a GitLab token"),
    ("ATATT3x", Any, "an Atlassian token"),
    ("ATBB", Mixed(16), "a Bitbucket password"),
    ("glsa_", Any, "a Grafana token"),
    ("glc_", Mixed(9), "a Grafana token"),
    ("AKIA", Mixed(12), "an AWS key"),
    ("ASIA", Mixed(12), "an AWS key"),
    ("AIza", Mixed(12), "a Google key"),
    ("ya29.", Any, "a Google token"),
    ("GOCSPX-", Any, "a Google client's secret"),
    ("-----BEGIN ", Any, "a private key"),
    ("PuTTY-User-Key-File", Any, "a private key"),
    ("AGE-SECRET-KEY-", Any, "a private key"),
    ("sk_live_", Any, "a Stripe key"),
    ("sk_test_", Any, "a Stripe key"),
    ("rk_live_", Any, "a Stripe key"),
    ("rk_test_", Any, "a Stripe key"),
    ("whsec_", Any, "a webhook's signing secret"),
    ("sk-proj-", Any, "an OpenAI key"),
    ("sk-svcacct-", Any, "an OpenAI key"),
    ("sk-ant-", Any, "an Anthropic key"),
    ("sk-or-", Any, "an OpenRouter key"),
    ("sk-", Mixed(16), "an API key"),
    ("gsk_", Mixed(16), "an API key"),
    ("hf_", Mixed(16), "a Hugging Face token"),
    ("r8_", Mixed(16), "a Replicate token"),
    ("npm_", Mixed(16), "an npm token"),
    ("pypi-AgE", Any, "a PyPI token"),
    ("rubygems_", Mixed(16), "a RubyGems token"),
    ("dckr_pat_", Any, "a Docker token"),
    ("dckr_oat_", Any, "a Docker token"),
    ("dop_v1_", Any, "a DigitalOcean token"),
    ("doo_v1_", Any, "a DigitalOcean token"),
    ("dor_v1_", Any, "a DigitalOcean token"),
    ("dapi", Mixed(28), "a Databricks token"),
    ("SG.", Mixed(16), "a SendGrid key"),
    ("key-", Mixed(28), "a Mailgun key"),
    ("shpat_", Any, "a Shopify token"),
    ("shpss_", Any, "a Shopify secret"),
    ("sq0csp-", Any, "a Square secret"),
    ("lin_api_", Any, "a Linear key"),
    ("NRAK-", Any, "a New Relic key"),
    ("NRII-", Any, "a New Relic key"),
    ("PMAK-", Any, "a Postman key"),
    ("sntrys_", Any, "a Sentry token"),
    ("sntryu_", Any, "a Sentry token"),
    ("tskey-", Any, "a Tailscale key"),
    ("hvs.", Any, "a Vault token"),
    ("hvb.", Any, "a Vault token"),
    ("dp.pt.", Any, "a Doppler token"),
    ("dp.st.", Any, "a Doppler token"),
    ("pscale_tkn_", Any, "a PlanetScale token"),
    ("pscale_pw_", Any, "a PlanetScale password"),
    ("sbp_", Mixed(16), "a Supabase token"),
    ("figd_", Mixed(16), "a Figma token"),
    ("$2y$", Any, "a bcrypt hash"),
    ("$2a$", Any, "a bcrypt hash"),
    ("$2b$", Any, "a bcrypt hash"),
    ("$argon2", Any, "a password's hash"),
    ("$scrypt$", Any, "a password's hash"),
    ("$apr1$", Any, "a password's hash"),
    ("$1$", Any, "a password's hash"),
    ("$5$", Any, "a password's hash"),
    ("$6$", Any, "a password's hash"),
    ("$y$", Any, "a password's hash"),
    ("{SSHA}", Any, "a password's hash"),
    ("{SHA}", Any, "a password's hash"),
    ("pbkdf2_sha256$", Any, "a password's hash"),
];

/// Whether a mark may begin with two bytes, by [`pair`]. Every text of a spec and of the catalogue is
/// searched, so hardly any of its bytes may be worth a second look.
const BEGINS: [bool; 1024] = {
    let mut begins = [false; 1024];
    let mut at = 0;
    while at < MARKS.len() {
        let mark = MARKS[at].0.as_bytes();
        begins[pair(mark[0], mark[1])] = true;
        at += 1;
    }
    begins
};

/// A number below 1,024 that two bytes share with few other pairs.
const fn pair(first: u8, second: u8) -> usize {
    (first as usize * 33 + second as usize) % 1024
}

/// The kind of secret whose mark is in a text.
pub(super) fn marked(text: &str) -> Option<&'static str> {
    let bytes = text.as_bytes();
    let places = bytes.windows(2).enumerate().filter(|(_, two)| BEGINS[pair(two[0], two[1])]);
    places.map(|(at, _)| at).find_map(|at| {
        let found = MARKS.iter().find(|(mark, then, _)| {
            bytes[at..].starts_with(mark.as_bytes())
                && follows(&bytes[..at], &bytes[at + mark.len()..], *then)
        });
        found.map(|(_, _, kind)| *kind)
    })
}

fn follows(before: &[u8], after: &[u8], then: Then) -> bool {
    match then {
        Any => before.len() + after.len() > 8,
        Mixed(least) => {
            let run = after.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(after.len());
            let begins = before.last().is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'_');
            begins && run >= least && std::str::from_utf8(&after[..run]).is_ok_and(is_mixed)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_need_something_behind_them() {
        for text in [
            "xoxb-1234567890-abc",
            "x ghs_hunter2hunter2",
            "$6$salt$hunter2hunter2",
            "=hf_hunter2hunter2xyz",
        ] {
            assert!(marked(text).is_some(), "{text}");
        }
        for text in [
            "AKIA",
            "npm_downloads_total",
            "hf_requests_2xx_total",
            "sk-bratislava-node-01:9100",
            "task-hunter2hunter2hunter2",
            "ASIAPACIFICSOUTHEAST",
            "xoxb-",
        ] {
            assert_eq!(marked(text), None, "{text}");
        }
    }
}
