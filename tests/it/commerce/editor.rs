//! The editor of what is sold: products, prices, categories, taxes; two people at once.

use commerce::Cycle;
use kernel::module::PlatformRole;
use kit::{Client, Staff, TestApp};

use super::stall::{self, MONTH, SLUG, bought, pay_in};

async fn with_staff() -> (TestApp, Staff) {
    let app = stall::app().await;
    let tara = app.staff(PlatformRole::Finance, "tara").await;
    (app, tara)
}

async fn page(app: &TestApp) -> String {
    format!("/admin/products/{}", stall::product(app).await)
}

async fn count(app: &TestApp, what: &str) -> i64 {
    app.value(&format!("SELECT count(*) FROM {what}"), &[])
        .await
}

/// Sets a price through the screen.
async fn price(by: &Client, product: &str, cycle: &str, amount: &str) -> kit::Answer {
    by.get(format!("{product}/prices/{cycle}"))
        .await
        .assert_ok();
    by.form("#price").set("amount", amount).submit().await
}

#[tokio::test]
async fn product_is_made_filled_priced_shown_and_bought() {
    let (app, tara) = with_staff().await;
    let guest = app.client();
    tara.get("/admin/products/new").await.assert_ok();
    let form = tara
        .form("#new-product")
        .set("name_fa", "چیز نو")
        .set("name_en", "New thing");
    let form = form.set("slug", "new-thing").set("kind", "stall.thing");
    let made = form.submit().await;
    made.assert_redirect("/admin/products/");
    let place = made.location().unwrap().to_owned();
    tara.get(&place)
        .await
        .assert_ok()
        .assert_text("هنوز قیمتی ندارد");
    guest.get("/store/new-thing").await.assert_not_found();
    let form = tara
        .form("#product")
        .set("visibility", "listed")
        .set("summary_fa", "یک جملهٔ کوتاه");
    let form = form
        .set("features_fa", "تند\nساده")
        .set("features_en", "Quick\nPlain");
    form.submit().await.assert_redirect(&place);
    price(&tara, &place, "month", "100000")
        .await
        .assert_redirect(&place);
    // Written in toman, shown with tax.
    let shown = guest.get("/store/new-thing").await;
    shown
        .assert_ok()
        .assert_text("یک جملهٔ کوتاه")
        .assert_text("ساده")
        .assert_text("۱۱۰٬۰۰۰");
    tara.get(format!("{place}/preview"))
        .await
        .assert_ok()
        .assert_text("۱۱۰٬۰۰۰");
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, 1_100_000).await;
    sara.get("/store/new-thing").await.assert_ok();
    let choose = sara.form("#choose").set("option_title", "x");
    choose.submit().await.assert_redirect("/cart");
    stall::confirm(&sara).await.assert_redirect("/orders/");
    app.run_jobs().await;
}

#[tokio::test]
async fn what_is_wrong_is_told_at_its_field_and_keeps_what_was_typed() {
    let (app, tara) = with_staff().await;
    tara.get("/admin/products/new").await.assert_ok();
    let form = || {
        tara.form("#new-product")
            .set("name_fa", "نامی که می‌ماند")
            .set("name_en", "Kept")
    };
    let taken = form().set("slug", SLUG).submit().await;
    taken
        .assert_status(422)
        .assert_text("محصول یا دستهٔ دیگری دارد");
    assert_eq!(
        tara.form("#new-product").value("name_fa"),
        Some("نامی که می‌ماند")
    );
    let odd = form().set("slug", "Bad Slug").submit().await;
    odd.assert_status(422).assert_text("حروف کوچک لاتین");
    let place = page(&app).await;
    tara.get(&place).await.assert_ok();
    let unpaired = tara
        .form("#product")
        .set("features_fa", "یکی")
        .submit()
        .await;
    unpaired
        .assert_status(422)
        .assert_text("تعداد خط‌های دو زبان یکی نیست");
    assert_eq!(tara.form("#product").value("features_fa"), Some("یکی"));
    price(&tara, &place, "month", "9999999999999")
        .await
        .assert_status(422);
    price(&tara, &place, "month", "-5").await.assert_status(422);
    price(&tara, &place, "month", "ارزان")
        .await
        .assert_status(422);
    let prices = count(&app, "commerce_prices").await;
    assert_eq!((prices, count(&app, "commerce_products").await), (2, 1));
    tara.get(format!("{place}/prices/decade"))
        .await
        .assert_not_found();
}

