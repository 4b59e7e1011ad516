//! Opens sessions: a random token for the browser, its hash for the database.
//! Every way of signing in (password, confirmation link, later passkeys) comes here.

use chrono::Duration;
use diesel::sql_types::{Binary, Nullable, Text, Timestamptz, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use kernel::db::{Tx, sql};
use kernel::error::AppResult;
use kernel::ids::{SessionId, UserId};
use kernel::keys;
use rocket::Request;
use rocket::request::{FromRequest, Outcome};

/// How long a session lives; its cookie lives as long.
pub const LIFE: Duration = Duration::days(30);
const LONGEST_DEVICE: usize = 400;

/// What the browser says of itself; shown in the list of sessions, never trusted.
#[derive(Clone, Debug, Default)]
pub struct Device(pub Option<String>);

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Device {
    type Error = ();
    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let said = request.headers().get_one("User-Agent");
        let short = said.map(|s| {
            s.chars()
                .filter(|c| !c.is_control())
                .take(LONGEST_DEVICE)
                .collect()
        });
        Outcome::Success(Self(short))
    }
}

/// What a browser is given when somebody has signed in.
pub struct Opened {
    /// The session's token.
    pub session: String,
    /// The device cookie's value.
    pub device: String,
}

/// Opens a session and returns its token, for [`kernel::web::Cookies::session`]. `replaces` is the session that this
/// browser had; it ends. Works in the public and in the platform scope.
pub async fn open_session(
    tx: &mut Tx,
    user: UserId,
    device: &Device,
    replaces: Option<SessionId>,
) -> AppResult<String> {
    let (token, hash) = keys::fresh_token();
    let now = tx.now();
    let address = tx.who().address.map(|a| a.to_string());
    sql("SELECT identity_open_session($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind::<SqlUuid, _>(SessionId::fresh())
        .bind::<SqlUuid, _>(user)
        .bind::<Binary, _>(hash)
        .bind::<Timestamptz, _>(now)
        .bind::<Timestamptz, _>(now + LIFE)
        .bind::<Nullable<Text>, _>(address)
        .bind::<Nullable<Text>, _>(&device.0)
        .bind::<Nullable<SqlUuid>, _>(replaces.map(|s| s.0))
        .execute(tx)
        .await?;
    Ok(token)
}
