//! The Jalali calendar beside the Gregorian one, through ICU4X (`icu::calendar`, `icu::datetime`).
//! One place for leap years, names of months and days and the Saturday week that pickers show.

use std::sync::LazyLock;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use icu::{
    calendar::{Date, Gregorian, cal::Persian, types::RataDie},
    datetime::{FixedCalendarDateTimeFormatter, fieldsets},
    locale::{Locale as IcuLocale, locale},
};

use crate::{Calendar, DateError, Locale};

/// A day as its calendar writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ymd {
    /// Year of the calendar's current era.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl Ymd {
    /// A day not yet checked against any calendar.
    pub const fn new(year: i32, month: u8, day: u8) -> Self {
        Self { year, month, day }
    }
}

/// The Jalali day of a Gregorian one.
///
/// Intercalation as ICU4X computes it: the 33-year rule with a table of exceptions, which ICU tests
/// against the University of Tehran's list of leap years for 1206 to 1498.
pub fn jalali_from_gregorian(date: NaiveDate) -> Ymd {
    let day = Date::from_rata_die(RataDie::new(i64::from(date.num_days_from_ce())), Persian);
    Ymd::new(
        day.year().extended_year(),
        day.month().ordinal,
        day.day_of_month().0,
    )
}

/// The Gregorian day of a Jalali one; refuses days that do not exist.
pub fn gregorian_from_jalali(day: Ymd) -> Result<NaiveDate, DateError> {
    let date = Date::try_new_persian(day.year, day.month, day.day).map_err(|_| DateError::Day)?;
    i32::try_from(date.to_rata_die().to_i64_date())
        .ok()
        .and_then(NaiveDate::from_num_days_from_ce_opt)
        .ok_or(DateError::Year)
}

impl Calendar {
    /// How this calendar writes the day.
    pub fn ymd(self, date: NaiveDate) -> Ymd {
        match self {
            Self::Jalali => jalali_from_gregorian(date),
            Self::Gregorian => Ymd::new(date.year(), small(date.month()), small(date.day())),
        }
    }

    /// The day that this calendar writes so.
    pub fn date(self, day: Ymd) -> Result<NaiveDate, DateError> {
        match self {
            Self::Jalali => gregorian_from_jalali(day),
            Self::Gregorian => {
                NaiveDate::from_ymd_opt(day.year, u32::from(day.month), u32::from(day.day))
                    .ok_or(DateError::Day)
            }
        }
    }

    /// The same day `months` later (or earlier), held to the last day of a shorter month: how a
    /// monthly service renews. `None` outside what can be stored.
    pub fn add_months(self, date: NaiveDate, months: i32) -> Option<NaiveDate> {
        let from = self.ymd(date);
        let total = from
            .year
            .checked_mul(12)?
            .checked_add(i32::from(from.month) - 1)?;
        let total = total.checked_add(months)?;
        let month = u8::try_from(total.rem_euclid(12) + 1).ok()?;
        let year = total.div_euclid(12);
        let last = month_days(self, year, month)?;
        self.date(Ymd::new(year, month, from.day.min(last))).ok()
    }
}

fn small(n: u32) -> u8 {
    u8::try_from(n).unwrap_or(u8::MAX)
}

/// Whether the year has 366 days.
pub fn is_leap(calendar: Calendar, year: i32) -> bool {
    match calendar {
        Calendar::Jalali => Date::try_new_persian(year, 1, 1).is_ok_and(|d| d.is_in_leap_year()),
        Calendar::Gregorian => NaiveDate::from_ymd_opt(year, 1, 1).is_some_and(|d| d.leap_year()),
    }
}

/// Days of a month; `None` when there is no such month.
pub fn month_days(calendar: Calendar, year: i32, month: u8) -> Option<u8> {
    match calendar {
        Calendar::Jalali => Date::try_new_persian(year, month, 1)
            .ok()
            .map(|d| d.days_in_month()),
        Calendar::Gregorian => Date::try_new_gregorian(year, month, 1)
            .ok()
            .map(|d| d.days_in_month()),
    }
}

/// Days from Saturday, the first day of the week in Iran: Saturday 0, Friday 6.
pub fn week_index(day: Weekday) -> u8 {
    match day {
        Weekday::Sat => 0,
        Weekday::Sun => 1,
        Weekday::Mon => 2,
        Weekday::Tue => 3,
        Weekday::Wed => 4,
        Weekday::Thu => 5,
        Weekday::Fri => 6,
    }
}

/// The week's days in the order in which they are shown.
pub const WEEK: [Weekday; 7] = [
    Weekday::Sat,
    Weekday::Sun,
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
];