#[tokio::test]
async fn second_editor_is_told_what_the_first_changed_and_loses_nothing() {
    let (app, tara) = with_staff().await;
    let omid = app.staff(PlatformRole::Admin, "omid").await;
    let place = page(&app).await;
    tara.get(&place).await.assert_ok();
    omid.get(&place).await.assert_ok();
    let (hers, his) = (tara.form("#product"), omid.form("#product"));
    hers.set("summary_fa", "جملهٔ تارا")
        .submit()
        .await
        .assert_redirect(&place);
    let told = his.set("name_fa", "نام امید").submit().await;
    told.assert_status(422)
        .assert_text("همکارتان هم‌زمان")
        .assert_text("جملهٔ تارا");
    let again = omid.form("#product");
    assert_eq!(again.value("name_fa"), Some("نام امید"));
    let kept: String = app
        .value("SELECT summary_fa FROM commerce_products", &[])
        .await;
    assert_eq!(kept, "جملهٔ تارا");
    // A form that is wrong in another way is no excuse: it has still not seen the change.
    tara.get(&place).await.assert_ok();
    omid.get(&place).await.assert_ok();
    let his = omid.form("#product").set("position", "x");
    tara.form("#product")
        .set("summary_en", "Hers")
        .submit()
        .await
        .assert_redirect(&place);
    his.submit().await.assert_status(422);
    let mended = omid.form("#product").set("position", "2").submit().await;
    mended.assert_status(422).assert_text("همکارتان هم‌زمان");
    omid.form("#product").submit().await.assert_redirect(&place);
    let position: i32 = app
        .value("SELECT position FROM commerce_products", &[])
        .await;
    assert_eq!(position, 2);
}

#[tokio::test]
async fn price_is_a_new_version_and_what_was_bought_keeps_the_old_one() {
    let (app, tara) = with_staff().await;
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, 10 * MONTH).await;
    bought(&sara, "قدیمی").await;
    app.run_jobs().await;
    let place = page(&app).await;
    let omid = app.staff(PlatformRole::Admin, "omid").await;
    tara.get(format!("{place}/prices/month")).await.assert_ok();
    omid.get(format!("{place}/prices/month")).await.assert_ok();
    let his = omid.form("#price").set("amount", "900000");
    tara.form("#price")
        .set("amount", "200000")
        .submit()
        .await
        .assert_redirect(&place);
    his.submit()
        .await
        .assert_status(422)
        .assert_text("قیمت دیگری ثبت کرده است");
    let now: i64 = app
        .value(
            "SELECT amount FROM commerce_prices WHERE cycle = 'month' AND replaced_at IS NULL",
            &[],
        )
        .await;
    assert_eq!(now, 2 * MONTH);
    let stands: i64 = app
        .value("SELECT p.amount FROM commerce_subscriptions s JOIN commerce_prices p ON p.id = s.price_id", &[])
        .await;
    assert_eq!(stands, MONTH);
    let shown = tara.get(format!("{place}/prices/month")).await;
    assert_eq!(shown.assert_ok().texts("#history tbody tr").len(), 2);
    // The same price again is no version.
    price(&tara, &place, "month", "200000")
        .await
        .assert_redirect(&place);
    assert_eq!(
        count(&app, "commerce_prices WHERE cycle = 'month'").await,
        2
    );
    let end = tara.form(&format!(
        "form[action='{place}/prices/month']:has(input[name='seen']):not(#price)"
    ));
    end.submit().await.assert_redirect(&place);
    let guest = app.client();
    guest
        .get(format!("/store/{SLUG}"))
        .await
        .assert_ok()
        .assert_no_element("input[name='cycle'][value='month']");
    let wallet = stall::balance(&app, sara.tenant).await;
    assert_eq!(wallet, 10 * MONTH - MONTH / 10 * 11);
}

#[tokio::test]
async fn two_prices_at_once_are_one_price() {
    let (app, tara) = with_staff().await;
    let place = page(&app).await;
    tara.get(format!("{place}/prices/year")).await.assert_ok();
    let forms = (1..=6).map(|n| {
        tara.form("#price")
            .set("amount", &format!("{n}00000"))
            .submit()
    });
    let answers = futures::future::join_all(forms).await;
    let set = answers
        .iter()
        .filter(|one| one.location().is_some())
        .count();
    assert_eq!(
        (
            set,
            count(&app, "commerce_prices WHERE cycle = 'year'").await
        ),
        (1, 1)
    );
}

