//! How close things stand: three densities, set on the whole page or on any part of it.
//! Here so that a till, a desk and a shop front share components and differ in one word.

/// How close things stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Density {
    /// For customers: room around things, targets of 40 px.
    #[default]
    Comfortable,
    /// For the desk and lists: more rows in sight.
    Compact,
    /// For a till: targets of 48 px, larger words, seen from an arm's length.
    Till,
}

impl Density {
    /// The value of `data-density`, on the body or any element.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Comfortable => "comfortable",
            Self::Compact => "compact",
            Self::Till => "till",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Density;

    #[test]
    fn every_density_is_known_to_the_style_sheet() {
        let tokens = include_str!("../../../static/css/tokens.css");
        for density in [Density::Comfortable, Density::Compact, Density::Till] {
            assert!(tokens.contains(&format!("[data-density=\"{}\"]", density.name())));
        }
    }
}
