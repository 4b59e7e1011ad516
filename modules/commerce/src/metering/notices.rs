//! What the owners of services that are billed by the hour are told by bell and mail: their money ends soon, or has ended.

use chrono::{DateTime, Utc};
use kernel::db::Tx;
use kernel::error::AppResult;
use kernel::ids::TenantId;
use kernel::jobs::{Job, JobCx};
use kernel::module::{MailDef, MailVariable};
use l10n::{Format, Money};
use serde::{Deserialize, Serialize};

use super::foresight::{Foresight, foresee};
use crate::accounts::CURRENCY;
use crate::reader::{self, News};
use crate::subscriptions::Subscription;
use crate::{payments, wallet};

const SOON: &str = "commerce.mail.runs_out";
const OUT: &str = "commerce.mail.out_of_money";

/// Mails of this area.
pub fn mails() -> Vec<MailDef> {
    const NAME: MailVariable = MailVariable {
        name: "name",
        sample: "سارا",
    };
    const LINK: MailVariable = MailVariable {
        name: "link",
        sample: "https://sarai.test/wallet/top-up",
    };
    const SOON_VARIABLES: &[MailVariable] = &[
        NAME,
        MailVariable {
            name: "at",
            sample: "۱۴۰۵/۰۹/۱۲ ۱۴:۰۰",
        },
        MailVariable {
            name: "hourly",
            sample: "۱٬۱۰۰ تومان",
        },
        MailVariable {
            name: "balance",
            sample: "۲۶٬۴۰۰ تومان",
        },
        LINK,
    ];
    const OUT_VARIABLES: &[MailVariable] = &[
        NAME,
        MailVariable {
            name: "service",
            sample: "دفترچهٔ ساعتی",
        },
        LINK,
    ];
    vec![
        MailDef {
            key: SOON,
            variables: SOON_VARIABLES,
        },
        MailDef {
            key: OUT,
            variables: OUT_VARIABLES,
        },
    ]
}

/// The job: tell an account when its money ends.
#[derive(Serialize, Deserialize)]
pub struct WarnOfEnd {
    /// Whose money.
    pub tenant: TenantId,
}

impl Job for WarnOfEnd {
    const NAME: &'static str = "commerce.warn_of_end";

    async fn run(self, cx: JobCx) -> AppResult<()> {
        let (db, tenant) = (cx.db.platform(), self.tenant);
        db.write(async |tx| {
            // Money may have come meanwhile.
            let ahead = foresee(tenant, tx).await?;
            match ahead.runs_out_at {
                Some(at) => soon(tenant, &ahead, at, tx).await,
                None => Ok(()),
            }
        })
        .await
    }
}

async fn soon(
    tenant: TenantId,
    ahead: &Foresight,
    at: DateTime<Utc>,
    tx: &mut Tx,
) -> AppResult<()> {
    let balance = wallet::available(tenant, tx).await?;
    let hourly = Money::new(ahead.hourly, CURRENCY);
    let vars = |fmt: &Format| {
        vec![
            ("at", fmt.date_time(at)),
            ("hourly", fmt.money(hourly)),
            ("balance", fmt.money(balance)),
        ]
    };
    let news = News {
        mail: SOON,
        bell: "commerce.told.runs_out",
        href: payments::paths::TOP_UP.to_owned(),
    };
    reader::tell(&news, None, tenant, vars, tx).await
}

/// A service rests, for there was no money for its next hour.
pub async fn out_of_money(service: &Subscription, tx: &mut Tx) -> AppResult<()> {
    let (fa, en) = (service.name_fa.clone(), service.name_en.clone());
    let vars = |fmt: &Format| vec![("service", fmt.locale.pick(fa, en))];
    let (by, tenant) = (service.bought_by, service.tenant_id);
    let news = News {
        mail: OUT,
        bell: "commerce.told.out_of_money",
        href: payments::paths::TOP_UP.to_owned(),
    };
    reader::tell(&news, by, tenant, vars, tx).await
}
