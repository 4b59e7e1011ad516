//! Steps that many of these tests share: asking by the customer's form, answering on either side's page.

use std::fmt::Display;

use kit::{Answer, Client};

/// A ticket's page at the desk.
pub fn at_the_desk(ticket: impl Display) -> String {
    format!("/admin/tickets/{ticket}")
}

/// Opens a ticket by the form.
pub async fn asks(customer: &Client, subject: &str) -> Answer {
    customer.get("/tickets/new").await.assert_ok();
    let form = customer.form("form[action='/tickets']");
    form.set("subject", subject)
        .set("body", "متن")
        .submit()
        .await
}

/// Opens the ticket's page and sends an answer from there.
pub async fn answers(client: &Client, page: impl AsRef<str>, words: &str) -> Answer {
    client.get(page.as_ref()).await.assert_ok();
    client.form("#answer").set("body", words).submit().await
}
