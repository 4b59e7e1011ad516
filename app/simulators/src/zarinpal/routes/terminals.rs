//! The shops' terminals: who may call, and in which state the gateway keeps them.

use kernel::db::{OrNotFound, PlatformDb, Tx};
use kernel::error::{AppError, AppResult};
use kernel::web::{Answer, Cx, Posted, Raw, View};
use rocket::{get, post, put};

use crate::zarinpal::forms::TerminalForm;
use crate::zarinpal::ids::TerminalId;
use crate::zarinpal::models::{Draft, Terminal};
use crate::zarinpal::{paths, views};

const TERMINAL: &str = "simulators.zarinpal.terminal";

/// List them.
#[get("/dev/simulators/zarinpal/terminals")]
pub async fn index(db: PlatformDb, cx: Cx<'_>) -> AppResult<View> {
    let terminals = db.read(async |tx| Ok(Terminal::list(tx).await?)).await?;
    Ok(views::terminals::index(&cx, &terminals))
}

/// The form of a new one.
#[get("/dev/simulators/zarinpal/terminals/new")]
pub fn new(cx: Cx<'_>) -> View {
    views::terminals::new(&cx, &views::terminals::fresh(&cx), None)
}

/// Write a new one.
#[post("/dev/simulators/zarinpal/terminals", data = "<form>")]
pub async fn create(form: Posted<TerminalForm>, db: PlatformDb, cx: Cx<'_>) -> AppResult<Answer> {
    let notice = "simulators.zarinpal.terminal_kept";
    let written = form.write(db, paths::TERMINALS, notice, async |typed, tx| {
        let taken = Terminal::of_merchant(&typed.0.merchant_id, tx).await?;
        if taken.is_some() {
            let key = "simulators.invalid.merchant_taken";
            return Err(AppError::invalid("merchant_id", key));
        }
        put(&typed.0, tx).await
    });
    form.answer(written, async |errors| {
        Ok(views::terminals::new(&cx, &form.raw, Some(&errors)))
    })
    .await
}

/// The form of one.
#[get("/dev/simulators/zarinpal/terminals/<id>")]
pub async fn edit(id: TerminalId, db: PlatformDb, cx: Cx<'_>) -> AppResult<View> {
    let terminal = find(id, &db).await?;
    let stored = views::terminals::stored(&terminal);
    let stored: Vec<(&str, &str)> = stored.iter().map(|(k, v)| (*k, v.as_str())).collect();
    let raw = Raw::prefilled(&stored);
    Ok(views::terminals::edit(&cx, &terminal, &raw, None))
}

/// Change one.
#[put("/dev/simulators/zarinpal/terminals/<id>", data = "<form>")]
pub async fn update(
    id: TerminalId,
    form: Posted<TerminalForm>,
    db: PlatformDb,
    cx: Cx<'_>,
) -> AppResult<Answer> {
    let terminal = find(id, &db).await?;
    let merchant = &terminal.merchant_id;
    let notice = "simulators.zarinpal.terminal_kept";
    let written = form.write(db, paths::TERMINALS, notice, async |typed, tx| {
        let merchant_id = merchant.clone();
        let draft = Draft {
            merchant_id,
            ..typed.0.clone()
        };
        put(&draft, tx).await
    });
    form.answer(written, async |errors| {
        Ok(views::terminals::edit(
            &cx,
            &terminal,
            &form.raw,
            Some(&errors),
        ))
    })
    .await
}

async fn find(id: TerminalId, db: &PlatformDb) -> AppResult<Terminal> {
    db.read(async |tx| Terminal::find(id, tx).await.or_not_found(TERMINAL))
        .await
}

async fn put(draft: &Draft, tx: &mut Tx) -> AppResult<TerminalId> {
    if Terminal::has_token(&draft.access_token, &draft.merchant_id, tx).await? {
        let key = "simulators.invalid.token_taken";
        return Err(AppError::invalid("access_token", key));
    }
    Terminal::put(draft, tx).await
}
