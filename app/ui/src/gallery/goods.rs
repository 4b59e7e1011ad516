//! Gallery: the grid of goods: chosen rows, cells that are changed in place, pinned columns.
//! Here apart because it is a screen one works in for hours.
use l10n::{Milligrams, Money};
use maud::{Markup, html};

use super::Sample;
use super::work::{GOODS, Good};
use crate::{
    CellEdit, Grid, GridColumn, GridRow, SavedView, Sort, Tone, badge, bdi, button, cell_edit,
    column_chooser, filters, grid, menu, money, saved_views, weight,
};

fn wage(s: Sample, id: &str, name: &str, percent: i64) -> CellEdit {
    let label = format!("{}: {name}", s.t("اجرت", "Wage"));
    cell_edit(
        format!("wage-{id}"),
        label,
        s.format.percent(percent * 100),
        "/wage",
        "token",
    )
    .field("wage", s.format.number(percent))
    .words(s.t("ذخیره", "Save"), s.t("انصراف", "Cancel"))
    .number()
}

fn row(s: Sample, good: &Good, id: &str, name: &str) -> GridRow {
    let f = &s.format;
    let state = match good.left {
        0 => badge(Tone::Danger, s.t("تمام شد", "Sold out")),
        1..=2 => badge(Tone::Warning, s.t("موجودی کم", "Low")),
        _ => badge(Tone::Success, s.t("موجود", "In stock")),
    };
    GridRow::new(id, name)
        .cell(html! { a href="#good" { (name) } small { (bdi(id)) } })
        .cell(state)
        .cell(weight(f, Milligrams(good.grams)))
        .cell(wage(s, id, name, good.wage))
        .cell(f.number(good.left))
        .cell(money(f, Money::rial(good.toman * 10)))
        .menu(
            menu(
                format!("menu-{id}"),
                format!("{}: {name}", s.t("عملیات", "Actions")),
            )
            .dots()
            .small()
            .link("pencil", s.t("ویرایش", "Edit"), "#edit")
            .link("printer", s.t("چاپ برچسب", "Print the label"), "#label")
            .line()
            .act(
                button(s.t("بایگانی", "Archive"))
                    .icon("archive")
                    .post("#archive", "token"),
            ),
        )
}

fn bare(s: Sample, id: &str) -> Grid {
    let bulk = html! {
        (button(s.t("چاپ برچسب", "Print labels")).small().icon("printer").value("act", "labels"))
        (button(s.t("تغییر اجرت", "Change wage")).small().icon("pencil").value("act", "wage"))
        (button(s.t("بایگانی", "Archive")).small().danger().value("act", "archive"))
    };
    let choose = [
        s.t("انتخاب", "Choose"),
        s.t("انتخاب همه", "Choose all"),
        s.t("انتخاب‌شده", "chosen"),
    ];
    grid(id, s.t("کالاها", "Goods"))
        .column(
            GridColumn::new(s.t("کالا", "Goods"))
                .title()
                .sort("#sort", Sort::None),
        )
        .column(GridColumn::new(s.t("وضعیت", "State")).pinned())
        .column(
            GridColumn::new(s.t("وزن", "Weight"))
                .number()
                .sort("#sort", Sort::None),
        )
        .column(GridColumn::new(s.t("اجرت", "Wage")).number())
        .column(GridColumn::new(s.t("موجودی", "Stock")).number())
        .column(
            GridColumn::new(s.t("قیمت امروز", "Price today"))
                .number()
                .sort("#sort", Sort::Descending),
        )
        .bulk("#bulk", "token", choose, bulk)
}

/// As many as a shop may have on one page.
pub(super) fn thousand(s: Sample) -> Markup {
    let rows = GOODS.iter().cycle().zip(1..=1_000).map(|(good, n)| {
        let name = format!("{} {}", s.t(good.name[0], good.name[1]), s.format.number(n));
        row(s, good, &format!("{}-{n}", good.id), &name)
    });
    html! { (bare(s, "thousand").rows(rows)) }
}

pub(super) fn goods(s: Sample) -> Markup {
    let view = |fa, en, count: Option<&str>, active| SavedView {
        label: s.t(fa, en).to_owned(),
        href: "#goods".to_owned(),
        active,
        count: count.map(|n| s.format.digits(n)),
    };
    let columns = [
        ("wage", "اجرت", "Wage"),
        ("left", "موجودی", "Stock"),
        ("price", "قیمت امروز", "Price today"),
    ]
    .map(|(key, fa, en)| (key, s.t(fa, en).to_owned(), true));
    let tools = html! {
        (filters("#goods", s.t("جستجو", "Search")).search("goods-q", "", s.t("نام، کد یا بارکد", "Name, code or barcode")))
        div.actions {
            (column_chooser("goods-columns", "#goods", s.t("ستون‌ها", "Columns"), s.t("نمایش", "Show"), &columns))
            (button(s.t("خروجی اکسل", "Excel")).small().icon("download").href("#xlsx"))
        }
    };
    let rows = GOODS.iter().map(|good| {
        let name = s.t(good.name[0], good.name[1]);
        row(s, good, good.id, name).chosen(good.left == 8 || good.left == 1)
    });
    html! {
        (saved_views(s.t("نماها", "Views"), &[view("همهٔ کالاها", "All goods", Some("248"), true), view("موجودی کم", "Low", Some("12"), false), view("بدون برچسب", "Without label", None, false)],
            Some((s.t("ذخیرهٔ این نما", "Save this view"), "#keep"))))
        (bare(s, "goods").rows(rows).tools(tools))
        (s.part("refused", "تغییری که پذیرفته نشد", "A change that was refused", html! {
            (wage(s, "refused", s.t("النگوی داملا", "Damla bangle"), 90).error(Some(s.t("اجرت بیش از ۴۰٪ را مدیر ثبت می‌کند.", "More than 40% is entered by a manager."))))
        }))
    }
}
