//! A setting as a constant: the only way to read one. Its type is the value's type, and says whose it is.

use std::marker::PhantomData;
use std::ops::RangeInclusive;

use chrono::NaiveTime;
use l10n::{Percent, Rial};
use rust_decimal::Decimal;
use secrecy::SecretString;

use super::declaration::{SettingDef, SettingKind, Whose};
use super::value::SettingValue;
use crate::words::Words;

/// One value for all.
pub enum OfPlatform {}
/// A value for each tenant.
pub enum OfTenant {}

/// A setting, declared by `settings()` of its module with [`def`](Setting::def).
///
/// ```
/// use kernel::settings::{Setting, TenantSetting};
/// const DAYS: Setting<i64> = Setting::integer("ideas.days", "ideas.settings.days", 0..=365, 14);
/// const TERMS: TenantSetting<String> =
///     Setting::lines("ideas.terms", "ideas.settings.terms", 5_000, "").of_tenant();
/// ```
///
/// A misspelt one does not compile:
///
/// ```compile_fail,E0425
/// fn read(app: &kernel::app::App) {
///     let _ = kernel::limits::FALIURES.of(app);
/// }
/// ```
///
/// nor one of another type:
///
/// ```compile_fail,E0308
/// fn read(app: &kernel::app::App) -> kernel::AppResult<bool> {
///     kernel::limits::FAILURES.of(app)
/// }
/// ```
///
/// nor a tenant's, where nobody says whose:
///
/// ```compile_fail,E0599
/// use kernel::settings::{Setting, TenantSetting};
/// const TERMS: TenantSetting<String> = Setting::lines("ideas.terms", "ideas.terms", 90, "").of_tenant();
/// fn read(app: &kernel::app::App) {
///     let _ = TERMS.of(app);
/// }
/// ```
///
/// nor one by its name:
///
/// ```compile_fail,E0599
/// fn read(app: &kernel::app::App) -> i64 {
///     app.settings.integer("kernel.limits.failures_a_minute")
/// }
/// ```
///
/// nor a default beyond the bounds:
///
/// ```compile_fail,E0080
/// use kernel::settings::Setting;
/// const DAYS: Setting<i64> = Setting::integer("ideas.days", "ideas.settings.days", 0..=7, 14);
/// println!("{}", DAYS.def().key);
/// ```
pub struct Setting<T: SettingValue, O = OfPlatform> {
    pub(super) key: &'static str,
    label: &'static str,
    pub(super) kind: SettingKind,
    pub(super) whose: Whose,
    given: T::Given,
    of: PhantomData<fn() -> O>,
}

/// A setting of which each tenant has its own value.
pub type TenantSetting<T> = Setting<T, OfTenant>;

/// The bounds, if the default is within them; a mistake stops the compiler.
const fn bounds(min: i64, max: i64, default: i64) -> (i64, i64) {
    assert!(
        min <= default && default <= max,
        "the default of a setting is beyond its bounds"
    );
    (min, max)
}

impl<T: SettingValue> Setting<T> {
    const fn new(
        key: &'static str,
        label: &'static str,
        kind: SettingKind,
        given: T::Given,
    ) -> Self {
        Self {
            key,
            label,
            kind,
            whose: Whose::Platform,
            given,
            of: PhantomData,
        }
    }

    const fn to(self, whose: Whose) -> TenantSetting<T> {
        Setting {
            key: self.key,
            label: self.label,
            kind: self.kind,
            whose,
            given: self.given,
            of: PhantomData,
        }
    }

    /// Each tenant has its own value; the default until then.
    #[must_use]
    pub const fn of_tenant(self) -> TenantSetting<T> {
        self.to(Whose::Tenant)
    }

    /// Each tenant has its own value; until then the one that staff set for all.
    #[must_use]
    pub const fn of_tenant_over_platform(self) -> TenantSetting<T> {
        self.to(Whose::TenantOverPlatform)
    }
}