/// The weeks that a picker shows for a month, Saturday first, with the neighbours' days that
/// fill the first and the last row. Empty when there is no such month.
pub fn month_grid(calendar: Calendar, year: i32, month: u8) -> Vec<[NaiveDate; 7]> {
    let Some(days) = month_days(calendar, year, month) else {
        return Vec::new();
    };
    let Ok(first) = calendar.date(Ymd::new(year, month, 1)) else {
        return Vec::new();
    };
    let lead = week_index(first.weekday());
    let Some(start) = first.checked_sub_days(Days::new(u64::from(lead))) else {
        return Vec::new();
    };
    let rows = (usize::from(lead) + usize::from(days)).div_ceil(7);
    let mut cells = start.iter_days();
    (0..rows)
        .map(|_| std::array::from_fn(|_| cells.next().unwrap_or(NaiveDate::MAX)))
        .collect()
}

/// Name of a month of that calendar, from CLDR; empty when `month` is not 1 to 12.
pub fn month_name(calendar: Calendar, month: u8, locale: Locale) -> &'static str {
    let names = names(locale);
    let months = match calendar {
        Calendar::Jalali => &names.jalali,
        Calendar::Gregorian => &names.gregorian,
    };
    usize::from(month)
        .checked_sub(1)
        .and_then(|i| months.get(i))
        .map_or("", String::as_str)
}

/// Full name of a day of the week, from CLDR.
pub fn weekday_name(day: Weekday, locale: Locale) -> &'static str {
    names(locale)
        .days
        .get(usize::from(week_index(day)))
        .map_or("", String::as_str)
}

/// Heading of a picker's column: ش ی د س چ پ ج, or Sa Su Mo Tu We Th Fr.
pub fn weekday_short(day: Weekday, locale: Locale) -> &'static str {
    match (locale, day) {
        (Locale::Fa, Weekday::Sat) => "ش",
        (Locale::Fa, Weekday::Sun) => "ی",
        (Locale::Fa, Weekday::Mon) => "د",
        (Locale::Fa, Weekday::Tue) => "س",
        (Locale::Fa, Weekday::Wed) => "چ",
        (Locale::Fa, Weekday::Thu) => "پ",
        (Locale::Fa, Weekday::Fri) => "ج",
        (Locale::En, Weekday::Sat) => "Sa",
        (Locale::En, Weekday::Sun) => "Su",
        (Locale::En, Weekday::Mon) => "Mo",
        (Locale::En, Weekday::Tue) => "Tu",
        (Locale::En, Weekday::Wed) => "We",
        (Locale::En, Weekday::Thu) => "Th",
        (Locale::En, Weekday::Fri) => "Fr",
    }
}

/// CLDR's names, read once per language: building ICU's formatters is slow, a lookup is not.
struct Names {
    jalali: Vec<String>,
    gregorian: Vec<String>,
    days: Vec<String>,
}

fn names(locale: Locale) -> &'static Names {
    static FA: LazyLock<Names> = LazyLock::new(|| Names::load(&locale!("fa")));
    static EN: LazyLock<Names> = LazyLock::new(|| Names::load(&locale!("en")));
    match locale {
        Locale::Fa => &FA,
        Locale::En => &EN,
    }
}

