//! Days and hours as the reader's calendar, digits and time zone show them.
//! `now` is always a parameter: time is the caller's to ask for.

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone, Timelike, Utc};

use super::Format;
use crate::{Calendar, Locale, calendar};

impl Format {
    /// The reader's day at that instant.
    pub fn today(&self, now: DateTime<Utc>) -> NaiveDate {
        now.with_timezone(&self.tz).date_naive()
    }

    /// A day in figures: ۱۴۰۵/۰۸/۲۹, or 2026-11-20 for a Gregorian day in English. Persian text
    /// always takes slashes: beside Arabic letters hyphens would turn the parts around (UAX #9, W4).
    pub fn day(&self, day: NaiveDate) -> String {
        let d = self.calendar.ymd(day);
        let sep = match (self.locale, self.calendar) {
            (Locale::En, Calendar::Gregorian) => '-',
            _ => '/',
        };
        let mut out = String::with_capacity(20);
        self.push_padded(&mut out, d.year.unsigned_abs(), 1000);
        out.push(sep);
        self.push_padded(&mut out, d.month.into(), 10);
        out.push(sep);
        self.push_padded(&mut out, d.day.into(), 10);
        out
    }

    /// A day in words: ۲۹ آبان ۱۴۰۵ or 20 November 2026.
    pub fn day_long(&self, day: NaiveDate) -> String {
        let d = self.calendar.ymd(day);
        let month = calendar::month_name(self.calendar, d.month, self.locale);
        self.digits(&format!("{} {month} {}", d.day, d.year))
    }

    /// A day in words with its weekday: جمعه ۲۹ آبان ۱۴۰۵ or Friday, 20 November 2026.
    pub fn day_full(&self, day: NaiveDate) -> String {
        let name = calendar::weekday_name(day.weekday(), self.locale);
        let comma = match self.locale {
            Locale::Fa => "",
            Locale::En => ",",
        };
        format!("{name}{comma} {}", self.day_long(day))
    }

    /// Month and year, as heading of a picker or a report: آبان ۱۴۰۵ or November 2026.
    pub fn month_year(&self, year: i32, month: u8) -> String {
        let name = calendar::month_name(self.calendar, month, self.locale);
        format!("{name} {}", self.digits(&year.to_string()))
    }

    /// The day of an instant, in figures.
    pub fn date(&self, at: DateTime<Utc>) -> String {
        self.day(self.today(at))
    }

    /// The day of an instant, in words.
    pub fn date_long(&self, at: DateTime<Utc>) -> String {
        self.day_long(self.today(at))
    }

    /// Hour and minute of an instant in 24 hours.
    pub fn time(&self, at: DateTime<Utc>) -> String {
        self.time_of_day(at.with_timezone(&self.tz).time())
    }

    /// Hour and minute in 24 hours, of no day and no zone: ۰۹:۳۰.
    pub fn time_of_day(&self, local: NaiveTime) -> String {
        let mut out = String::with_capacity(10);
        self.push_padded(&mut out, local.hour(), 10);
        out.push(':');
        self.push_padded(&mut out, local.minute(), 10);
        out
    }

    /// Day and time in figures: ۱۴۰۵/۰۸/۲۹، ۱۴:۰۵ or 2026-11-20 14:05.
    pub fn date_time(&self, at: DateTime<Utc>) -> String {
        let comma = match self.locale {
            Locale::Fa => "،",
            Locale::En => "",
        };
        format!("{}{comma} {}", self.date(at), self.time(at))
    }

    /// Day in words, and time: ۲۹ آبان ۱۴۰۵، ساعت ۱۴:۰۵ or 20 November 2026, 14:05.
    pub fn date_time_long(&self, at: DateTime<Utc>) -> String {
        let between = match self.locale {
            Locale::Fa => "، ساعت ",
            Locale::En => ", ",
        };
        format!("{}{between}{}", self.date_long(at), self.time(at))
    }

