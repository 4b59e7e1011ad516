//! Banks of Iran by the code that their Shebas carry: three digits behind the check digits (Central Bank's list).
//! A Sheba of a code that is not here is sound all the same; it is shown without a name.

use crate::Locale;

const BANKS: [(&str, &str, &str); 38] = [
    ("010", "بانک مرکزی", "Central Bank of Iran"),
    ("011", "بانک صنعت و معدن", "Bank of Industry and Mine"),
    ("012", "بانک ملت", "Bank Mellat"),
    ("013", "بانک رفاه کارگران", "Bank Refah Kargaran"),
    ("014", "بانک مسکن", "Bank Maskan"),
    ("015", "بانک سپه", "Bank Sepah"),
    ("016", "بانک کشاورزی", "Bank Keshavarzi"),
    ("017", "بانک ملی ایران", "Bank Melli Iran"),
    ("018", "بانک تجارت", "Tejarat Bank"),
    ("019", "بانک صادرات ایران", "Bank Saderat Iran"),
    (
        "020",
        "بانک توسعهٔ صادرات",
        "Export Development Bank of Iran",
    ),
    ("021", "پست بانک ایران", "Post Bank of Iran"),
    ("022", "بانک توسعهٔ تعاون", "Tosee Taavon Bank"),
    ("051", "مؤسسهٔ اعتباری توسعه", "Tosee Credit Institution"),
    ("052", "بانک قوامین", "Ghavamin Bank"),
    ("053", "بانک کارآفرین", "Karafarin Bank"),
    ("054", "بانک پارسیان", "Parsian Bank"),
    ("055", "بانک اقتصاد نوین", "EN Bank"),
    ("056", "بانک سامان", "Saman Bank"),
    ("057", "بانک پاسارگاد", "Bank Pasargad"),
    ("058", "بانک سرمایه", "Sarmayeh Bank"),
    ("059", "بانک سینا", "Sina Bank"),
    ("060", "بانک قرض‌الحسنهٔ مهر ایران", "Mehr Iran Bank"),
    ("061", "بانک شهر", "Shahr Bank"),
    ("062", "بانک آینده", "Ayandeh Bank"),
    ("063", "بانک انصار", "Ansar Bank"),
    ("064", "بانک گردشگری", "Tourism Bank"),
    ("065", "بانک حکمت ایرانیان", "Hekmat Iranian Bank"),
    ("066", "بانک دی", "Bank Day"),
    ("069", "بانک ایران‌زمین", "Iran Zamin Bank"),
    ("070", "بانک قرض‌الحسنهٔ رسالت", "Resalat Bank"),
    ("073", "مؤسسهٔ اعتباری کوثر", "Kosar Credit Institution"),
    ("075", "مؤسسهٔ اعتباری ملل", "Melal Credit Institution"),
    ("078", "بانک خاورمیانه", "Middle East Bank"),
    ("079", "بانک مهر اقتصاد", "Mehr Eqtesad Bank"),
    ("080", "مؤسسهٔ اعتباری نور", "Noor Credit Institution"),
    ("090", "بانک قرض‌الحسنهٔ مهر ایران", "Mehr Iran Bank"),
    (
        "095",
        "بانک ایران و ونزوئلا",
        "Iran-Venezuela Bi-National Bank",
    ),
];

/// The bank of a Sheba as [`validate::sheba`](crate::validate::sheba) gives it; `None` when its code is unknown.
#[must_use]
pub fn of_sheba(sheba: &str, locale: Locale) -> Option<&'static str> {
    let code = sheba.get(4..7)?;
    let (_, fa, en) = BANKS.iter().find(|(known, ..)| *known == code)?;
    Some(locale.pick(fa, en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheba_names_its_bank_in_both_languages() {
        let of = |sheba| (of_sheba(sheba, Locale::Fa), of_sheba(sheba, Locale::En));
        assert_eq!(
            of("IR820540102680020817909002"),
            (Some("بانک پارسیان"), Some("Parsian Bank"))
        );
        assert_eq!(
            of("IR790610000000700796858044"),
            (Some("بانک شهر"), Some("Shahr Bank"))
        );
        assert_eq!(of("IR000990000000000000000000"), (None, None));
        assert_eq!(of("بانک"), (None, None));
    }
}