impl Names {
    /// The data is compiled in; a list stays empty only if ICU dropped the language, which the
    /// tests below would show.
    fn load(locale: &IcuLocale) -> Self {
        let jalali = FixedCalendarDateTimeFormatter::<Persian, _>::try_new(
            locale.into(),
            fieldsets::M::long(),
        )
        .map(|f| {
            let day = |m| Date::try_new_persian(1400, m, 1).ok();
            (1..=12)
                .filter_map(day)
                .map(|d| f.format(&d).to_string())
                .collect()
        });
        let gregorian = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(
            locale.into(),
            fieldsets::M::long(),
        )
        .map(|f| {
            let day = |m| Date::try_new_gregorian(2021, m, 1).ok();
            (1..=12)
                .filter_map(day)
                .map(|d| f.format(&d).to_string())
                .collect()
        });
        let days = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new(
            locale.into(),
            fieldsets::E::long(),
        )
        .map(|f| {
            // 2 January 2021 was a Saturday.
            let day = |d| Date::try_new_gregorian(2021, 1, d).ok();
            (2..=8)
                .filter_map(day)
                .map(|d| f.format(&d).to_string())
                .collect()
        });
        Self {
            jalali: jalali.unwrap_or_default(),
            gregorian: gregorian.unwrap_or_default(),
            days: days.unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn g(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    #[test]
    fn published_pairs() {
        for (jalali, gregorian) in [
            (Ymd::new(1399, 12, 30), g(2021, 3, 20)),
            (Ymd::new(1403, 12, 30), g(2025, 3, 20)),
            (Ymd::new(1405, 1, 1), g(2026, 3, 21)),
            (Ymd::new(1405, 8, 29), g(2026, 11, 20)),
            (Ymd::new(1357, 11, 22), g(1979, 2, 11)),
        ] {
            assert_eq!(gregorian_from_jalali(jalali), Ok(gregorian));
            assert_eq!(jalali_from_gregorian(gregorian), jalali);
        }
    }

    #[test]
    fn leap_years_follow_the_33_year_rule_in_the_decades_of_use() {
        for year in 1343..=1472 {
            let rule = [1, 5, 9, 13, 17, 22, 26, 30].contains(&(year % 33));
            assert_eq!(is_leap(Calendar::Jalali, year), rule, "{year}");
            assert_eq!(
                month_days(Calendar::Jalali, year, 12),
                Some(29 + u8::from(rule))
            );
        }
        assert!(is_leap(Calendar::Gregorian, 2024) && !is_leap(Calendar::Gregorian, 2100));
    }

    #[test]
    fn months_have_their_lengths_and_no_others_exist() {
        let days: Vec<_> = (1..=12)
            .filter_map(|m| month_days(Calendar::Jalali, 1405, m))
            .collect();
        assert_eq!(days, [31, 31, 31, 31, 31, 31, 30, 30, 30, 30, 30, 29]);
        assert_eq!(month_days(Calendar::Gregorian, 2024, 2), Some(29));
        for (y, m, d) in [
            (1405, 12, 30),
            (1405, 7, 31),
            (1405, 13, 1),
            (1405, 0, 1),
            (1405, 1, 0),
        ] {
            assert_eq!(
                gregorian_from_jalali(Ymd::new(y, m, d)),
                Err(DateError::Day),
                "{y}/{m}/{d}"
            );
        }
    }

    #[test]
    fn names_are_those_on_the_wall_calendar() {
        let all = |c, l| {
            (1..=12)
                .map(|m| month_name(c, m, l))
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(
            all(Calendar::Jalali, Locale::Fa),
            "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"
        );
        assert_eq!(
            all(Calendar::Jalali, Locale::En),
            "Farvardin Ordibehesht Khordad Tir Mordad Shahrivar Mehr Aban Azar Dey Bahman Esfand"
        );
        assert_eq!(
            all(Calendar::Gregorian, Locale::Fa),
            "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر"
        );
        assert!(all(Calendar::Gregorian, Locale::En).starts_with("January February March"));
        assert_eq!(month_name(Calendar::Jalali, 13, Locale::Fa), "");
        assert_eq!(month_name(Calendar::Jalali, 0, Locale::Fa), "");
        let week = |l| WEEK.map(|d| weekday_name(d, l)).join(" ");
        assert_eq!(
            week(Locale::Fa),
            "شنبه یکشنبه دوشنبه سه\u{200C}شنبه چهارشنبه پنجشنبه جمعه"
        );
        assert_eq!(
            week(Locale::En),
            "Saturday Sunday Monday Tuesday Wednesday Thursday Friday"
        );
    }

    #[test]
    fn a_month_is_shown_in_whole_weeks_from_saturday() {
        let grid = month_grid(Calendar::Jalali, 1405, 1); // 1 Farvardin 1405 is a Saturday
        assert_eq!(grid.first().unwrap().first(), Some(&g(2026, 3, 21)));
        assert_eq!(grid.len(), 5);
        let grid = month_grid(Calendar::Jalali, 1405, 8); // 1 Aban 1405 is a Friday
        assert_eq!(grid.first().unwrap().last(), Some(&g(2026, 10, 23)));
        assert_eq!(grid.len(), 6);
        assert!(month_grid(Calendar::Jalali, 1405, 13).is_empty());
    }

    #[test]
    fn renewal_keeps_the_day_where_the_month_has_it() {
        let j = |y, m, d| gregorian_from_jalali(Ymd::new(y, m, d)).unwrap();
        let add = |d, n| Calendar::Jalali.add_months(d, n).unwrap();
        assert_eq!(add(j(1405, 6, 31), 1), j(1405, 7, 30));
        assert_eq!(add(j(1405, 11, 30), 1), j(1405, 12, 29));
        assert_eq!(add(j(1403, 12, 30), 12), j(1404, 12, 29));
        assert_eq!(add(j(1405, 1, 15), -1), j(1404, 12, 15));
        assert_eq!(
            Calendar::Gregorian.add_months(g(2024, 1, 31), 1),
            Some(g(2024, 2, 29))
        );
        assert_eq!(
            Calendar::Gregorian.add_months(NaiveDate::MAX, i32::MAX),
            None
        );
    }

    proptest! {
        #[test]
        fn every_day_of_1300_to_1500_comes_back(offset in 0u64..73_400) {
            let date = g(1921, 3, 21) + Days::new(offset);
            let day = jalali_from_gregorian(date);
            prop_assert_eq!(gregorian_from_jalali(day), Ok(date));
            prop_assert!((1300..=1501).contains(&day.year));
        }
    }
}
