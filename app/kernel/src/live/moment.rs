//! What a page has seen, as PostgreSQL writes a snapshot: `xmin:xmax:xip,xip,…`. It comes back by an address that anybody
//! may change, so it is read here before the database is asked.

/// A snapshot that PostgreSQL will read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment(String);

impl Moment {
    /// Reads it; nothing for what PostgreSQL would not have written.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let number = |text: &str| text.parse::<i64>().ok().filter(|n| *n > 0);
        let mut parts = text.split(':');
        let (min, max, running) = (parts.next()?, parts.next()?, parts.next()?);
        let (min, max) = (number(min)?, number(max)?);
        let mut before = min - 1;
        for xid in running.split(',').filter(|_| !running.is_empty()) {
            let xid = number(xid)?;
            if xid <= before || xid >= max {
                return None;
            }
            before = xid;
        }
        (min <= max && parts.next().is_none()).then(|| Self(text.to_owned()))
    }

    /// As PostgreSQL wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn what_postgresql_writes_is_read_and_nothing_else() {
        for fine in ["10:20:10,14,15", "10:10:", "7:9:8"] {
            assert!(Moment::parse(fine).is_some(), "{fine}");
        }
        for not in [
            "",
            "1",
            "20:10:",
            "10:20:9",
            "10:20:20",
            "10:20:12,11",
            "0:1:",
            "1:2:a",
            "1:2:3:4",
            "99999999999999999999:1:",
        ] {
            assert_eq!(Moment::parse(not), None, "{not}");
        }
    }
}
