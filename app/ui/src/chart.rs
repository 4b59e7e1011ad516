//! Charts: a canvas drawn from a table that everybody can read.
//! Here so that no chart exists without its table; the script reads the numbers from there.
use maud::{Markup, Render, html};

use crate::{assets, icon};

/// How the numbers are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChartKind {
    /// Along time.
    Line,
    /// Along time, filled down to nothing.
    Area,
    /// Side by side.
    Bar,
    /// One on the other: parts and their sum.
    Stacked,
    /// Parts of a whole.
    Doughnut,
}

impl ChartKind {
    const fn name(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Area => "area",
            Self::Bar => "bar",
            Self::Stacked => "stacked",
            Self::Doughnut => "doughnut",
        }
    }
}

#[derive(Clone, Debug)]
struct Point {
    label: String,
    values: Vec<(f64, String)>,
}

/// A chart under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct Chart {
    id: String,
    title: String,
    kind: ChartKind,
    table_label: String,
    axis: String,
    series: Vec<String>,
    points: Vec<Point>,
}

/// A chart; `table_label` opens its table («جدول این نمودار»).
pub fn chart(
    id: impl Into<String>,
    title: impl Into<String>,
    kind: ChartKind,
    table_label: impl Into<String>,
) -> Chart {
    Chart {
        id: id.into(),
        title: title.into(),
        kind,
        table_label: table_label.into(),
        axis: String::new(),
        series: Vec::new(),
        points: Vec::new(),
    }
}

impl Chart {
    /// The names of the axis (first column) and of each series.
    pub fn series<S: Into<String>>(
        mut self,
        axis: impl Into<String>,
        names: impl IntoIterator<Item = S>,
    ) -> Self {
        self.axis = axis.into();
        self.series = names.into_iter().map(Into::into).collect();
        self
    }
    /// A point: its label, and for each series the value and how it is shown.
    pub fn point<S: Into<String>>(
        mut self,
        label: impl Into<String>,
        values: impl IntoIterator<Item = (f64, S)>,
    ) -> Self {
        let values = values
            .into_iter()
            .map(|(value, shown)| (value, shown.into()))
            .collect();
        self.points.push(Point {
            label: label.into(),
            values,
        });
        self
    }

    fn table(&self, id: &str) -> Markup {
        html! {
            table id=(id) {
                caption.sr-only { (self.title) }
                thead { tr { th scope="col" { (self.axis) } @for name in &self.series { th.numeric scope="col" { (name) } } } }
                tbody {
                    @for point in &self.points {
                        tr {
                            th scope="row" { (point.label) }
                            @for (value, shown) in &point.values { td.numeric data-value=(value) { (shown) } }
                        }
                    }
                }
            }
        }
    }
}

impl Render for Chart {
    fn render(&self) -> Markup {
        let table_id = format!("{}-data", self.id);
        html! {
            figure.chart id=(self.id) {
                figcaption { (self.title) }
                div.chart-box {
                    canvas role="img" aria-label=(self.title) data-chart=(self.kind.name())
                        data-table=(table_id) data-src=(assets::url("chart.js")) {}
                }
                details { summary { (icon("clipboard-list")) (self.table_label) } div.list { (self.table(&table_id)) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_twin_holds_the_numbers_that_are_drawn() {
        let html = chart("c", "فروش", ChartKind::Line, "جدول")
            .series("روز", ["فروش"])
            .point("شنبه", [(12.5, "۱۲٫۵")])
            .render()
            .into_string();
        assert!(html.contains("data-table=\"c-data\"") && html.contains("<table id=\"c-data\">"));
        assert!(html.contains("data-value=\"12.5\">۱۲٫۵</td>"));
    }
}
