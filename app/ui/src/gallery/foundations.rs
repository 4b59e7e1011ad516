//! Gallery: the language under the components: sizes of type, densities, data colours, drawings.
//! Here so that a change of a token is seen at once, in both directions and themes.
use maud::{Markup, Render, html};

use super::Sample;
use crate::{
    ChartKind, Density, Item, Tone, badge, bdi, button, chart, field, illustration, item_list,
    mono, panel, skeleton,
};

pub(super) fn type_scale(s: Sample) -> Markup {
    s.part("type", "نوشته", "Type", html! {
        p.display { (s.t("سرایی برای هر کسب‌وکار", "One house for every business")) }
        p.big-number { (s.format.number(1_250_000)) }
        h3 { (s.t("عنوان بخشی از صفحه", "Heading of a part")) }
        p { (s.t("متن روان باید آسان خوانده شود: سطرها از هم دورند، چون نقطه‌ها و دنباله‌های حروف فارسی جا می‌خواهند.",
            "Running text has to be read with ease: lines keep their distance, Persian ones more than Latin ones.")) }
        p.quiet { (s.t("یادداشتی آرام زیر چیزی مهم‌تر", "A quiet note under something that matters more")) }
        p { (mono("SHA256:9f2c…e71b  ssh-ed25519")) }
    })
}

pub(super) fn data_colours(s: Sample) -> Markup {
    let names = [
        ("هاست", "Hosting"),
        ("دامنه", "Domains"),
        ("سرور", "Servers"),
        ("طلا", "Gold"),
        ("نسخهٔ پشتیبان", "Backups"),
        ("گواهی", "Certificates"),
        ("ایمیل", "Mail"),
        ("دیگر", "Other"),
    ];
    let mut drawn = chart(
        "data-colours",
        s.t("هشت رنگ داده", "Eight data colours"),
        ChartKind::Doughnut,
        s.t("جدول رنگ‌ها", "Table of the colours"),
    )
    .series(s.t("نام", "Name"), [s.t("سهم", "Share")]);
    for (fa, en) in names {
        drawn = drawn.point(s.t(fa, en), [(12.5, s.format.number(12))]);
    }
    drawn.render()
}

pub(super) fn drawings(s: Sample) -> Markup {
    let scenes = ["inbox", "search", "server", "receipt-text", "lock", "gem"];
    s.part(
        "drawings",
        "تصویرها و حالت بارگذاری",
        "Drawings and loading",
        html! {
            div.row-of { @for scene in scenes { (illustration(scene)) } }
            (skeleton(s.t("در حال بارگذاری…", "Loading…"), 3))
        },
    )
}

fn sample_of(s: Sample, density: Density) -> Markup {
    let line = |title, mail, tone, state| {
        Item::new("#densities", title)
            .meta(bdi(mail))
            .end(badge(tone, state))
    };
    let items = [
        line(
            s.t("فروشگاه زرین", "Zarrin store"),
            "zarrin.ir",
            Tone::Success,
            s.t("روشن", "Running"),
        ),
        line(
            s.t("وبلاگ", "Blog"),
            "blog.zarrin.ir",
            Tone::Neutral,
            s.t("خاموش", "Stopped"),
        ),
    ];
    let name = match density {
        Density::Comfortable => s.t("معمولی", "Comfortable"),
        Density::Compact => s.t("فشرده", "Compact"),
        Density::Till => s.t("صندوق", "Till"),
    };
    let id = format!("density-{}", density.name());
    html! {
        div data-density=(density.name()) {
            (panel(&id, name, button(s.t("تازه", "New")).small().href("#densities"), html! {
                (item_list(name, &items))
                (field("note", s.t("یادداشت", "Note")).id(format!("{id}-note")))
                div.actions { (button(s.t("ذخیره", "Save")).primary().href("#densities")) (button(s.t("انصراف", "Cancel")).href("#densities")) }
            }))
        }
    }
}

pub(super) fn densities(s: Sample) -> Markup {
    html! {
        div.tiles #densities {
            @for density in [Density::Comfortable, Density::Compact, Density::Till] { (sample_of(s, density)) }
        }
    }
}
