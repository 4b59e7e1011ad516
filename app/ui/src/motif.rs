//! What is Sarai's own: the pointed arch of a caravanserai and the eight-pointed tile, drawn light as SVG.
//! Here so that front page, sign-in and empty states come from one hand, without a picture to load.
use std::fmt::Write as _;
use std::sync::LazyLock;

use maud::{Markup, PreEscaped, html};

use crate::{assets, icon};

/// A pointed arch on the ground line `base`: left edge, width, where the curve springs, where it meets.
fn arch(x: f64, width: f64, base: f64, spring: f64, apex: f64) -> String {
    let rise = spring - apex;
    let (right, middle) = (x + width, x + width / 2.0);
    let (low, high, part) = (spring - rise * 0.6, apex + rise * 0.3, width * 0.2);
    format!(
        "M{x:.0} {base:.0}V{spring:.0}C{x:.0} {low:.1} {:.1} {high:.1} {middle:.1} {apex:.0}C{:.1} {high:.1} {right:.0} {low:.1} {right:.0} {spring:.0}V{base:.0}z",
        x + part,
        right - part,
    )
}

/// The star of two squares, the tile of Persian walls, around (x, y).
fn star(x: f64, y: f64, radius: f64) -> String {
    const POINTS: [(f64, f64); 16] = [
        (1.0, 0.0),
        (0.707, 0.293),
        (0.707, 0.707),
        (0.293, 0.707),
        (0.0, 1.0),
        (-0.293, 0.707),
        (-0.707, 0.707),
        (-0.707, 0.293),
        (-1.0, 0.0),
        (-0.707, -0.293),
        (-0.707, -0.707),
        (-0.293, -0.707),
        (0.0, -1.0),
        (0.293, -0.707),
        (0.707, -0.707),
        (0.707, -0.293),
    ];
    let mut path = String::new();
    for (n, (dx, dy)) in POINTS.iter().enumerate() {
        let mark = if n == 0 { 'M' } else { 'L' };
        let _ = write!(path, "{mark}{:.1} {:.1}", x + dx * radius, y + dy * radius);
    }
    path.push('z');
    path
}

fn row_of_stars(from: f64, step: f64, count: u8, y: f64, radius: f64) -> String {
    (0..count)
        .map(|n| star(from + step * f64::from(n), y, radius))
        .collect()
}

/// The court of the house by night: an iwan with a lamp between two rows of arches. It is drawn on a dark wall.
pub fn court() -> Markup {
    static DRAWN: LazyLock<Markup> = LazyLock::new(draw_court);
    DRAWN.clone()
}

fn draw_court() -> Markup {
    const PITCH: f64 = 88.0;
    let beside = (0..6_u8).map(|n| f64::from(n) * PITCH);
    let sides: Vec<f64> = beside
        .flat_map(|step| [464.0 - step, 740.0 + step])
        .collect();
    html! {
        svg.motif.motif-court viewBox="0 0 1280 300" preserveAspectRatio="xMidYMax slice" aria-hidden="true" focusable="false" {
            path.motif-wall d="M0 118H560V28H720V118H1280V300H0z" {}
            g.motif-edge {
                path d="M0 118H560M720 118H1280M0 126H560M720 126H1280" {}
                path d=(row_of_stars(14.0, 44.0, 13, 100.0, 12.0)) {}
                path d=(row_of_stars(738.0, 44.0, 13, 100.0, 12.0)) {}
                path d="M560 300V28H720V300M568 300V36H712V300M568 74H712" {}
                path d=(row_of_stars(586.0, 27.0, 5, 55.0, 11.0)) {}
            }
            @for x in &sides {
                path.motif-niche d=(arch(*x, 76.0, 300.0, 206.0, 142.0)) {}
                path.motif-edge d=(arch(*x + 12.0, 52.0, 300.0, 218.0, 172.0)) {}
            }
            path.motif-niche d=(arch(584.0, 112.0, 300.0, 176.0, 90.0)) {}
            path.motif-glow d=(arch(600.0, 80.0, 300.0, 196.0, 130.0)) {}
            path.motif-edge d=(arch(600.0, 80.0, 300.0, 196.0, 130.0)) {}
            path.motif-edge d="M640 130V172" {}
            path.motif-lamp d=(star(640.0, 186.0, 14.0)) {}
        }
    }
}

/// The wall of star and cross, to lie behind words on a dark ground; `id` names its pattern once in the page.
pub fn tiles(id: impl AsRef<str>) -> Markup {
    let id = id.as_ref();
    html! {
        svg.motif.motif-tiles aria-hidden="true" focusable="false" width="100%" height="100%" {
            defs { pattern id=(id) width="56" height="56" patternUnits="userSpaceOnUse" {
                path.motif-edge d=(star(28.0, 28.0, 28.0)) {} path.motif-edge d=(star(28.0, 28.0, 12.0)) {}
            } }
            rect width="100%" height="100%" fill=(format!("url(#{id})")) {}
        }
    }
}

/// A niche of the house with the icon `symbol` in it: stands over the words of an empty state.
pub fn illustration(symbol: &str) -> Markup {
    // Lists draw it on each page, for the case that they are empty.
    static NICHE: LazyLock<Markup> = LazyLock::new(draw_niche);
    let symbol = if icon::known(symbol) { symbol } else { "box" };
    html! {
        svg.motif.motif-scene viewBox="0 0 176 116" width="176" height="116" aria-hidden="true" focusable="false" {
            (PreEscaped(&NICHE.0))
            use.scene-icon href={ (assets::url("icons.svg")) "#" (symbol) } x="70" y="60" width="36" height="36" {}
        }
    }
}

fn draw_niche() -> Markup {
    html! {
            path.scene-wall d=(arch(40.0, 96.0, 108.0, 54.0, 4.0)) {}
            path.scene-side d=(arch(6.0, 26.0, 108.0, 82.0, 62.0)) {}
            path.scene-side d=(arch(144.0, 26.0, 108.0, 82.0, 62.0)) {}
            path.scene-niche d=(arch(54.0, 68.0, 108.0, 60.0, 22.0)) {}
            path.scene-line d="M0 108H176" {}
            path.scene-lamp d=(star(22.0, 36.0, 7.0)) {}
            path.scene-star d=(star(154.0, 26.0, 9.0)) {}
            path.scene-star d=(star(146.0, 48.0, 4.0)) {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_are_light_and_silent() {
        for drawn in [court(), tiles("t"), illustration("inbox")] {
            let html = drawn.into_string();
            assert!(html.len() < 10_000, "{} bytes", html.len());
            assert!(html.contains("aria-hidden=\"true\"") && !html.contains(" style="));
        }
    }

    #[test]
    fn an_arch_stands_on_its_ground_and_is_the_same_on_both_sides() {
        assert_eq!(
            arch(0.0, 10.0, 20.0, 10.0, 0.0),
            "M0 20V10C0 4.0 2.0 3.0 5.0 0C8.0 3.0 10 4.0 10 10V20z"
        );
    }

    #[test]
    fn an_unknown_symbol_still_gives_a_scene() {
        assert!(illustration("no-such").into_string().contains("#box"));
    }
}