    /// How long ago, or in how long, up to seven days; beyond that the day in figures. Whole days
    /// are counted by the reader's midnight, so «دیروز» is yesterday and never 24 hours.
    pub fn relative(&self, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
        let past = at <= now;
        let gap = (now - at).abs();
        let days = (self.today(now) - self.today(at)).num_days().abs();
        let (fa, en) = if gap < TimeDelta::minutes(1) {
            return self.pick(
                past,
                ["لحظاتی پیش", "لحظاتی دیگر"],
                ["just now", "in a moment"],
            );
        } else if gap < TimeDelta::hours(1) {
            return self.ago(past, gap.num_minutes(), "دقیقه", "minute");
        } else if days == 0 || gap < TimeDelta::hours(6) {
            return self.ago(past, gap.num_hours(), "ساعت", "hour");
        } else if days == 1 {
            (["دیروز", "فردا"], ["yesterday", "tomorrow"])
        } else if days <= 7 {
            return self.ago(past, days, "روز", "day");
        } else {
            return self.date(at);
        };
        self.pick(past, fa, en)
    }

    fn pick(self, past: bool, fa: [&str; 2], en: [&str; 2]) -> String {
        let [before, after] = match self.locale {
            Locale::Fa => fa,
            Locale::En => en,
        };
        (if past { before } else { after }).to_owned()
    }

    fn ago(self, past: bool, n: i64, fa: &str, en: &str) -> String {
        let count = self.number(n);
        match (self.locale, past) {
            (Locale::Fa, true) => format!("{count} {fa} پیش"),
            (Locale::Fa, false) => format!("{count} {fa} دیگر"),
            (Locale::En, _) => {
                let s = if n == 1 { "" } else { "s" };
                if past {
                    format!("{count} {en}{s} ago")
                } else {
                    format!("in {count} {en}{s}")
                }
            }
        }
    }

    /// RFC 3339 in UTC to the second, for `<time datetime>`.
    pub fn iso(at: DateTime<Utc>) -> String {
        at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
    }

    /// The first instant of a day in the reader's zone. Where the clock jumps over midnight, as in
    /// Iran each 1 Farvardin until 2022, it is the first minute that exists; where midnight comes
    /// twice, the earlier one.
    pub fn start_of_day(&self, d: NaiveDate) -> DateTime<Utc> {
        let midnight = d.and_time(NaiveTime::MIN);
        // A whole day can be missing (Apia, 2011-12-30), so the search goes past one.
        (0..=26 * 60)
            .filter_map(|m| midnight.checked_add_signed(TimeDelta::minutes(m)))
            .find_map(|local| self.tz.from_local_datetime(&local).earliest())
            .map_or_else(|| midnight.and_utc(), |at| at.to_utc())
    }

    /// The instants from the day's first to before the next day's first: `start <= x < end`.
    pub fn day_range(&self, d: NaiveDate) -> (DateTime<Utc>, DateTime<Utc>) {
        let next = d.checked_add_days(Days::new(1)).unwrap_or(d);
        (self.start_of_day(d), self.start_of_day(next))
    }

