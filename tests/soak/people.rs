//! Who writes: four customers and two windows of the support agent, signed in once, each at a ticket.
//! Here because a session must outlive every crash: nobody signs in again for the rest of the soak.

use anyhow::{Context, ensure};
use kernel::db::Role;
use kit::{Client, SmtpSink};

use crate::stage::Stage;

/// The password of every demo account.
const PASSWORD: &str = "sarai-demo-1405";
const AGENT: &str = "support@sarai.test";
/// Who buys and asks; their seats come first, in this order.
pub const CUSTOMERS: [&str; 4] = [
    "customer@sarai.test",
    "other@sarai.test",
    "owner@zarrin.test",
    "owner@simin.test",
];
const OPEN_TICKET: &str = "SELECT t.id FROM tickets_tickets t JOIN users u ON u.id = t.requester_id \
    WHERE u.email = $1 AND t.status = 'open' AND t.assignee_id IS NULL ORDER BY t.id LIMIT 1";

/// Somebody with a session; it works on every node.
#[derive(Clone)]
pub struct Visitor {
    cookie: String,
    /// Proof that a form came from us.
    pub csrf: String,
}

impl Visitor {
    /// Signs in through the form.
    pub async fn sign_in(base: &str, email: &str) -> anyhow::Result<Self> {
        let client = Client::new(base);
        client.get("/sign-in").await;
        let fields = [("identifier", email), ("password", PASSWORD)];
        let answer = client.post_form("/sign-in", &fields).await;
        ensure!(answer.status == 303, "{email} cannot sign in: {answer:?}");
        let home = client.get("/home").await;
        let tokens = home.attributes("input[name=csrf_token]", "value");
        Ok(Self {
            cookie: client.cookie("sarai").context("no session cookie")?,
            csrf: tokens.into_iter().next().context("no form on /home")?,
        })
    }

    /// A browser with this session at a node.
    pub fn at(&self, base: &str) -> Client {
        let client = Client::new(base);
        client.set_cookie("sarai", &self.cookie);
        client.set_csrf(&self.csrf);
        client
    }
}

/// A writer's place: a person, a ticket, and who is told of what they write.
#[derive(Clone)]
pub struct Seat {
    /// The person.
    pub visitor: Visitor,
    /// Ticket.
    pub ticket: uuid::Uuid,
    /// Address of the ticket's page.
    pub page: String,
    /// Who gets the mail.
    pub reader: String,
}

/// Everybody.
pub struct Cast {
    /// Customers first, then the agent's windows on the first two customers' tickets.
    pub seats: Vec<Seat>,
    /// The platform's administrator.
    pub admin: Visitor,
}

impl Cast {
    /// Signs everybody in and finds each a ticket.
    pub async fn assemble(stage: &Stage) -> anyhow::Result<Self> {
        let sink = SmtpSink::start().await;
        let node = stage.node(&sink)?.start().await?;
        let base = node.base();
        let sql = stage.sql(Role::Platform).await?;
        let agent = Visitor::sign_in(&base, AGENT).await?;
        let (mut seats, mut windows) = (Vec::new(), Vec::new());
        for (nth, email) in CUSTOMERS.into_iter().enumerate() {
            let row = sql.query_opt(OPEN_TICKET, &[&email]).await?;
            let ticket: uuid::Uuid = row
                .with_context(|| format!("{email} has no ticket"))?
                .get(0);
            seats.push(Seat {
                visitor: Visitor::sign_in(&base, email).await?,
                ticket,
                page: format!("/tickets/{ticket}"),
                reader: AGENT.to_owned(),
            });
            if nth < 2 {
                windows.push(Seat {
                    visitor: agent.clone(),
                    ticket,
                    page: format!("/admin/tickets/{ticket}"),
                    reader: email.to_owned(),
                });
            }
        }
        seats.append(&mut windows);
        let admin = Visitor::sign_in(&base, "admin@sarai.test").await?;
        node.terminate().await?;
        Ok(Self { seats, admin })
    }

    /// The first customer.
    pub fn customer(&self) -> anyhow::Result<&Seat> {
        self.seats.first().context("no customer")
    }

    /// The agent at the first customer's ticket.
    pub fn agent(&self) -> anyhow::Result<&Seat> {
        self.seats.get(CUSTOMERS.len()).context("no agent")
    }
}
