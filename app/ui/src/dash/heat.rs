//! A heat map: a table whose cells are shaded by their value (hours of a week, load of machines).
//! Here as a table so that it is heard cell by cell and needs no library.
use maud::{Markup, Render, html};

/// A heat map under construction.
#[derive(Clone, Debug)]
#[must_use]
pub struct HeatMap {
    title: String,
    axis: String,
    columns: Vec<String>,
    rows: Vec<(String, Vec<(u32, String)>)>,
    ends: Option<(String, String)>,
}

/// A heat map; `axis` names what the rows are.
pub fn heat_map(title: impl Into<String>, axis: impl Into<String>) -> HeatMap {
    HeatMap {
        title: title.into(),
        axis: axis.into(),
        columns: Vec::new(),
        rows: Vec::new(),
        ends: None,
    }
}

impl HeatMap {
    /// The headings of the columns; an empty one is not shown.
    pub fn columns<S: Into<String>>(mut self, columns: impl IntoIterator<Item = S>) -> Self {
        self.columns = columns.into_iter().map(Into::into).collect();
        self
    }
    /// A row: its name, and each cell's value with how it is shown.
    pub fn row<S: Into<String>>(
        mut self,
        name: impl Into<String>,
        cells: impl IntoIterator<Item = (u32, S)>,
    ) -> Self {
        let cells = cells.into_iter().map(|(v, shown)| (v, shown.into()));
        self.rows.push((name.into(), cells.collect()));
        self
    }
    /// The words at both ends of the legend («کم»، «زیاد»).
    pub fn legend(mut self, low: impl Into<String>, high: impl Into<String>) -> Self {
        self.ends = Some((low.into(), high.into()));
        self
    }
}

/// Nothing is 0, the largest is 5.
fn level(value: u32, largest: u32) -> u32 {
    (value * 5).div_ceil(largest.max(1)).min(5)
}

impl Render for HeatMap {
    fn render(&self) -> Markup {
        let cells = self.rows.iter().flat_map(|(_, cells)| cells);
        let largest = cells.map(|(value, _)| *value).max().unwrap_or_default();
        html! {
            figure.chart.is-drawn.heat {
                figcaption { (self.title) }
                div.heat-scroll role="group" tabindex="0" aria-label=(self.title) {
                    table {
                        caption.sr-only { (self.title) }
                        thead { tr { th scope="col" { span.sr-only { (self.axis) } } @for name in &self.columns { th scope="col" { (name) } } } }
                        tbody {
                            @for (name, cells) in &self.rows {
                                tr {
                                    th scope="row" { (name) }
                                    @for (value, shown) in cells { td class=(format!("heat-{}", level(*value, largest))) title=(shown) { span { (shown) } } }
                                }
                            }
                        }
                    }
                }
                @if let Some((low, high)) = &self.ends {
                    p.heat-legend aria-hidden="true" { (low) @for n in 0..=5 { span class=(format!("heat-{n}")) {} } (high) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shades_run_from_nothing_to_the_largest() {
        assert_eq!(level(0, 10), 0);
        assert_eq!(level(1, 1000), 1);
        assert_eq!(level(10, 10), 5);
        assert_eq!(level(0, 0), 0);
    }
}
