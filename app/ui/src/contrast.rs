//! Test only: the contrast of every pair of colours that the style sheet puts together.
//! Here so that a new token that some eyes cannot read fails before anybody looks at it.
use std::collections::HashMap;

const TOKENS: &str = include_str!("../../../static/css/tokens.css");

fn tokens() -> HashMap<&'static str, [&'static str; 2]> {
    let line = |line: &'static str| {
        let (name, value) = line.trim().strip_suffix(';')?.split_once(": light-dark(")?;
        let (light, dark) = value.strip_suffix(')')?.split_once(", ")?;
        light.starts_with('#').then_some((name, [light, dark]))
    };
    TOKENS.lines().filter_map(line).collect()
}

/// One of the three linear lights of a colour, 0 to 1.
fn channel(hex: &str, at: usize) -> f64 {
    let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
    if value <= 0.04045 {
        value / 12.92
    } else {
        ((value + 0.055) / 1.055).powf(2.4)
    }
}

fn luminance(hex: &str) -> f64 {
    0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5)
}

fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn assert_pairs(pairs: &[(String, String)], least: f64) {
    let tokens = tokens();
    for (ink, ground) in pairs {
        for theme in [0, 1] {
            let ratio = contrast(tokens[ink.as_str()][theme], tokens[ground.as_str()][theme]);
            assert!(
                ratio >= least,
                "{ink} on {ground}: {ratio:.2} in theme {theme}"
            );
        }
    }
}

fn on(ink: &str, grounds: &[&str]) -> Vec<(String, String)> {
    grounds
        .iter()
        .map(|ground| (format!("--{ink}"), format!("--{ground}")))
        .collect()
}

const SURFACES: [&str; 3] = ["color-base-100", "color-base-200", "color-base-300"];

#[test]
fn words_are_readable_on_every_ground_they_stand_on() {
    let mut pairs = on("color-base-content", &SURFACES);
    pairs.extend(on("color-base-content", &["brand-soft", "money-soft"]));
    for ink in ["ink-quiet", "color-primary", "neutral-ink"] {
        pairs.extend(on(ink, &SURFACES));
    }
    for tone in [
        "neutral", "brand", "info", "success", "warning", "danger", "money",
    ] {
        let soft = format!("{tone}-soft");
        pairs.extend(on(
            &format!("{tone}-ink"),
            &["color-base-100", "color-base-200", &soft],
        ));
    }
    for role in [
        "primary",
        "accent",
        "secondary",
        "neutral",
        "info",
        "success",
        "warning",
        "error",
    ] {
        pairs.extend(on(
            &format!("color-{role}-content"),
            &[&format!("color-{role}")],
        ));
    }
    pairs.extend(on("wall-ink", &["wall", "wall-deep"]));
    pairs.extend(on("wall-quiet", &["wall", "wall-deep"]));
    pairs.extend(on("color-accent-content", &["lamp"]));
    assert_pairs(&pairs, 4.5);
}

#[test]
fn edges_of_controls_and_the_focus_ring_are_seen() {
    let mut pairs = on("line-strong", &["color-base-100", "color-base-200"]);
    pairs.extend(on("focus", &SURFACES));
    pairs.extend(on("color-error", &["color-base-100"]));
    for n in 1..=8 {
        pairs.extend(on(
            &format!("data-{n}"),
            &["color-base-100", "color-base-200"],
        ));
    }
    assert_pairs(&pairs, 3.0);
}

/// What an eye makes of the three linear lights: unchanged, without red, green or blue cones
/// (Machado, Oliveira and Fernandes 2009, severity 1.0).
const EYES: [[[f64; 3]; 3]; 4] = [
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    [
        [0.152_286, 1.052_583, -0.204_868],
        [0.114_503, 0.786_281, 0.099_216],
        [-0.003_882, -0.048_116, 1.051_998],
    ],
    [
        [0.367_322, 0.860_646, -0.227_968],
        [0.280_085, 0.672_501, 0.047_413],
        [-0.011_820, 0.042_940, 0.968_881],
    ],
    [
        [1.255_528, -0.076_749, -0.178_779],
        [-0.078_411, 0.930_809, 0.147_602],
        [0.004_733, 0.691_367, 0.303_900],
    ],
];

fn times(m: &[[f64; 3]; 3], v: [f64; 3]) -> [f64; 3] {
    [0, 1, 2].map(|row| (0..3).map(|n| m[row][n] * v[n]).sum())
}

/// `OKLab` (Ottosson 2020) of a colour as an eye sees it: distances in it are distances for people.
fn seen(hex: &str, eye: &[[f64; 3]; 3]) -> [f64; 3] {
    const LMS: [[f64; 3]; 3] = [
        [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
        [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
        [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
    ];
    const LAB: [[f64; 3]; 3] = [
        [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
        [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
        [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
    ];
    let light = times(eye, [1, 3, 5].map(|at| channel(hex, at))).map(|c| c.clamp(0.0, 1.0));
    times(&LAB, times(&LMS, light).map(f64::cbrt))
}

#[test]
fn data_colours_stay_apart_for_eyes_of_every_kind() {
    let tokens = tokens();
    for theme in [0, 1] {
        for (kind, eye) in EYES.iter().enumerate() {
            let all: Vec<_> = (1..=8)
                .map(|n| seen(tokens[format!("--data-{n}").as_str()][theme], eye))
                .collect();
            for (n, a) in all.iter().enumerate() {
                for (m, b) in all.iter().enumerate().skip(n + 1) {
                    let far = (0..3).map(|i| (a[i] - b[i]).powi(2)).sum::<f64>().sqrt();
                    let pair = format!("{} and {}", n + 1, m + 1);
                    assert!(
                        far > 0.11,
                        "data {pair}: {far:.3} for eye {kind} in theme {theme}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_measure_itself_is_right() {
    assert!((contrast("#ffffff", "#000000") - 21.0).abs() < 0.01);
    assert!((contrast("#777777", "#ffffff") - 4.48).abs() < 0.01);
    assert!(tokens().len() > 30);
}
