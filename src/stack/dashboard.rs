use crate::catalog::{Draw, PanelType, Section, Signal, Step};
use crate::diag::Span;
use crate::value::{Line, Name, Text};

/// The labels whose values a dashboard's reader chooses, each with the variable of its name.
pub const CHOICES: [&str; 2] = ["job", "instance"];

/// What such a variable stands for where everything is chosen, a regular expression.
pub const ALL: &str = ".*";

/// A dashboard.
#[derive(Clone, Debug)]
pub struct Dashboard {
    /// The name of its file, and the end of its URL.
    pub name: Name,
    /// Its title.
    pub title: Line,
    /// What it answers.
    pub description: Text,
    /// The metric whose jobs and instances can be chosen.
    pub variables_from: String,
    /// Where that metric is named.
    pub variables_span: Span,
    /// Its panels.
    pub panels: Vec<Panel>,
}

/// The dashboard that shows the whole stack: panels of its own, and some of each integration.
#[derive(Clone, Debug)]
pub struct Overview {
    /// Its own panels.
    pub own: Dashboard,
    /// Whose panels stand above its own, in this order.
    pub above: Vec<Section>,
    /// Whose panels stand below its own.
    pub below: Vec<Section>,
}

/// A panel.
#[derive(Clone, Debug)]
pub struct Panel {
    /// Its title.
    pub title: Line,
    /// Where it is defined.
    pub span: Span,
    /// What it shows.
    pub description: Text,
    /// How it shows it.
    pub kind: PanelType,
    /// The unit.
    pub unit: Line,
    /// What it shows.
    pub queries: Vec<Query>,
    /// From which value on which colour.
    pub thresholds: Vec<Step>,
    /// The threshold of an alert, drawn as a line.
    pub line_at: Option<f64>,
    /// The least value of the scale.
    pub min: Option<f64>,
    /// The greatest value of the scale.
    pub max: Option<f64>,
    /// How lines stand to each other.
    pub draw: Draw,
    /// Its width, of 24.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// The signal under which the overview shows it.
    pub overview: Option<Signal>,
    /// Why it may show nothing.
    pub optional: Option<Line>,
}

/// A query of a panel.
#[derive(Clone, Debug)]
pub struct Query {
    /// The expression, with Grafana's variables.
    pub expr: String,
    /// Where it stands.
    pub span: Span,
    /// How its series are named.
    pub legend: Line,
    /// Why it may have no data.
    pub optional: Option<Line>,
}
