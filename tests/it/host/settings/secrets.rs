//! Secret settings: sealed in the table, never shown, brought to a new key by one command.

use kernel::sealed;
use kernel::settings::{ExposeSecret, SecretString};
use kit::app::SECRET;
use kit::{Member, TestApp};

use super::shelf::{self, HOUSE_KEY, OWN_KEY};

const NEW_KEY: [u8; 32] = [9; 32];

async fn set_both(app: &TestApp) -> Member {
    let (sara, page) = (app.customer("sara").await, "/account/settings");
    let form = shelf::form(&sara, page).await;
    let saved = form.set("shelf.own_key", "raz-e-man").submit().await;
    saved.assert_redirect(page);
    let shown = sara.get(page).await;
    shown
        .assert_ok()
        .assert_element("input[name='remove-shelf.own_key']");
    assert!(!shown.html().html().contains("raz-e-man"));
    app.setting("shelf.house_key", "raz-e-man").await;
    sara
}

fn open(secret: Option<SecretString>) -> Option<String> {
    assert!(
        !format!("{secret:?}").contains("raz"),
        "Debug shows a secret"
    );
    secret.map(|secret| secret.expose_secret().to_owned())
}

async fn own_key(app: &TestApp, of: &Member) -> kernel::AppResult<Option<String>> {
    app.tenant(of.tenant)
        .read(async |tx| OWN_KEY.get(tx).await)
        .await
        .map(open)
}

#[tokio::test]
async fn secret_is_sealed_in_the_table_and_never_in_the_trail() {
    let app = shelf::app().await;
    let sara = set_both(&app).await;
    assert_eq!(
        own_key(&app, &sara).await.unwrap().as_deref(),
        Some("raz-e-man")
    );
    let house = HOUSE_KEY.of(app.state()).unwrap();
    assert_eq!(open(house).as_deref(), Some("raz-e-man"));
    for table in ["settings", "tenant_settings", "audit_events"] {
        let told = format!("SELECT count(*) FROM {table} t WHERE t::text LIKE '%raz-e-man%'");
        assert_eq!(app.value::<i64>(&told, &[]).await, 0, "{table}");
    }
    let masked = "SELECT count(*) FROM audit_events WHERE after::text LIKE '%•••%'";
    assert_eq!(app.value::<i64>(masked, &[]).await, 2);
}

#[tokio::test]
async fn empty_field_keeps_the_secret_and_the_box_removes_it() {
    let app = shelf::app().await;
    let sara = set_both(&app).await;
    let page = "/account/settings";
    shelf::form(&sara, page)
        .await
        .submit()
        .await
        .assert_redirect(page);
    assert_eq!(
        own_key(&app, &sara).await.unwrap().as_deref(),
        Some("raz-e-man")
    );
    let form = shelf::form(&sara, page).await.tick("remove-shelf.own_key");
    form.submit().await.assert_redirect(page);
    assert_eq!(own_key(&app, &sara).await.unwrap(), None);
}

#[tokio::test]
async fn program_with_a_new_key_reads_secrets_after_they_were_brought_to_it() {
    let app = shelf::app().await;
    let sara = set_both(&app).await;
    let new = app.second_node_with(|config| config.secret = NEW_KEY).await;
    let error = own_key(&new, &sara).await.unwrap_err().to_string();
    assert!(error.contains("was SARAI_SECRET_KEY changed?"), "{error}");
    let rotated = sealed::rotate(new.state(), &SECRET).await.unwrap();
    let columns: Vec<_> = rotated.resealed.into_iter().collect();
    assert_eq!(
        columns,
        [("settings.value", 1), ("tenant_settings.value", 1)]
    );
    let third = app.second_node_with(|config| config.secret = NEW_KEY).await;
    third.state().settings.reload(third.state()).await.unwrap();
    assert_eq!(
        own_key(&third, &sara).await.unwrap().as_deref(),
        Some("raz-e-man")
    );
    assert_eq!(
        open(HOUSE_KEY.of(third.state()).unwrap()).as_deref(),
        Some("raz-e-man")
    );
    let audited = "SELECT count(*) FROM audit_events WHERE action = 'kernel.secrets.rotate'";
    assert_eq!(app.value::<i64>(audited, &[]).await, 1);
    let again = sealed::rotate(new.state(), &SECRET).await.unwrap();
    assert_eq!(
        (again.resealed.len(), again.current),
        (0, 2),
        "the second time changes nothing"
    );
    assert_eq!(app.value::<i64>(audited, &[]).await, 1);
}

#[tokio::test]
async fn rotation_from_a_wrong_key_changes_nothing_and_names_what_it_could_not_open() {
    let app = shelf::app().await;
    let sara = set_both(&app).await;
    let new = app.second_node_with(|config| config.secret = NEW_KEY).await;
    let error = sealed::rotate(new.state(), &[1; 32])
        .await
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("settings.value of shelf.house_key opens neither"),
        "{error}"
    );
    assert_eq!(
        own_key(&app, &sara).await.unwrap().as_deref(),
        Some("raz-e-man")
    );
}
