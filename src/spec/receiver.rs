use crate::decode::{At, table, tagged};
use crate::value::{Email as Address, Line, SpecPath, Url};

tagged! {
    /// A place to send alerts to. Secrets are in files, which Alertmanager reads when it sends.
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
        /// Whether the end of an alert is sent as well.
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
        /// Whether the end of an alert is sent as well.
        send_resolved: bool = true,
    }
}

table! {
    /// Mail, through the server that `[alertmanager]` names.
    pub struct Email("an email receiver") {
        /// Who gets it.
        to: Vec<At<Address>>,
        /// Whether the end of an alert is sent as well.
        send_resolved: bool = false,
    }
}

table! {
    /// An HTTP endpoint that takes Alertmanager's JSON.
    pub struct Webhook("a webhook receiver") {
        /// The URL, if there is no secret in it.
        ///
        /// Example: `http://alert-bot:8080/alerts`
        url: Option<At<Url>>,
        /// The file with the URL, if there is one.
        ///
        /// Example: `secrets/webhook-url`
        url_file: Option<At<SpecPath>>,
        /// Whether the end of an alert is sent as well.
        send_resolved: bool = true,
    }
}

table! {
    /// A Microsoft Teams channel, through a workflow's webhook.
    pub struct MsTeams("an msteams receiver") {
        /// The file with the webhook's URL.
        ///
        /// Example: `secrets/msteams-webhook-url`
        webhook_url_file: At<SpecPath>,
        /// Whether the end of an alert is sent as well.
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
        /// Whether the end of an alert is sent as well.
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
        /// The API, if not the one for the United States.
        ///
        /// Example: `https://api.eu.opsgenie.com/`
        api_url: Option<At<Url>>,
        /// Whether the end of an alert is sent as well.
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
        /// The chat's number, negative for a group.
        ///
        /// Example: `-100123456`
        chat_id: i64,
        /// Whether the end of an alert is sent as well.
        send_resolved: bool = true,
    }
}
