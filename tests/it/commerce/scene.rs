//! An order with its invoice and service, for the sweeps over tenants.

use commerce::ProductId;
use kernel::db::Role;
use kernel::module::ResourceRef;
use kit::{Member, TestApp};
use ledger::{BookId, Entry};
use uuid::Uuid;

use crate::scenes::SECRET_WORD;

/// Writes it: the sweep's program has no kind of product of its own.
pub async fn set(app: &TestApp, sara: &Member) -> Vec<Uuid> {
    let [order, category, product, price, service, invoice] =
        std::array::from_fn(|_| Uuid::now_v7());
    let sql = app.sql_as(Role::Platform).await;
    for insert in [
        "INSERT INTO commerce_categories (id, slug, name_fa, name_en) VALUES ($1, 'scene', 'x', 'x')",
        "INSERT INTO commerce_products (id, slug, category_id, kind, name_fa, name_en, created_at)
           SELECT $1, 'scene', id, 'scene.thing', 'x', 'x', now() FROM commerce_categories WHERE slug = 'scene'",
        "INSERT INTO commerce_prices (id, product_id, cycle, currency, amount, valid_from)
           SELECT $1, id, 'month', 'IRR', 1000, now() FROM commerce_products WHERE slug = 'scene'",
    ]
    .iter()
    .zip([category, product, price])
    {
        sql.execute(*insert.0, &[&insert.1]).await.unwrap();
    }
    sql.execute(
        "INSERT INTO commerce_orders (id, tenant_id, state, placed_at) VALUES ($1, $2, 'placed', now())",
        &[&order, &sara.tenant.0],
    )
    .await
    .unwrap();
    sql.execute(
        "INSERT INTO commerce_subscriptions (id, tenant_id, order_id, product_id, price_id, kind, cycle, name_fa, name_en, options, wanted, made_at)
           VALUES ($1, $2, $3, $4, $5, 'scene.thing', 'month', $6, $6, '{}', 'running', now())",
        &[&service, &sara.tenant.0, &order, &product, &price, &SECRET_WORD],
    )
    .await
    .unwrap();
    sql.execute(
        "INSERT INTO commerce_invoices (id, tenant_id, order_id, state, currency, net, vat, total, made_at, due_at)
           VALUES ($1, $2, $3, 'open', 'IRR', 1000, 100, 1100, now(), now())",
        &[&invoice, &sara.tenant.0, &order],
    )
    .await
    .unwrap();
    sql.execute(
        "INSERT INTO commerce_invoice_lines (invoice_id, n, tenant_id, product_id, text_fa, text_en, quantity, unit_net, net, vat_rate, vat, deferred)
           VALUES ($1, 1, $2, $3, $4, $4, 1, 1000, 1000, 1000, 100, false)",
        &[&invoice, &sara.tenant.0, &product, &SECRET_WORD],
    )
    .await
    .unwrap();
    let change = Uuid::now_v7();
    sql.execute(
        "INSERT INTO commerce_changes (id, tenant_id, subscription_id, version, state, price_id, options, period_no, price_net, paid_net, seconds_left, period_seconds, net, vat_rate, vat, quoted_at, valid_until)
           VALUES ($1, $2, $3, 1, 'quoted', $4, jsonb_build_object('title', $5::text), 1, 2000, 1000, 1, 2, 500, 1000, 50, now(), now())",
        &[&change, &sara.tenant.0, &service, &price, &SECRET_WORD],
    )
    .await
    .unwrap();
    sql.execute(
        "INSERT INTO commerce_buyers (tenant_id, kind, name, changed_at) VALUES ($1, 'person', $2, now())",
        &[&sara.tenant.0, &SECRET_WORD],
    )
    .await
    .unwrap();
    let payment = Uuid::now_v7();
    sql.execute(
        "INSERT INTO commerce_payments (id, tenant_id, invoice_id, gateway, currency, amount, state, return_hash, begun_at)
           VALUES ($1, $2, $3, 'scene', 'IRR', 1100, 'begun', sha256(convert_to($4, 'UTF8')), now())",
        &[&payment, &sara.tenant.0, &invoice, &SECRET_WORD],
    )
    .await
    .unwrap();
    sql.execute(
        "INSERT INTO commerce_payment_events (id, tenant_id, payment_id, at, kind, raw)
           VALUES ($1, $2, $3, now(), 'sent', $4)",
        &[&Uuid::now_v7(), &sara.tenant.0, &payment, &SECRET_WORD],
    )
    .await
    .unwrap();
    let (account, withdrawal) = (Uuid::now_v7(), Uuid::now_v7());
    sql.execute(
        "INSERT INTO commerce_bank_accounts (id, tenant_id, sheba, owner, added_at, verified_at, note)
           VALUES ($1, $2, 'IR820540102680020817909002', $3, now(), now(), 'x')",
        &[&account, &sara.tenant.0, &SECRET_WORD],
    )
    .await
    .unwrap();
    sql.execute(
        "INSERT INTO commerce_withdrawals (id, tenant_id, account_id, sheba, owner, amount, state, asked_at, hold_id)
           VALUES ($1, $2, $3, 'IR820540102680020817909002', $4, 1000, 'asked', now(), $1)",
        &[&withdrawal, &sara.tenant.0, &account, &SECRET_WORD],
    )
    .await
    .unwrap();
    let file = handed_in(app, sara, payment).await;
    metered(app, sara).await;
    counted(app, sara).await;
    let credit = credit(app, sara, product).await;
    vec![
        order, service, change, invoice, payment, account, withdrawal, file, credit,
    ]
}

