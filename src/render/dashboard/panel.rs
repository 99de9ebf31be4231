//! How each type of panel looks.

use crate::stack::PanelType;
use serde::Serialize;

/// The options of a panel, by its type.
#[derive(Serialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub(super) enum Options {
    Timeseries {
        legend: Legend,
        tooltip: Tooltip,
    },
    Stat {
        reduce_options: Reduce,
        color_mode: &'static str,
        graph_mode: &'static str,
        text_mode: &'static str,
    },
    Gauge {
        reduce_options: Reduce,
        show_threshold_labels: bool,
        show_threshold_markers: bool,
    },
    Bargauge {
        reduce_options: Reduce,
        display_mode: &'static str,
        orientation: &'static str,
        show_unfilled: bool,
    },
    Table {
        show_header: bool,
        cell_height: &'static str,
    },
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Legend {
    display_mode: &'static str,
    placement: &'static str,
    #[serde(rename = "showLegend")]
    shown: bool,
}

#[derive(Serialize)]
pub(super) struct Tooltip {
    mode: &'static str,
    sort: &'static str,
}

/// One number out of many: the last.
#[derive(Serialize)]
pub(super) struct Reduce {
    calcs: [&'static str; 1],
    fields: &'static str,
    values: bool,
}

/// The options that panels of a type have.
pub(super) fn options(kind: PanelType) -> Options {
    let reduce_options = Reduce { calcs: ["lastNotNull"], fields: "", values: false };
    match kind {
        PanelType::Timeseries => Options::Timeseries {
            legend: Legend { display_mode: "list", placement: "bottom", shown: true },
            tooltip: Tooltip { mode: "multi", sort: "desc" },
        },
        PanelType::Stat => Options::Stat {
            reduce_options,
            color_mode: "value",
            graph_mode: "none",
            text_mode: "auto",
        },
        PanelType::Gauge => Options::Gauge {
            reduce_options,
            show_threshold_labels: false,
            show_threshold_markers: true,
        },
        PanelType::Bargauge => Options::Bargauge {
            reduce_options,
            display_mode: "gradient",
            orientation: "horizontal",
            show_unfilled: true,
        },
        PanelType::Table => Options::Table { show_header: true, cell_height: "sm" },
    }
}

/// How lines are drawn.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Lines {
    draw_style: &'static str,
    line_width: u32,
    fill_opacity: u32,
    show_points: &'static str,
    span_nulls: bool,
    stacking: Stacking,
    thresholds_style: Style,
}

#[derive(Serialize)]
pub(super) struct Stacking {
    mode: &'static str,
    group: &'static str,
}

#[derive(Serialize)]
pub(super) struct Style {
    mode: &'static str,
}

/// Lines on top of each other or not, with a line at a threshold or none.
pub(super) fn lines(stacked: bool, threshold: bool) -> Lines {
    Lines {
        draw_style: "line",
        line_width: 1,
        fill_opacity: if stacked { 30 } else { 10 },
        show_points: "never",
        span_nulls: false,
        stacking: Stacking { mode: if stacked { "normal" } else { "none" }, group: "A" },
        thresholds_style: Style { mode: if threshold { "line" } else { "off" } },
    }
}

/// A change of a table's columns.
#[derive(Serialize)]
pub(super) struct Transformation {
    id: &'static str,
    options: Organize,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Organize {
    exclude_by_name: Exclude,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct Exclude {
    time: bool,
}

/// A table without the column of the time.
pub(super) const WITHOUT_TIME: [Transformation; 1] = [Transformation {
    id: "organize",
    options: Organize { exclude_by_name: Exclude { time: true } },
}];
