//! A sparkline: the shape of a figure's last days, drawn as SVG on the server.
//! Here so that a page full of figures needs no library and no script.
use std::fmt::Write as _;

use maud::{Markup, html};

const WIDTH: f64 = 100.0;
const HEIGHT: f64 = 28.0;

/// The values' places: x from the line's start to its end, y turned so that more is higher.
fn places(values: &[f64]) -> Vec<(f64, f64)> {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let span = if high > low { high - low } else { 1.0 };
    let last = u32::try_from(values.len().saturating_sub(1)).map_or(1.0, f64::from);
    let place = |(n, value): (u32, &f64)| {
        let x = f64::from(n) / last.max(1.0) * WIDTH;
        (x, HEIGHT - 2.0 - (value - low) / span * (HEIGHT - 4.0))
    };
    (0..).zip(values).map(place).collect()
}

/// A line without axes; `spoken` says what it shows («رو به بالا در ۱۴ روز»). Fewer than two values show nothing.
pub fn sparkline(values: &[f64], spoken: impl AsRef<str>) -> Markup {
    let places = places(values);
    if places.len() < 2 {
        return html! {};
    }
    let mut line = String::new();
    for (n, (x, y)) in places.iter().enumerate() {
        let verb = if n == 0 { 'M' } else { 'L' };
        let _ = write!(line, "{verb}{x:.1} {y:.1}");
    }
    html! {
        svg.spark viewBox="0 0 100 28" preserveAspectRatio="none" role="img" aria-label=(spoken.as_ref()) {
            path.spark-area d=(format!("{line}L{WIDTH} {HEIGHT}L0 {HEIGHT}Z")) {}
            path.spark-line d=(line) {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn highest_value_is_on_top_and_a_flat_line_is_no_fault() {
        let all = places(&[1.0, 3.0, 2.0]);
        assert!(all[1].1 < all[2].1 && all[2].1 < all[0].1);
        assert!(places(&[5.0, 5.0]).iter().all(|(_, y)| y.is_finite()));
        assert!(sparkline(&[1.0], "x").into_string().is_empty());
    }
}
