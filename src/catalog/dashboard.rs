use super::Signal;
use crate::decode::{At, choice, table};
use crate::value::{AlertName, Line, MetricName, Name, Text};

table! {
    /// A Grafana dashboard.
    pub struct Dashboard("a dashboard") {
        /// The name of its file and the end of its URL. The default is the integration's name, which only
        /// one dashboard of an integration can have.
        name: Option<At<Name>>,
        /// Its title.
        title: Line,
        /// Which question it answers.
        description: Text,
        /// The metric whose `job` and `instance` values can be chosen at the top.
        variables_from: At<MetricName>,
        /// Its panels, in reading order.
        panels: Vec<Panel>,
    }
}

choice! {
    /// How a panel shows its data.
    pub enum PanelType("a panel type") {
        /// Lines over time.
        Timeseries = "timeseries",
        /// One large number.
        Stat = "stat",
        /// A number on a scale.
        Gauge = "gauge",
        /// Numbers side by side on a scale.
        Bargauge = "bargauge",
        /// Rows.
        Table = "table",
    }
}

choice! {
    /// How the lines of a time series are drawn.
    pub enum Draw("a way to draw") {
        /// Separate lines.
        Line = "line",
        /// Stacked areas.
        Stack = "stack",
    }
}

table! {
    /// A panel.
    pub struct Panel("a panel") {
        /// Its title.
        title: At<Line>,
        /// What it shows and what a bad value means.
        description: Text,
        /// How it shows its data.
        r#type: PanelType = PanelType::Timeseries,
        /// The unit, by Grafana's name: `percent`, `s`, `bytes`, `reqps`, `short`.
        unit: Line,
        /// What it shows: one query for each line or number.
        queries: Vec<Query>,
        /// The colour from each value on.
        thresholds: Vec<Step>,
        /// The alert whose threshold is drawn as a line.
        alert: Option<At<AlertName>>,
        /// The lowest value of the scale.
        min: Option<f64>,
        /// The highest value of the scale.
        max: Option<f64>,
        /// How the lines are drawn.
        draw: Draw = Draw::Line,
        /// Its width, of 24.
        width: u32 = 12,
        /// Its height, in Grafana's rows of 30 pixels.
        height: u32 = 8,
        /// The golden signal under which the overview also shows it.
        overview: Option<Signal>,
        /// When it is empty although the stack is healthy, as a clause: `there were no requests`.
        optional: Option<Line>,
        /// An expression: the panel is rendered only if it is true.
        when: Option<At<Line>>,
    }
}

table! {
    /// A query of a panel.
    pub struct Query("a query") {
        /// The PromQL expression, a template; Grafana's `$job`, `$instance` and `$__rate_interval`
        /// stay as they are.
        expr: At<Text>,
        /// How its series are named, with `{{label}}` for a label's value.
        legend: Line,
        /// When it has no data although the panel's other queries have some, as a clause: `the server
        /// has no limit`.
        optional: Option<Line>,
    }
}

table! {
    /// From a value on, a colour.
    pub struct Step("a threshold step") {
        /// The value.
        value: f64,
        /// The colour, by Grafana's name: `green`, `orange`, `red`.
        color: Line,
    }
}
