//! The cart as it stands in the cookie: slugs, cycles, counts and choices. A cookie that we did not write is an empty cart.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::config::Config;
use kernel::web::Cookies;
use rocket::http::{Cookie, CookieJar};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::catalogue::Cycle;

const COOKIE: &str = "sarai-cart";
/// Lines that it holds.
const MOST_LINES: usize = 10;
/// Pieces of one line.
pub const MOST_PIECES: u32 = 20;
/// Characters that browsers keep of a cookie, less its name and attributes.
const MOST_TEXT: usize = 3_800;

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CartLine {
    /// The product's slug.
    #[serde(rename = "p")]
    pub slug: String,
    /// For how long.
    #[serde(rename = "c")]
    pub cycle: Cycle,
    /// How many.
    #[serde(rename = "n")]
    pub quantity: u32,
    /// What was chosen.
    #[serde(rename = "o")]
    pub options: Value,
}

/// A cart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cart {
    /// In the order in which they were put in.
    pub lines: Vec<CartLine>,
}

impl Cart {
    /// The one of this browser.
    #[must_use]
    pub fn of(cookies: &CookieJar<'_>) -> Self {
        let read = |text: &str| {
            let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
            let lines: Vec<CartLine> = serde_json::from_slice(&bytes).ok()?;
            let sound = lines.len() <= MOST_LINES
                && lines
                    .iter()
                    .all(|line| (1..=MOST_PIECES).contains(&line.quantity));
            sound.then_some(Self { lines })
        };
        let cookie = cookies.get(COOKIE);
        cookie.and_then(|c| read(c.value())).unwrap_or_default()
    }

    /// The cookie that keeps it; `None` when it has become too large for one.
    #[must_use]
    pub fn cookie(&self, config: &Config) -> Option<Cookie<'static>> {
        let text = self.text()?;
        Some(Cookies::preference(config, COOKIE, text))
    }

    fn text(&self) -> Option<String> {
        let text = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&self.lines).ok()?);
        let fits = self.lines.len() <= MOST_LINES && text.len() <= MOST_TEXT;
        fits.then_some(text)
    }

    /// Puts a line in; one that is there already gets more pieces.
    pub fn put(&mut self, line: CartLine) {
        let same = |one: &&mut CartLine| {
            (&one.slug, one.cycle, &one.options) == (&line.slug, line.cycle, &line.options)
        };
        match self.lines.iter_mut().find(same) {
            Some(one) => one.quantity = (one.quantity + line.quantity).min(MOST_PIECES),
            None => self.lines.push(line),
        }
    }

    /// Changes the count of a line; none takes it out.
    pub fn count(&mut self, n: usize, quantity: u32) {
        if quantity == 0 && n < self.lines.len() {
            self.lines.remove(n);
        } else if let Some(line) = self.lines.get_mut(n) {
            line.quantity = quantity.min(MOST_PIECES);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn line(slug: &str, title: &str) -> CartLine {
        CartLine {
            slug: slug.to_owned(),
            cycle: Cycle::Month,
            quantity: 2,
            options: json!({ "title": title }),
        }
    }

    #[test]
    fn same_choice_again_is_more_pieces_of_one_line() {
        let mut cart = Cart::default();
        cart.put(line("a", "x"));
        cart.put(line("a", "x"));
        cart.put(line("a", "y"));
        let counts: Vec<_> = cart.lines.iter().map(|line| line.quantity).collect();
        assert_eq!(counts, [4, 2]);
        cart.count(0, 0);
        cart.count(7, 0);
        assert_eq!(cart.lines, [line("a", "y")]);
    }

    #[test]
    fn cart_too_large_for_a_cookie_is_refused() {
        let mut cart = Cart::default();
        assert!(cart.text().is_some());
        cart.put(line("a", &"ی".repeat(2_000)));
        assert!(cart.text().is_none());
        let mut many = Cart::default();
        (0..11).for_each(|n| many.put(line(&format!("a{n}"), "x")));
        assert!(many.text().is_none());
    }
}
