//! Tickets of a test, opened by the module's own verb; what it told others stays out of the test's queue.
//! Beside the people because most tests of the desk begin with a ticket that is there already.

use tickets::models::{self, Department, Priority, Via};
use tickets::{DepartmentId, MessageId, TicketId};

use super::{Member, TestApp};

/// A ticket that is there.
#[derive(Clone, Debug)]
pub struct Ticket {
    /// Its id.
    pub id: TicketId,
    /// Its first message.
    pub message: MessageId,
    /// What it is about.
    pub subject: String,
    /// For whom it is.
    pub department: DepartmentId,
}

/// A ticket about to be opened.
#[must_use]
pub struct NewTicket<'a> {
    app: &'a TestApp,
    of: Option<Member>,
    subject: String,
    body: String,
    priority: Priority,
    department: Option<DepartmentId>,
}

impl NewTicket<'_> {
    /// Who opens it, in their tenant.
    pub fn of(mut self, member: &Member) -> Self {
        self.of = Some(member.clone());
        self
    }

    /// What it is about.
    pub fn subject(mut self, subject: &str) -> Self {
        subject.clone_into(&mut self.subject);
        self
    }

    /// Its first message.
    pub fn body(mut self, body: &str) -> Self {
        body.clone_into(&mut self.body);
        self
    }

    /// How soon.
    pub fn priority(mut self, priority: Priority) -> Self {
        self.priority = priority;
        self
    }

    /// For whom; the first department otherwise, made when there is none.
    pub fn department(mut self, department: DepartmentId) -> Self {
        self.department = Some(department);
        self
    }

    /// Open it.
    ///
    /// # Panics
    /// Without [`Self::of`].
    pub async fn insert(self) -> Ticket {
        let by = self.of.expect("say whose ticket it is: `.of(&customer)`");
        let department = match self.department {
            Some(id) => id,
            None => self.app.any_department().await,
        };
        let (tenant, requester, priority) = (by.tenant, by.person.id, self.priority);
        let (subject, body) = (&self.subject, &self.body);
        let db = self.app.tenant(tenant);
        let opened = db.write(async |tx| {
            let new = models::NewTicket {
                tenant,
                requester,
                subject: subject.clone(),
                department,
                priority,
                about: None,
                body: body.clone(),
                via: Via::Web,
                mail_message_id: None,
            };
            models::open(new, tx).await
        });
        let (id, message) = self.app.without_its_jobs(opened).await.expect("a ticket");
        Ticket {
            id,
            message,
            subject: self.subject,
            department,
        }
    }
}

impl TestApp {
    /// A ticket about to be opened.
    pub fn ticket(&self) -> NewTicket<'_> {
        NewTicket {
            app: self,
            of: None,
            subject: "سایت من باز نمی‌شود".to_owned(),
            body: "از صبح با خطا روبه‌رو می‌شوم.".to_owned(),
            priority: Priority::Normal,
            department: None,
        }
    }

    /// A department of the desk.
    pub async fn department(&self, name_fa: &str, name_en: &str) -> DepartmentId {
        self.platform()
            .write(async |tx| Department::create(name_fa, name_en, tx).await)
            .await
            .expect("a department")
    }

    async fn any_department(&self) -> DepartmentId {
        let all = self
            .platform()
            .read(async |tx| Ok(Department::list(tx).await?))
            .await
            .expect("departments");
        match all.first() {
            Some(department) => department.id,
            None => self.department("فنی", "Technical").await,
        }
    }
}
