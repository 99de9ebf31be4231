use crate::decode::{At, table, tagged};
use crate::value::{Email as Address, Line, SpecPath, Url};

tagged! {
    /// A place to send alerts to. Its secrets are in files, which Alertmanager reads when it sends.
    pub enum Receiver("a receiver") {
        PagerDuty = "pagerduty",
        Slack = "slack",
        Email = "email",
        Webhook = "webhook",
        MsTeams = "msteams",
        Discord = "discord",
        OpsGenie = "opsgenie",
        Telegram = "telegram",
    }
}

table! {
    /// `PagerDuty`, which pages whoever is on call.
    pub struct PagerDuty("a pagerduty receiver") {
        /// The file with the integration key of an "Events API v2" integration.
        ///
        /// Example: `secrets/pagerduty-routing-key`
        routing_key_file: At<SpecPath>,
        /// Whether to send a message when an alert is resolved.
        send_resolved: bool = true,
    }
}

table! {
    /// A Slack channel.
    pub struct Slack("a slack receiver") {
        /// The file with the URL of an incoming webhook.
        ///
        /// Example: `secrets/slack-webhook-url`
        webhook_url_file: At<SpecPath>,
        /// The channel.
        ///
        /// Example: `#alerts`
        channel: Line,
        /// Whether to send a message when an alert is resolved.
        send_resolved: bool = true,
    }
}

table! {
    /// E-mail, through the mail server in `[alertmanager]`.
    pub struct Email("an email receiver") {
        /// The recipients.
        to: Vec<At<Address>>,
        /// Whether to send a message when an alert is resolved.
        send_resolved: bool = false,
    }
}

table! {
    /// An HTTP endpoint that accepts Alertmanager's webhook JSON.
    pub struct Webhook("a webhook receiver") {
        /// The URL, if it contains no secret.
        ///
        /// Example: `http://alert-bot:8080/alerts`
        url: Option<At<Url>>,
        /// The file with the URL, if the URL contains a secret.
        ///
        /// Example: `secrets/webhook-url`
        url_file: Option<At<SpecPath>>,
        /// Whether to send a message when an alert is resolved.
        send_resolved: bool = true,
    }
}

table! {
    /// A Microsoft Teams channel, through the webhook of a workflow.
    pub struct MsTeams("an msteams receiver") {
        /// The file with the webhook's URL.
        ///
        /// Example: `secrets/msteams-webhook-url`
        webhook_url_file: At<SpecPath>,
        /// Whether to send a message when an alert is resolved.
        send_resolved: bool = true,
    }
}

table! {
    /// A Discord channel.
    pub struct Discord("a discord receiver") {
        /// The file with the webhook's URL.
        ///
        /// Example: `secrets/discord-webhook-url`
        webhook_url_file: At<SpecPath>,
        /// Whether to send a message when an alert is resolved.
        send_resolved: bool = true,
    }
}

table! {
    /// `OpsGenie`, which pages whoever is on call.
    pub struct OpsGenie("an opsgenie receiver") {
        /// The file with the API key.
        ///
        /// Example: `secrets/opsgenie-api-key`
        api_key_file: At<SpecPath>,
        /// The URL of the API, if it is not the one for the United States.
        ///
        /// Example: `https://api.eu.opsgenie.com/`
        api_url: Option<At<Url>>,
        /// Whether to send a message when an alert is resolved.
        send_resolved: bool = true,
    }
}

table! {
    /// A Telegram chat.
    pub struct Telegram("a telegram receiver") {
        /// The file with the bot's token.
        ///
        /// Example: `secrets/telegram-bot-token`
        bot_token_file: At<SpecPath>,
        /// The chat's id, which is negative for a group.
        ///
        /// Example: `-100123456`
        chat_id: i64,
        /// Whether to send a message when an alert is resolved.
        send_resolved: bool = true,
    }
}