#[tokio::test]
async fn what_the_operator_fixes_no_buyer_chooses() {
    let (app, tara) = with_staff().await;
    let place = page(&app).await;
    tara.get(&place).await.assert_ok();
    let empty = tara.form("#product").tick("fixed_title").submit().await;
    empty
        .assert_status(422)
        .assert_element("[name='option_title'][aria-invalid]");
    let form = tara
        .form("#product")
        .tick("fixed_title")
        .set("option_title", "از پیش");
    form.submit().await.assert_redirect(&place);
    let sara = app.customer("sara").await;
    pay_in(&app, sara.tenant, 2 * MONTH).await;
    sara.get(format!("/store/{SLUG}"))
        .await
        .assert_ok()
        .assert_no_element("[name='option_title']");
    let form = sara.form("#choose").set("cycle", Cycle::Month.as_str());
    form.submit().await.assert_redirect("/cart");
    stall::confirm(&sara).await.assert_redirect("/orders/");
    let title: String = app
        .value(
            "SELECT options ->> 'title' FROM commerce_subscriptions",
            &[],
        )
        .await;
    assert_eq!(title, "از پیش");
    let refused = sara
        .post_form(
            format!("/store/{SLUG}"),
            &[
                ("cycle", "month"),
                ("quantity", "1"),
                ("option_title", "نه"),
            ],
        )
        .await;
    refused.assert_redirect("/cart");
    sara.get("/cart").await.assert_no_text("نه،");
    app.run_jobs().await;
}

#[tokio::test]
async fn archived_product_is_sold_no_more_and_comes_back() {
    let (app, tara) = with_staff().await;
    let place = page(&app).await;
    let guest = app.client();
    let archive = format!("{place}/archive");
    tara.get(&place).await.assert_ok();
    for _ in 0..2 {
        tara.post_form(&archive, &[]).await.assert_redirect(&place);
    }
    guest.get(format!("/store/{SLUG}")).await.assert_not_found();
    tara.get("/admin/products")
        .await
        .assert_ok()
        .assert_no_element(&format!("a[href='{place}']"));
    tara.get("/admin/products?visibility=archived")
        .await
        .assert_element(&format!("a[href='{place}']"));
    tara.delete(&archive).await.assert_redirect(&place);
    guest.get(format!("/store/{SLUG}")).await.assert_ok();
    let trail = count(&app, "audit_events WHERE action LIKE 'commerce.product.%'").await;
    assert_eq!(trail, 3, "made, archived, restored");
}

#[tokio::test]
async fn list_is_narrowed_paged_by_place_and_exported() {
    let (app, tara) = with_staff().await;
    let insert = "INSERT INTO commerce_products (id, slug, category_id, kind, name_fa, name_en, visibility, position, created_at)
        SELECT gen_random_uuid(), 'many-' || n, c.id, 'stall.thing', 'فراوان ' || n, 'Many ' || n, 'listed', n, now()
        FROM commerce_categories c, generate_series(1, 70) n";
    app.sql_as(kernel::db::Role::Platform)
        .await
        .execute(insert, &[])
        .await
        .unwrap();
    let first = tara.get("/admin/products?q=many-").await;
    let rows = first.assert_ok().texts("tbody tr");
    assert_eq!(rows.len(), 50);
    assert!(
        rows[0].contains("many-1") && rows[49].contains("many-50"),
        "{rows:?}"
    );
    let next = first.attributes("a[href*='after=']", "href");
    let second = tara.get(&next[0]).await;
    let rows = second.assert_ok().texts("tbody tr");
    assert!(rows.len() == 20 && rows[0].contains("many-51"), "{rows:?}");
    let back = second.attributes("a[href*='before=']", "href");
    assert_eq!(tara.get(&back[0]).await.texts("tbody tr").len(), 50);
    assert_eq!(
        tara.get("/admin/products?q=فراوان 70")
            .await
            .texts("tbody tr")
            .len(),
        1
    );
    assert_eq!(
        tara.get("/admin/products?q=%25")
            .await
            .texts("tbody tr a")
            .len(),
        0
    );
    tara.get("/admin/products?visibility=draft")
        .await
        .assert_no_text("many-1");
    let file = tara.get("/admin/products/export?format=csv&q=many-").await;
    file.assert_ok();
    assert_eq!(file.text.lines().count(), 71);
    let support = app.staff(PlatformRole::Support, "sima").await;
    support.get("/admin/products").await.assert_status(403);
}

