//! Which days a report is about, and by what it sums. Days are Tehran's and months Jalali, whoever reads: the books have no
//! others.

use std::ops::Range;

use chrono::{Days, NaiveDate};
use kernel::web::Cx;
use l10n::{Calendar, Format, Locale};
use ledger::{Grain, Period};
use rocket::FromForm;

/// Pieces of time that a page shows at most.
const MOST: usize = 400;

kernel::words! {
    /// By what a report sums.
    pub enum By {
        /// Days.
        Day = "day",
        /// Months.
        Month = "month",
        /// Years.
        Year = "year",
    }
}

impl By {
    /// Text key of its name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Day => "commerce.revenue.by_day",
            Self::Month => "commerce.revenue.by_month",
            Self::Year => "commerce.revenue.by_year",
        }
    }

    /// The same for the ledger.
    pub fn grain(self) -> Grain {
        match self {
            Self::Day => Grain::Day,
            Self::Month => Grain::Month(Calendar::Jalali),
            Self::Year => Grain::Year(Calendar::Jalali),
        }
    }

    /// A piece of time as people call it.
    pub fn name(self, first: NaiveDate, fmt: Format) -> String {
        match self {
            Self::Day => fmt.day(first),
            Self::Month => Period::of_day(first).name(&fmt),
            Self::Year => fmt.digits(&Calendar::Jalali.ymd(first).year.to_string()),
        }
    }

    /// Days that are shown when nobody says.
    fn usual(self, today: NaiveDate) -> Range<NaiveDate> {
        let back = match self {
            Self::Day => today.checked_sub_days(Days::new(29)),
            Self::Month => {
                Calendar::Jalali.add_months(Grain::Month(Calendar::Jalali).first_of(today), -11)
            }
            Self::Year => Calendar::Jalali.add_months(self.grain().first_of(today), -48),
        };
        back.unwrap_or(today)..after(today)
    }
}

fn after(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

/// What the address asks for, as it was typed.
#[derive(FromForm, Clone, Copy, Default)]
pub struct Asked<'r> {
    /// A word of [`By`].
    pub by: Option<&'r str>,
    /// The first day.
    pub from: Option<&'r str>,
    /// The last day.
    pub to: Option<&'r str>,
}

/// The days of a report.
#[derive(Clone, Debug)]
pub struct Span {
    /// By what it sums.
    pub by: By,
    /// From the first until before the last.
    pub days: Range<NaiveDate>,
    /// Text key of why what was typed does not hold; the usual days are shown then.
    pub error: Option<&'static str>,
}

/// The day in Tehran.
pub fn today(cx: &Cx<'_>) -> NaiveDate {
    Format::for_locale(Locale::Fa).today(cx.now())
}

impl<'r> Asked<'r> {
    /// Names and values as they stand in the address.
    pub fn pairs(&self) -> [(&'static str, &'r str); 3] {
        [
            ("by", self.by.unwrap_or_default()),
            ("from", self.from.unwrap_or_default()),
            ("to", self.to.unwrap_or_default()),
        ]
    }

    /// The days, by the month where nobody says.
    pub fn span(&self, cx: &Cx<'_>) -> Span {
        let by = self.by.and_then(By::parse).unwrap_or(By::Month);
        self.read(by, by.usual(today(cx)), cx)
    }

    /// The days of a report that does not sum by time: this month where nobody says.
    pub fn month(&self, cx: &Cx<'_>) -> Span {
        let today = today(cx);
        let usual = By::Month.grain().first_of(today)..after(today);
        self.read(By::Year, usual, cx)
    }

    fn read(&self, by: By, usual: Range<NaiveDate>, cx: &Cx<'_>) -> Span {
        let day = |typed: Option<&str>, usual| match typed.filter(|typed| !typed.is_empty()) {
            Some(typed) => cx.fmt().parse_date(typed).map_err(|error| error.key()),
            None => Ok(usual),
        };
        let last = usual.end.pred_opt().unwrap_or(usual.end);
        let read = day(self.from, usual.start).and_then(|from| {
            let to = day(self.to, last)?;
            let days = from..after(to);
            if days.is_empty() {
                return Err("commerce.revenue.days_reversed");
            }
            if starts(by, &days).len() > MOST {
                return Err("commerce.revenue.days_many");
            }
            Ok(days)
        });
        match read {
            Ok(days) => Span {
                by,
                days,
                error: None,
            },
            Err(error) => Span {
                by,
                days: usual,
                error: Some(error),
            },
        }
    }
}

/// The pieces of time that some days touch, by their first days; one more than the most at most.
pub fn starts(by: By, days: &Range<NaiveDate>) -> Vec<NaiveDate> {
    let grain = by.grain();
    let first = Some(grain.first_of(days.start));
    let all = std::iter::successors(first, |day| grain.next(*day));
    all.take_while(|day| *day < days.end)
        .take(MOST + 1)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_span_touches_each_of_its_months_once() {
        // From 15 Aban to 2 Dey 1405.
        let days = day("2026-11-06")..day("2026-12-24");
        let months: Vec<String> = starts(By::Month, &days)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(months, ["2026-10-23", "2026-11-22", "2026-12-22"]);
        assert_eq!(starts(By::Year, &days).len(), 1);
        assert_eq!(starts(By::Day, &days).len(), 48);
    }

    #[test]
    fn the_usual_months_are_twelve() {
        let days = By::Month.usual(day("2026-11-30"));
        assert_eq!(starts(By::Month, &days).len(), 12);
        assert_eq!(
            starts(By::Year, &By::Year.usual(day("2026-11-30"))).len(),
            5
        );
    }
}
