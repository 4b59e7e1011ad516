//! Gallery: the checkout with its order, coupon and gateways; the pages a payment ends on.
//! Here apart because its sum at the foot of a phone is only seen on a whole page.
use chrono::TimeDelta;
use l10n::Money;
use maud::{Markup, html};

use super::Sample;
use super::store::a_bill;
use crate::{
    Coupon, Outcome, OutcomeKind, Pick, bdi, button, card, checkout, countdown, coupon, date_time,
    field, money, money_pair, order, outcome, picks,
};

const TOTAL: Money = Money::rial(18_414_000);

fn code(s: Sample, id: &str) -> Coupon {
    coupon(
        "#coupon",
        "token",
        s.t("کد تخفیف دارید؟", "Have a discount code?"),
        s.t("کد تخفیف", "Discount code"),
        s.t("اعمال", "Apply"),
    )
    .id(id)
}

fn gateways(s: Sample) -> Markup {
    let f = &s.format;
    html! {
        (picks("gateway", s.t("روش پرداخت", "Payment method")).value("sep")
            .pick(Pick::new("wallet", s.t("کیف پول سرای", "Sarai wallet")).icon("wallet").note(s.t("آنی، بدون رفتن به درگاه", "At once, without a gateway"))
                .refused(s.t("۵۹۱٬۴۰۰ تومان کم دارید؛ ابتدا کیف پول را شارژ کنید.", "591,400 toman short; top up the wallet first.")).end(money(f, Money::rial(12_500_000))))
            .pick(Pick::new("sep", s.t("درگاه بانکی", "Bank card")).icon("credit-card").note(s.t("همهٔ کارت‌های شتاب، با رمز پویا", "All cards of the Shetab network")))
            .pick(Pick::new("transfer", s.t("کارت‌به‌کارت یا شبا", "Bank transfer")).icon("landmark").note(s.t("پس از بررسی فیش، تا دو ساعت", "After we have seen the receipt, up to two hours"))))
    }
}

pub(super) fn desk(s: Sample) -> Markup {
    let pay = crate::form("#pay", "token").id("pay-form").once("sample-pay")
        .label(s.t("پرداخت", "Payment"))
        .body(html! {
            (gateways(s))
            (field("billing-name", s.t("فاکتور به نام", "Invoice to")).value(s.t("طلای زرین", "Zarrin Gold")).hint(s.t("برای فاکتور رسمی، نام ثبتی شرکت", "For an official invoice, the registered name")))
            (field("economic", s.t("شناسهٔ ملی", "National id")).number().value(s.format.digits("14003456789")))
        });
    let main = html! {
        (card("pay", "", html! { div.flow { (pay) } }))
    };
    let summary = order(s.t("سفارش شما", "Your order"), a_bill(s))
        .extra(code(s, "coupon"))
        .total(s.t("قابل پرداخت", "To pay"), money_pair(&s.format, TOTAL))
        .action(
            button(s.t("پرداخت امن", "Pay securely"))
                .money()
                .icon("lock")
                .form("pay-form"),
        )
        .note(s.t("به درگاه بانک می‌روید", "You go on to the bank"));
    checkout(main, &summary)
}

pub(super) fn codes(s: Sample) -> Markup {
    s.part("codes", "کد تخفیف و مهلت", "Discount codes and deadlines", html! {
        div.row-of {
            (countdown(&s.format, s.t("مهلت پرداخت", "Time to pay"), s.now + TimeDelta::days(4000), s.t("مهلت تمام شد", "time is up")))
            (countdown(&s.format, s.t("قیمت تا", "Price holds until"), s.now - TimeDelta::days(400), s.t("مهلت تمام شد", "time is up")))
        }
        (code(s, "coupon-closed"))
        (code(s, "coupon-wrong").value("NOROOZ1404").error(Some(s.t("اعتبار این کد پارسال تمام شده است؛ کد دیگری وارد کنید.", "This code expired last year; enter another one."))))
        (code(s, "coupon-held").redeemed("NOROOZ1405", s.t("۲۰٪ از همهٔ سرورها", "20% off all servers"), s.t("حذف کد", "Remove the code")))
    })
}

fn end(s: Sample, kind: OutcomeKind) -> Outcome {
    let f = &s.format;
    match kind {
        OutcomeKind::Paid => outcome(kind, s.t("پرداخت شد", "Paid"), s.t("سرور شما دارد ساخته می‌شود؛ تا یک دقیقهٔ دیگر روشن است.", "Your server is being made; it runs within a minute."))
            .amount(money_pair(f, TOTAL))
            .fact(s.t("کد رهگیری", "Reference"), bdi("140509-884120"))
            .fact(s.t("کارت", "Card"), bdi("6037 99•• •••• 1234"))
            .fact(s.t("زمان", "Time"), date_time(f, s.now))
            .actions(html! { (button(s.t("دیدن سرور", "See the server")).primary().href("#server")) (button(s.t("رسید", "Receipt")).icon("download").href("#receipt")) }),
        OutcomeKind::Failed => outcome(kind, s.t("پرداخت نشد", "Not paid"), s.t("بانک رمز را نپذیرفت و پولی از کارتتان کم نشد. سفارش تا یک ساعت نگه داشته می‌شود.", "The bank refused the password; nothing was taken from your card. The order is kept for an hour."))
            .fact(s.t("پاسخ بانک", "The bank said"), s.t("رمز دوم نادرست است (۵۵)", "Wrong second password (55)"))
            .actions(html! { (button(s.t("پرداخت دوباره", "Pay again")).money().href("#again")) (button(s.t("روش دیگر", "Another way")).href("#other")) }),
        OutcomeKind::Pending => outcome(kind, s.t("منتظر پاسخ بانک", "Waiting for the bank"), s.t("مبلغ از کارتتان کم شده، ولی بانک هنوز پرداخت را تأیید نکرده است. دوباره پرداخت نکنید؛ نتیجه را همین‌جا می‌بینید و برایتان پیامک هم می‌کنیم.", "The amount was taken from your card, but the bank has not confirmed the payment yet. Do not pay again: the result appears here, and we text you too."))
            .amount(money_pair(f, TOTAL))
            .actions(button(s.t("دیدن نتیجه", "See the result")).icon("refresh-cw").href("#pending")),
    }
}

pub(super) fn ends(s: Sample) -> Markup {
    let one = |kind| end(s, kind).at_level(2);
    html! { div.tiles { (one(OutcomeKind::Paid)) (one(OutcomeKind::Failed)) (one(OutcomeKind::Pending)) } }
}