impl<T: SettingValue, O> Setting<T, O> {
    /// What `settings()` of the module returns.
    #[must_use]
    pub fn def(&self) -> SettingDef {
        SettingDef {
            key: self.key,
            label: self.label,
            kind: self.kind,
            whose: self.whose,
            default: T::given(self.given, self.kind),
        }
    }
}

impl Setting<i64> {
    /// A whole number in a range.
    #[must_use]
    pub const fn integer(
        key: &'static str,
        label: &'static str,
        range: RangeInclusive<i64>,
        default: i64,
    ) -> Self {
        let (min, max) = bounds(*range.start(), *range.end(), default);
        Self::new(key, label, SettingKind::Integer { min, max }, default)
    }
}

impl Setting<Rial> {
    /// A sum in rial, in a range.
    #[must_use]
    pub const fn money(
        key: &'static str,
        label: &'static str,
        range: RangeInclusive<Rial>,
        default: Rial,
    ) -> Self {
        let (min, max) = bounds(range.start().0, range.end().0, default.0);
        Self::new(key, label, SettingKind::Money { min, max }, default)
    }
}

impl Setting<Percent> {
    /// A percentage; range and default in hundredths of a percent (10 % is 1000).
    #[must_use]
    pub const fn percent(
        key: &'static str,
        label: &'static str,
        range: RangeInclusive<i64>,
        default: i64,
    ) -> Self {
        let (min, max) = bounds(*range.start(), *range.end(), default);
        Self::new(key, label, SettingKind::Percent { min, max }, default)
    }
}

impl Setting<Decimal> {
    /// A number with this many decimals; range and default in units of the last one (1.25 is 125 with two).
    ///
    /// # Panics
    /// While compiling: more than 18 decimals.
    #[must_use]
    pub const fn decimal(
        key: &'static str,
        label: &'static str,
        places: u8,
        range: RangeInclusive<i64>,
        default: i64,
    ) -> Self {
        assert!(places <= 18, "a setting has at most 18 decimals");
        let (min, max) = bounds(*range.start(), *range.end(), default);
        let kind = SettingKind::Decimal { places, min, max };
        Self::new(key, label, kind, default)
    }
}

impl Setting<String> {
    /// One line of at most `max` characters.
    #[must_use]
    pub const fn line(
        key: &'static str,
        label: &'static str,
        max: usize,
        default: &'static str,
    ) -> Self {
        Self::new(key, label, SettingKind::Line { max }, default)
    }

    /// Several lines, of at most `max` characters together.
    #[must_use]
    pub const fn lines(
        key: &'static str,
        label: &'static str,
        max: usize,
        default: &'static str,
    ) -> Self {
        Self::new(key, label, SettingKind::Lines { max }, default)
    }
}

impl Setting<NaiveTime> {
    /// A time of day in Tehran.
    ///
    /// # Panics
    /// While compiling: no such time of day.
    #[must_use]
    pub const fn time(key: &'static str, label: &'static str, hour: u32, minute: u32) -> Self {
        let Some(default) = NaiveTime::from_hms_opt(hour, minute, 0) else {
            panic!("the default of a setting is no time of day");
        };
        Self::new(key, label, SettingKind::Time, default)
    }
}

impl Setting<bool> {
    /// Yes or no.
    #[must_use]
    pub const fn switch(key: &'static str, label: &'static str, default: bool) -> Self {
        Self::new(key, label, SettingKind::Switch, default)
    }
}

impl<T: Words> Setting<T> {
    /// One of an enum's words; the label of each is `<label>_<word>`, which the registry asks for in both languages.
    #[must_use]
    pub const fn choice(key: &'static str, label: &'static str, default: T) -> Self {
        Self::new(key, label, SettingKind::Choice(words::<T>), default)
    }
}

impl Setting<Option<SecretString>> {
    /// A secret: sealed at rest, never shown again, `None` until somebody gives it.
    #[must_use]
    pub const fn secret(key: &'static str, label: &'static str) -> Self {
        Self::new(key, label, SettingKind::Secret, ())
    }
}

fn words<T: Words>() -> Vec<&'static str> {
    T::ALL.iter().map(|word| word.as_str()).collect()
}