#[tokio::test]
async fn category_with_products_stays_open() {
    let (app, tara) = with_staff().await;
    let id: uuid::Uuid = app.value("SELECT id FROM commerce_categories", &[]).await;
    let place = format!("/admin/categories/{id}");
    tara.get(&place).await.assert_ok();
    tara.post_form(format!("{place}/archive"), &[])
        .await
        .assert_status(409);
    tara.get("/admin/categories/new").await.assert_ok();
    let form = tara
        .form("#new-category")
        .set("slug", "more")
        .set("name_fa", "بیشتر")
        .set("name_en", "More");
    form.submit().await.assert_redirect("/admin/categories");
    let other: uuid::Uuid = app
        .value(
            "SELECT id FROM commerce_categories WHERE slug = 'more'",
            &[],
        )
        .await;
    let product = page(&app).await;
    tara.get(&product).await.assert_ok();
    let moved = tara
        .form("#product")
        .set("category", &other.to_string())
        .submit()
        .await;
    moved.assert_redirect(&product);
    tara.get(&place).await.assert_ok();
    let stale = tara.form("#category").set("name_fa", "کهنه");
    tara.form("#category")
        .set("name_fa", "تازه")
        .submit()
        .await
        .assert_redirect(&place);
    stale.submit().await.assert_status(422).assert_text("تازه");
    tara.post_form(format!("{place}/archive"), &[])
        .await
        .assert_redirect(&place);
    app.client()
        .get("/store")
        .await
        .assert_ok()
        .assert_no_text("تازه")
        .assert_text("بیشتر");
}

#[tokio::test]
async fn future_rate_holds_from_its_day_and_a_past_one_stays() {
    let (app, tara) = with_staff().await;
    tara.get("/admin/taxes").await.assert_ok();
    let form = |rate: &str, from: &str| tara.form("#new-tax").set("rate", rate).set("from", from);
    form("12", "1410/01/01")
        .submit()
        .await
        .assert_status(422)
        .assert_text("روزی در آینده");
    form("120", "1420/01/01").submit().await.assert_status(422);
    form("۱۲", "۱۴۱۹/۰۳/۰۱")
        .submit()
        .await
        .assert_redirect("/admin/taxes");
    tara.get("/admin/taxes").await.assert_ok();
    form("11", "1419/03/01")
        .submit()
        .await
        .assert_status(422)
        .assert_text("برای این روز");
    let future: uuid::Uuid = app
        .value("SELECT id FROM commerce_taxes WHERE rate = 1200", &[])
        .await;
    let past: uuid::Uuid = app
        .value("SELECT id FROM commerce_taxes WHERE rate = 1000", &[])
        .await;
    tara.delete(format!("/admin/taxes/{past}"))
        .await
        .assert_status(409);
    app.client().get("/store").await.assert_text("۱۱۰٬۰۰۰");
    app.clock().advance(chrono::Duration::days(30));
    let tara = app.sign_in(tara.person.id).await;
    tara.get("/admin/taxes").await.assert_ok();
    app.client().get("/store").await.assert_text("۱۱۲٬۰۰۰");
    tara.delete(format!("/admin/taxes/{future}"))
        .await
        .assert_status(409);
    assert_eq!(count(&app, "commerce_taxes").await, 3);
}

#[tokio::test]
async fn future_rate_is_taken_back() {
    let (app, tara) = with_staff().await;
    tara.get("/admin/taxes").await.assert_ok();
    let form = tara
        .form("#new-tax")
        .set("rate", "9.5")
        .set("from", "1420/01/01");
    form.submit().await.assert_redirect("/admin/taxes");
    let future: uuid::Uuid = app
        .value("SELECT id FROM commerce_taxes WHERE rate = 950", &[])
        .await;
    tara.get("/admin/taxes").await.assert_ok();
    tara.delete(format!("/admin/taxes/{future}"))
        .await
        .assert_redirect("/admin/taxes");
    assert_eq!(count(&app, "commerce_taxes").await, 2);
}
