use crate::decode::{At, Node, table};
use crate::value::{Line, Name, UrlPath};

table! {
    /// A data source of Grafana, served by a service of the integration.
    pub struct Datasource("a data source") {
        /// Its name, as people see it: `Prometheus`.
        name: Line,
        /// Its id, by which dashboards and other data sources refer to it.
        uid: At<Name>,
        /// Its type, as Grafana calls it: `prometheus`, `loki`.
        r#type: Line,
        /// Which of the integration's services answers, by its `name`. The default is the first one.
        service: Option<At<Line>>,
        /// The path at which it answers.
        path: Option<UrlPath>,
        /// Whether panels that name no data source use it.
        default: bool = false,
        /// The settings of its type, as Grafana has them in `jsonData`. Texts are templates, which know
        /// what those of `[[files]]` know; an empty one is left out.
        json_data: Option<Node>,
    }
}
