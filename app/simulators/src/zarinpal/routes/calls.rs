//! The five calls of the REST API. Each goes to the desk with its name.

use kernel::db::PlatformDb;
use kernel::error::AppResult;
use rocket::post;

use crate::zarinpal::answer::Reply;
use crate::zarinpal::desk::{Body, Caller, serve};
use crate::zarinpal::words::Call;

/// A payment, please.
#[post("/dev/simulators/zarinpal/pg/v4/payment/request.json", data = "<body>")]
pub async fn request(body: Body, caller: Caller, db: PlatformDb) -> AppResult<Reply> {
    serve(Call::Request, &body, &caller, &db).await
}

/// Was it paid?
#[post("/dev/simulators/zarinpal/pg/v4/payment/verify.json", data = "<body>")]
pub async fn verify(body: Body, caller: Caller, db: PlatformDb) -> AppResult<Reply> {
    serve(Call::Verify, &body, &caller, &db).await
}

/// Which were paid and not verified?
#[post(
    "/dev/simulators/zarinpal/pg/v4/payment/unVerified.json",
    data = "<body>"
)]
pub async fn unverified(body: Body, caller: Caller, db: PlatformDb) -> AppResult<Reply> {
    serve(Call::Unverified, &body, &caller, &db).await
}

/// How does it stand?
#[post("/dev/simulators/zarinpal/pg/v4/payment/inquiry.json", data = "<body>")]
pub async fn inquiry(body: Body, caller: Caller, db: PlatformDb) -> AppResult<Reply> {
    serve(Call::Inquiry, &body, &caller, &db).await
}

/// Give it back.
#[post("/dev/simulators/zarinpal/pg/v4/payment/reverse.json", data = "<body>")]
pub async fn reverse(body: Body, caller: Caller, db: PlatformDb) -> AppResult<Reply> {
    serve(Call::Reverse, &body, &caller, &db).await
}
