//! People of a test: visitors, customers, members of a shop, staff. Signed in without the form, which has its own tests.
//! All have one password, hashed once for the whole run.

use std::ops::Deref;

use diesel_async::RunQueryDsl;
use identity::{Device, open_session, password, seed};
use kernel::ids::{TenantId, UserId};
use kernel::module::{PlatformRole, TenantKind, TenantRole};
use kernel::settings::{Values, form};
use kernel::web::{Cookies, Raw};
use l10n::{Format, Locale};
use tokio::sync::OnceCell;

use super::TestApp;
use crate::Client;

/// Everybody's password.
pub const PASSWORD: &str = "a camel for every test";

/// A person with an account.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who.
    pub id: UserId,
    /// Address of sign-in.
    pub email: String,
    /// Name that others see.
    pub name: String,
}

/// A signed-in person who works in a tenant; derefs to their browser.
#[derive(Clone)]
pub struct Member {
    /// The browser.
    pub client: Client,
    /// Who.
    pub person: Person,
    /// Where they work.
    pub tenant: TenantId,
}

/// A signed-in person of the platform's staff; derefs to their browser.
#[derive(Clone)]
pub struct Staff {
    /// The browser.
    pub client: Client,
    /// Who.
    pub person: Person,
}

impl Deref for Member {
    type Target = Client;
    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Deref for Staff {
    type Target = Client;
    fn deref(&self) -> &Client {
        &self.client
    }
}

/// A person about to be inserted.
#[must_use]
pub struct NewPerson<'a> {
    app: &'a TestApp,
    name: String,
    email: String,
    locale: String,
    is_confirmed: bool,
}

impl NewPerson<'_> {
    /// Another address than `<name>@sarai.test`.
    pub fn email(mut self, email: &str) -> Self {
        email.clone_into(&mut self.email);
        self
    }

    /// Prefers this language, `fa` or `en`.
    pub fn speaking(mut self, locale: &str) -> Self {
        locale.clone_into(&mut self.locale);
        self
    }

    /// Has not confirmed the address yet.
    pub fn unconfirmed(mut self) -> Self {
        self.is_confirmed = false;
        self
    }

    /// Insert the account.
    pub async fn insert(self) -> Person {
        static HASH: OnceCell<String> = OnceCell::const_new();
        let hash = HASH
            .get_or_init(|| async { password::hash(PASSWORD).await.expect("a hash") })
            .await;
        let Self {
            app,
            name,
            email,
            locale,
            is_confirmed,
        } = &self;
        let id = app
            .platform()
            .write(async |tx| {
                let confirmed_at = is_confirmed.then(|| tx.now());
                let id = seed::new_person(tx, email, name, hash, confirmed_at).await?;
                diesel::sql_query("UPDATE users SET locale = $2 WHERE id = $1")
                    .bind::<diesel::sql_types::Uuid, _>(id)
                    .bind::<diesel::sql_types::Text, _>(locale)
                    .execute(tx)
                    .await?;
                Ok(id)
            })
            .await
            .expect("a person");
        Person {
            id,
            email: self.email,
            name: self.name,
        }
    }
}

/// A jewellery shop; it exists as soon as somebody works there.
pub struct Shop<'a> {
    app: &'a TestApp,
    name: String,
}

impl Shop<'_> {
    /// Its owner, signed in.
    pub async fn owner(&self) -> Member {
        self.member(TenantRole::Owner).await
    }

    /// A manager, signed in.
    pub async fn manager(&self) -> Member {
        self.member(TenantRole::Manager).await
    }

    /// An employee, signed in.
    pub async fn employee(&self) -> Member {
        self.member(TenantRole::Employee).await
    }

    /// Somebody with this role: `<role>@<shop>.test`.
    pub async fn member(&self, role: TenantRole) -> Member {
        let name = format!("{} of {}", role.as_str(), self.name);
        let email = format!("{}@{}.test", role.as_str(), self.name);
        let person = self.app.person(&name).email(&email).insert().await;
        self.app
            .join(person, &self.name, TenantKind::Shop, role)
            .await
    }
}

impl TestApp {
    /// A person, `<name>@sarai.test`.
    pub fn person(&self, name: &str) -> NewPerson<'_> {
        NewPerson {
            app: self,
            name: name.to_owned(),
            email: format!("{name}@sarai.test"),
            locale: "fa".to_owned(),
            is_confirmed: true,
        }
    }

    /// A person with a tenant of their own, signed in.
    pub async fn customer(&self, name: &str) -> Member {
        let person = self.person(name).insert().await;
        self.join(person, name, TenantKind::Person, TenantRole::Owner)
            .await
    }

    /// A person of the platform's staff, signed in; without a tenant.
    pub async fn staff(&self, role: PlatformRole, name: &str) -> Staff {
        let person = self.person(name).insert().await;
        let id = person.id;
        self.platform()
            .write(async |tx| seed::platform_role(tx, id, role).await)
            .await
            .expect("a role");
        Staff {
            client: self.sign_in(id).await,
            person,
        }
    }

    /// A jewellery shop.
    pub fn shop(&self, name: &str) -> Shop<'_> {
        Shop {
            app: self,
            name: name.to_owned(),
        }
    }

    /// Makes the person a member of the tenant of this name and kind, and signs them in there.
    pub async fn join(
        &self,
        person: Person,
        tenant: &str,
        kind: TenantKind,
        role: TenantRole,
    ) -> Member {
        let id = person.id;
        let tenant = self
            .platform()
            .write(async |tx| {
                let tenant = seed::tenant_once(tx, tenant, kind).await?;
                seed::membership(tx, tenant, id, role).await?;
                Ok(tenant)
            })
            .await
            .expect("a membership");
        Member {
            client: self.sign_in(id).await,
            person,
            tenant,
        }
    }

    /// A new browser in which this person has signed in.
    pub async fn sign_in(&self, user: UserId) -> Client {
        let token = self
            .platform()
            .write(async |tx| open_session(tx, user, &Device(Some("test".to_owned())), None).await)
            .await
            .expect("a session");
        let client = self.client();
        client.set_cookie(Cookies::session_name(&self.app.config), &token);
        client.set_csrf(&self.app.keys.csrf_token(&token));
        client
    }

    /// Gives a setting of the platform a value, as an administrator types it.
    pub async fn setting(&self, key: &str, typed: &str) {
        let app = self.state();
        let (values, raw) = (Values::of_platform(app), Raw::prefilled(&[(key, typed)]));
        let module = key.split('.').next().expect("a module");
        let mut defs = form::of_module(app, &values, module).expect("settings");
        defs.retain(|def| def.key == key);
        let changed = form::changes(&defs, &raw, &values, Format::for_locale(Locale::Fa));
        let changed = changed.expect("a value within its bounds");
        self.platform()
            .write(async |tx| form::change_all(tx, None, &changed).await)
            .await
            .expect("a changed setting");
        app.settings.reload(app).await.expect("settings");
    }
}
