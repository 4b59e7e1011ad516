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

fn luminance(hex: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
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
    assert_pairs(&pairs, 4.5);
}

#[test]
fn edges_of_controls_and_the_focus_ring_are_seen() {
    let mut pairs = on("line-strong", &["color-base-100", "color-base-200"]);
    pairs.extend(on("focus", &SURFACES));
    pairs.extend(on("color-error", &["color-base-100"]));
    assert_pairs(&pairs, 3.0);
}

#[test]
fn the_measure_itself_is_right() {
    assert!((contrast("#ffffff", "#000000") - 21.0).abs() < 0.01);
    assert!((contrast("#777777", "#ffffff") - 4.48).abs() < 0.01);
    assert!(tokens().len() > 30);
}
