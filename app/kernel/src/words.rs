//! Small vocabularies: an enum whose variants are words in the database, in addresses and in JSON. A word that nobody
//! declared is an error where it is read, and never quietly another one.

/// An enum made by [`words!`](crate::words).
pub trait Words: Copy + Eq + std::fmt::Debug + Send + Sync + 'static {
    /// All of them, in the order they are shown.
    const ALL: &'static [Self];
    /// Its word.
    fn as_str(self) -> &'static str;
    /// Reads the word.
    fn parse(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.as_str() == word)
    }
}

/// Declares enums of words: `words! { pub enum Status { Open = "open", Closed = "closed" } }`. They are columns of the
/// type `text` for diesel, words for serde, and have [`Words`]' functions.
#[macro_export]
macro_rules! words {
    ($($(#[$meta:meta])* $vis:vis enum $name:ident {
        $($(#[$of_variant:meta])* $variant:ident = $word:literal),+ $(,)?
    })+) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::Text)]
        $vis enum $name { $($(#[$of_variant])* $variant),+ }

        impl $crate::Words for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn as_str(self) -> &'static str { match self { $(Self::$variant => $word),+ } }
        }
        impl $name {
            /// All of them, in the order they are shown.
            pub const ALL: &'static [Self] = <Self as $crate::Words>::ALL;
            /// Its word in the database, in addresses and in JSON.
            #[must_use]
            pub fn as_str(self) -> &'static str { $crate::Words::as_str(self) }
            /// Reads the word.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> { <Self as $crate::Words>::parse(word) }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> { to.serialize_str(self.as_str()) }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let word = <std::borrow::Cow<'de, str> as serde::Deserialize>::deserialize(from)?;
                Self::parse(&word).ok_or_else(|| serde::de::Error::custom($crate::unknown_word(stringify!($name), &word)))
            }
        }
        impl diesel::serialize::ToSql<diesel::sql_types::Text, diesel::pg::Pg> for $name {
            fn to_sql<'b>(&'b self, out: &mut diesel::serialize::Output<'b, '_, diesel::pg::Pg>)
                -> diesel::serialize::Result {
                <str as diesel::serialize::ToSql<diesel::sql_types::Text, diesel::pg::Pg>>::to_sql(self.as_str(), out)
            }
        }
        impl diesel::deserialize::FromSql<diesel::sql_types::Text, diesel::pg::Pg> for $name {
            fn from_sql(bytes: diesel::pg::PgValue<'_>) -> diesel::deserialize::Result<Self> {
                let word = <String as diesel::deserialize::FromSql<diesel::sql_types::Text, diesel::pg::Pg>>::from_sql(bytes)?;
                Self::parse(&word).ok_or_else(|| $crate::unknown_word(stringify!($name), &word).into())
            }
        }
    )+ };
}

/// What is said of a word that the enum `of` does not have.
#[must_use]
pub fn unknown_word(of: &str, word: &str) -> String {
    format!("{word:?} is no {of}")
}

#[cfg(test)]
mod tests {
    crate::words! {
        enum Light { Red = "red", Green = "green" }
    }

    #[test]
    fn a_word_is_read_and_written_and_an_unknown_one_is_an_error() {
        assert_eq!(Light::parse("green"), Some(Light::Green));
        assert_eq!(Light::ALL.len(), 2);
        assert_eq!(serde_json::to_string(&Light::Red).unwrap(), "\"red\"");
        let unknown = serde_json::from_str::<Light>("\"blue\"").unwrap_err();
        assert!(
            unknown.to_string().contains("\"blue\" is no Light"),
            "{unknown}"
        );
    }
}