    fn push_padded(self, out: &mut String, n: u32, mut place: u32) {
        while n / place >= 10 {
            place *= 10;
        }
        while place > 0 {
            out.push(self.digit(char::from_digit(n / place % 10, 10).unwrap_or('0')));
            place /= 10;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::tests::{EN, FA},
        *,
    };

    fn at(s: &str) -> DateTime<Utc> {
        s.parse().unwrap()
    }

    #[test]
    fn an_instant_in_both_tongues() {
        let t = at("2026-11-20T10:35:09Z"); // 14:05 in Tehran
        assert_eq!(FA.date(t), "۱۴۰۵/۰۸/۲۹");
        assert_eq!(EN.date(t), "2026-11-20");
        assert_eq!(FA.date_long(t), "۲۹ آبان ۱۴۰۵");
        assert_eq!(EN.date_long(t), "20 November 2026");
        assert_eq!(FA.day_full(FA.today(t)), "جمعه ۲۹ آبان ۱۴۰۵");
        assert_eq!(EN.day_full(EN.today(t)), "Friday, 20 November 2026");
        assert_eq!(FA.time(t), "۱۴:۰۵");
        assert_eq!(FA.date_time(t), "۱۴۰۵/۰۸/۲۹، ۱۴:۰۵");
        assert_eq!(EN.date_time(t), "2026-11-20 14:05");
        assert_eq!(FA.date_time_long(t), "۲۹ آبان ۱۴۰۵، ساعت ۱۴:۰۵");
        assert_eq!(EN.date_time_long(t), "20 November 2026, 14:05");
        assert_eq!(FA.month_year(1405, 8), "آبان ۱۴۰۵");
        assert_eq!(Format::iso(t), "2026-11-20T10:35:09Z");
        let mixed = Format {
            calendar: Calendar::Gregorian,
            ..FA
        };
        assert_eq!(mixed.date(t), "۲۰۲۶/۱۱/۲۰");
        assert_eq!(mixed.date_long(t), "۲۰ نوامبر ۲۰۲۶");
        assert_eq!(
            Format {
                calendar: Calendar::Jalali,
                ..EN
            }
            .date(t),
            "1405/08/29"
        );
        assert_eq!(
            Format {
                calendar: Calendar::Jalali,
                ..EN
            }
            .date_long(t),
            "29 Aban 1405"
        );
    }

    #[test]
    fn the_day_turns_at_the_readers_midnight() {
        assert_eq!(FA.date(at("2026-11-20T20:29:59Z")), "۱۴۰۵/۰۸/۲۹");
        assert_eq!(FA.date(at("2026-11-20T20:30:00Z")), "۱۴۰۵/۰۸/۳۰");
        // Summer time was still kept in 2021: +04:30.
        assert_eq!(FA.time(at("2021-07-01T00:00:00Z")), "۰۴:۳۰");
        assert_eq!(FA.time(at("2023-07-01T00:00:00Z")), "۰۳:۳۰");
    }

    #[test]
    fn distances_in_words() {
        let now = at("2026-11-20T10:30:00Z"); // 14:00, Friday
        for (then, fa, en) in [
            ("2026-11-20T10:29:30Z", "لحظاتی پیش", "just now"),
            ("2026-11-20T10:30:30Z", "لحظاتی دیگر", "in a moment"),
            ("2026-11-20T10:29:00Z", "۱ دقیقه پیش", "1 minute ago"),
            ("2026-11-20T10:25:00Z", "۵ دقیقه پیش", "5 minutes ago"),
            ("2026-11-20T10:35:00Z", "۵ دقیقه دیگر", "in 5 minutes"),
            ("2026-11-20T07:30:00Z", "۳ ساعت پیش", "3 hours ago"),
            ("2026-11-19T20:30:00Z", "۱۴ ساعت پیش", "14 hours ago"),
            ("2026-11-19T20:29:00Z", "دیروز", "yesterday"),
            ("2026-11-21T10:30:00Z", "فردا", "tomorrow"),
            ("2026-11-18T10:30:00Z", "۲ روز پیش", "2 days ago"),
            ("2026-11-27T10:30:00Z", "۷ روز دیگر", "in 7 days"),
            ("2026-11-12T10:30:00Z", "۱۴۰۵/۰۸/۲۱", "2026-11-12"),
        ] {
            assert_eq!(
                (
                    FA.relative(at(then), now).as_str(),
                    EN.relative(at(then), now).as_str()
                ),
                (fa, en)
            );
        }
        let night = at("2026-11-20T21:30:00Z"); // 01:00 on the 21st
        assert_eq!(FA.relative(at("2026-11-20T19:30:00Z"), night), "۲ ساعت پیش");
    }

    #[test]
    fn days_begin_also_where_the_clock_jumps() {
        let d = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(FA.start_of_day(d(2026, 11, 20)), at("2026-11-19T20:30:00Z"));
        // 00:00 became 01:00 on 2021-03-22: the day had 23 hours.
        assert_eq!(FA.start_of_day(d(2021, 3, 22)), at("2021-03-21T20:30:00Z"));
        let (from, to) = FA.day_range(d(2021, 3, 22));
        assert_eq!(to - from, TimeDelta::hours(23));
        // 24:00 of 2021-09-21 became 23:00: that day had 25 hours.
        let (from, to) = FA.day_range(d(2021, 9, 21));
        assert_eq!(to - from, TimeDelta::hours(25));
        let apia = Format {
            tz: chrono_tz::Tz::Pacific__Apia,
            ..EN
        };
        assert_eq!(
            apia.start_of_day(d(2011, 12, 30)),
            apia.start_of_day(d(2011, 12, 31))
        );
    }
}