/// A credit of a paid invoice, with an entry that is about it.
async fn credit(app: &TestApp, sara: &Member, product: Uuid) -> Uuid {
    let [invoice, credit] = std::array::from_fn(|_| Uuid::now_v7());
    let sql = app.sql_as(Role::Platform).await;
    for part in [
        "INSERT INTO commerce_invoices (id, tenant_id, state, currency, net, vat, total, made_at, due_at)
           VALUES ($1, $2, 'open', 'IRR', 0, 0, 0, now(), now())",
        "UPDATE commerce_invoices SET state = 'paid', paid_at = made_at WHERE id = $1 AND tenant_id = $2",
    ] {
        sql.execute(part, &[&invoice, &sara.tenant.0]).await.unwrap();
        sql.execute(
            "INSERT INTO commerce_invoice_lines (invoice_id, n, tenant_id, product_id, text_fa, text_en, quantity, unit_net, net, vat_rate, vat, deferred)
               SELECT id, 1, tenant_id, $2, 'x', 'x', 1, 1000, 1000, 0, 0, false FROM commerce_invoices WHERE id = $1 AND state = 'open'",
            &[&invoice, &product],
        )
        .await
        .unwrap();
    }
    let about = ResourceRef {
        kind: "commerce.invoice".to_owned(),
        id: invoice,
    };
    let entry = Entry::draft(
        BookId::PLATFORM,
        "commerce.entries.credit",
        credit.to_string(),
    )
    .about(about)
    .debit(&commerce::income(ProductId(product)), 1_000)
    .credit(&commerce::wallet(sara.tenant), 1_000)
    .balanced()
    .unwrap();
    let db = app.platform();
    let posted = db
        .write(async |tx| Ok(ledger::post(tx, &entry).await?))
        .await;
    sql.execute(
        "INSERT INTO commerce_credits (id, tenant_id, invoice_id, n, net, vat, total, cause, reason, made_at, entry_id)
           VALUES ($1, $2, $3, 1, 1000, 0, 1000, 'staff', $4, now(), $5)",
        &[&credit, &sara.tenant.0, &invoice, &SECRET_WORD, &posted.unwrap().id().0],
    )
    .await
    .unwrap();
    credit
}

/// A counter with a month that was used.
async fn counted(app: &TestApp, sara: &Member) {
    let sql = app.sql_as(Role::Platform).await;
    for row in [
        "INSERT INTO commerce_counters (subscription_id, counter, tenant_id, total, counted_at)
           SELECT id, 'pages', tenant_id, 7, made_at FROM commerce_subscriptions WHERE tenant_id = $1",
        "INSERT INTO commerce_usages (subscription_id, counter, month, tenant_id, product_id, used)
           SELECT id, 'pages', 140501, tenant_id, product_id, 7 FROM commerce_subscriptions WHERE tenant_id = $1",
    ] {
        sql.execute(row, &[&sara.tenant.0]).await.unwrap();
    }
}

/// A wallet with a meter and an hour.
async fn metered(app: &TestApp, sara: &Member) {
    let sql = app.sql_as(Role::Platform).await;
    for row in [
        "INSERT INTO commerce_metered_wallets (tenant_id, billed_month) VALUES ($1, 140501)",
        "INSERT INTO commerce_meters (subscription_id, tenant_id, product_id, monthly, began_at, runs, next_hour, month)
           SELECT id, tenant_id, product_id, 720, made_at, false, made_at, 140501 FROM commerce_subscriptions WHERE tenant_id = $1",
        "INSERT INTO commerce_charges (subscription_id, hour, tenant_id, month, net, vat_rate, vat)
           SELECT id, made_at, tenant_id, 140501, 0, 0, 0 FROM commerce_subscriptions WHERE tenant_id = $1",
    ] {
        sql.execute(row, &[&sara.tenant.0]).await.unwrap();
    }
}

/// The receipt of a bank transfer for a payment.
async fn handed_in(app: &TestApp, sara: &Member, payment: Uuid) -> Uuid {
    let sql = app.sql_as(Role::Platform).await;
    let file = Uuid::now_v7();
    let (tenant, id) = (sara.tenant, kernel::ids::FileId(file));
    let files = &app.state().files;
    files.put(tenant, id, b"x".to_vec()).await.unwrap();
    sql.execute(
        "INSERT INTO stored_files (id, tenant_id, name, content_type, size_bytes, sha256, created_at)
           VALUES ($1, $2, 'x.txt', 'text/plain', 1, sha256('x'), now())",
        &[&file, &sara.tenant.0],
    )
    .await
    .unwrap();
    sql.execute(
        "INSERT INTO commerce_transfer_proofs (payment_id, tenant_id, tracking, amount, paid_on, file_id, handed_in_at)
           VALUES ($1, $2, $4, 1000, now(), $3, now())",
        &[&payment, &sara.tenant.0, &file, &SECRET_WORD],
    )
    .await
    .unwrap();
    file
}
