//! Through the queue: the next ticket is the next of the queue that the agent came from; one act for many tickets.

use kernel::db::Role;
use kernel::module::PlatformRole;
use kit::{Answer, Client, Member, TestApp};
use tickets::TicketId;
use tickets::models::Priority;

use super::talking::{answers, at_the_desk};

async fn opened(app: &TestApp, sara: &Member, priorities: &[Priority]) -> Vec<TicketId> {
    let mut ids = Vec::new();
    for (n, priority) in priorities.iter().enumerate() {
        app.clock().advance(chrono::Duration::minutes(1));
        let new = app.ticket().of(sara).subject(&format!("موضوع {n:02}"));
        ids.push(new.priority(*priority).insert().await.id);
    }
    ids
}

fn href(page: &Answer, key: &str) -> String {
    page.attributes(&format!("a[data-key={key}]"), "href")
        .remove(0)
}

/// Opens the first of the queue, and steps on until it ends.
async fn walk(agent: &Client, queue: &str) -> Vec<String> {
    let first = agent
        .get(queue)
        .await
        .attributes("#desk-queue tbody th a", "href")
        .remove(0);
    let (mut seen, mut page) = (Vec::new(), agent.get(&first).await);
    loop {
        seen.extend(page.assert_ok().texts("h1"));
        let step = agent.get(href(&page, "j")).await;
        page = step.follow().await;
        if page.url.path() == "/admin/tickets" {
            page.assert_text("تیکت دیگری در این صف نیست");
            return seen;
        }
    }
}

#[tokio::test]
async fn next_and_previous_follow_the_queue_that_the_agent_came_from() {
    use Priority::{High, Normal, Urgent};
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    opened(&app, &sara, &[Normal, Urgent, High, Urgent, Normal]).await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let newest = walk(&negar, "/admin/tickets").await;
    assert_eq!(
        newest,
        ["موضوع 04", "موضوع 03", "موضوع 02", "موضوع 01", "موضوع 00"]
    );
    let urgent = walk(&negar, "/admin/tickets?sort=urgency").await;
    assert_eq!(
        urgent,
        ["موضوع 01", "موضوع 03", "موضوع 02", "موضوع 00", "موضوع 04"]
    );
    let found = walk(&negar, "/admin/tickets?sort=urgency&q=موضوع+02").await;
    assert_eq!(found, ["موضوع 02"]);
    let second = negar
        .get("/admin/tickets?sort=urgency")
        .await
        .attributes("#desk-queue tbody th a", "href")
        .remove(1);
    let back = negar.get(href(&negar.get(&second).await, "k")).await;
    assert_eq!(back.follow().await.texts("h1"), ["موضوع 01"]);
}

#[tokio::test]
async fn place_in_the_queue_stays_when_the_ticket_has_left_it() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let sara = app.customer("sara").await;
    let ids = opened(&app, &sara, &[Priority::Normal; 4]).await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    negar.get(at_the_desk(ids[2])).await.assert_ok();
    app.clock().advance(chrono::Duration::minutes(1));
    let sent = negar.form("#answer").set("body", "درست شد").submit().await;
    let page = sent.follow().await;
    let next = negar.get(href(&page, "j")).await;
    assert_eq!(next.follow().await.texts("h1"), ["موضوع 01"]);
    let closed = negar.get(at_the_desk(ids[1])).await;
    assert_eq!(closed.attributes("input[name=onward]", "value"), ["1"]);
    let action = closed
        .attributes("form[action*='/closure']", "action")
        .remove(0);
    let page = negar
        .post_form(action, &[("onward", "1")])
        .await
        .follow()
        .await;
    page.assert_text("تیکت بسته شد");
    assert_eq!(page.texts("h1"), ["موضوع 00"]);
    negar.get(at_the_desk(ids[1])).await.assert_text("بسته");
}

#[tokio::test]
async fn pages_by_urgency_lose_and_repeat_nothing() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let priorities: Vec<Priority> = Priority::ALL.iter().copied().cycle().take(120).collect();
    opened(&app, &sara, &priorities).await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    for view in ["open", "unassigned"] {
        let mut address = format!("/admin/tickets?view={view}&sort=urgency");
        let (mut seen, mut previous) = (Vec::new(), None);
        loop {
            let page = negar.get(&address).await;
            seen.extend(page.texts("#desk-queue tbody th a bdi"));
            previous = page.attributes("a[rel=prev]", "href").pop().or(previous);
            match page.attributes("a[rel=next]", "href").pop() {
                Some(next) => address = next,
                None => break,
            }
        }
        let number = |subject: &String| {
            subject
                .rsplit(' ')
                .next()
                .unwrap()
                .parse::<usize>()
                .unwrap()
        };
        let found: Vec<usize> = seen.iter().map(number).collect();
        let mut wanted: Vec<usize> = (0..120).collect();
        wanted.sort_by_key(|n| (std::cmp::Reverse(priorities[*n].number()), *n));
        assert_eq!(found, wanted, "{view}");
        let back = negar.get(previous.expect("a page before")).await;
        assert_eq!(
            back.texts("#desk-queue tbody th a bdi"),
            seen[50..100].to_vec(),
            "{view}"
        );
    }
}

#[tokio::test]
async fn waiting_begins_anew_only_when_the_customer_was_answered() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let sara = app.customer("sara").await;
    let ids = opened(&app, &sara, &[Priority::Normal, Priority::Normal]).await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let desk = at_the_desk(ids[0]);
    app.clock().advance(chrono::Duration::minutes(1));
    negar.get(&desk).await.assert_ok();
    negar
        .form("#note")
        .set("note", "بررسی می‌کنم")
        .submit()
        .await;
    let path = format!("/tickets/{}", ids[0]);
    answers(&sara, &path, "کسی هست؟").await;
    let first = async || {
        negar
            .get("/admin/tickets?sort=urgency")
            .await
            .texts("#desk-queue tbody th a bdi")
            .remove(0)
    };
    assert_eq!(
        first().await,
        "موضوع 00",
        "a note and a second question keep the turn"
    );
    answers(&negar, &desk, "بله").await;
    answers(&sara, &path, "ممنون، یک پرسش دیگر").await;
    assert_eq!(
        first().await,
        "موضوع 01",
        "the answered one waits since now"
    );
    let department = negar
        .get(&desk)
        .await
        .form("form[action*='/triage']")
        .value("department")
        .unwrap()
        .to_owned();
    let triage = [("department", department.as_str()), ("priority", "4")];
    negar
        .post_form(format!("{desk}/triage"), &triage)
        .await
        .assert_redirect(&desk);
    assert_eq!(first().await, "موضوع 00", "urgency goes before waiting");
}

async fn bulk(agent: &Client, ids: &[TicketId], more: &[(&str, &str)]) -> Answer {
    agent.get("/admin/tickets").await.assert_ok();
    let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let mut fields: Vec<(&str, &str)> = ids.iter().map(|id| ("ids", id.as_str())).collect();
    fields.extend(more);
    agent.post_form("/admin/tickets", &fields).await
}

#[tokio::test]
async fn one_act_for_many_tickets_is_done_and_audited_for_each() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let sara = app.customer("sara").await;
    let ids = opened(&app, &sara, &[Priority::Normal; 3]).await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let me = format!("assign:{}", negar.person.id);
    for act in [me.as_str(), "rank:4", "close"] {
        let done = bulk(&negar, &ids[..2], &[("act", act), ("tag", "فوریت")]).await;
        done.assert_redirect("/admin/tickets");
        done.follow()
            .await
            .assert_text("روی همهٔ تیکت‌های انتخاب‌شده انجام شد");
    }
    for id in &ids[..2] {
        let page = negar.get(at_the_desk(id)).await;
        page.assert_text("بسته")
            .assert_text("فوری")
            .assert_text("فوریت");
    }
    negar.get(at_the_desk(ids[2])).await.assert_no_text("فوریت");
    let sql = app.sql_as(Role::Platform).await;
    let trail = "SELECT count(*) FROM audit_events WHERE subject_id = ANY ($1) AND action IN \
        ('tickets.ticket.assign', 'tickets.ticket.triage', 'tickets.ticket.close', 'tickets.tag.add')";
    let two: Vec<uuid::Uuid> = ids[..2].iter().map(|id| id.0).collect();
    let count: i64 = sql.query_one(trail, &[&two]).await.unwrap().get(0);
    assert_eq!(count, 8);
}

#[tokio::test]
async fn ticket_with_which_it_failed_is_told_and_the_others_are_done() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let sara = app.customer("sara").await;
    let mut ids = opened(&app, &sara, &[Priority::Normal; 2]).await;
    let gone = TicketId(uuid::Uuid::now_v7());
    ids.insert(1, gone);
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let told = bulk(&negar, &ids, &[("act", "close")]).await;
    told.assert_status(409)
        .assert_text("روی ۲ تیکت از ۳ تیکت انجام شد");
    let failed = told.texts("main [role=alert] li");
    assert_eq!(failed.len(), 1);
    assert!(failed[0].contains(&gone.to_string()) && failed[0].contains("دیگر وجود ندارد"));
    for id in [ids[0], ids[2]] {
        negar.get(at_the_desk(id)).await.assert_text("بسته");
    }
}

#[tokio::test]
async fn wrong_wish_for_many_tickets_changes_none() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    let ids = opened(&app, &sara, &[Priority::Normal; 2]).await;
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let to_sara = format!("assign:{}", sara.person.id);
    for wrong in [to_sara.as_str(), "", "rank:9"] {
        let refused = bulk(&negar, &ids, &[("act", wrong)]).await;
        refused
            .assert_status(422)
            .assert_element("main [role=alert]");
        assert_eq!(
            refused.attributes("[data-pick][checked]", "value").len(),
            2,
            "the choice stays"
        );
    }
    bulk(&negar, &[], &[("act", "close")])
        .await
        .assert_status(422)
        .assert_text("دست‌کم یک تیکت");
    let page = negar.get("/admin/tickets?view=unassigned").await;
    assert_eq!(page.texts("#desk-queue tbody tr").len(), 2);
}

#[tokio::test]
async fn fresh_ticket_is_new_until_somebody_takes_it_or_answers() {
    let app = TestApp::new().await;
    app.leave_jobs();
    let sara = app.customer("sara").await;
    let id = opened(&app, &sara, &[Priority::Normal]).await[0];
    let negar = app.staff(PlatformRole::Support, "negar").await;
    let both = async |staff: &str, customer: &str| {
        negar.get(at_the_desk(id)).await.assert_text(staff);
        negar
            .get("/admin/tickets?view=all")
            .await
            .assert_text(staff);
        sara.get(format!("/tickets/{id}"))
            .await
            .assert_text(customer)
            .assert_no_text("در دست بررسی");
        sara.get("/tickets").await.assert_text(customer);
        sara.get("/home").await.assert_text(customer);
    };
    both("جدید", "در نوبت بررسی").await;
    let me = negar.person.id.to_string();
    negar
        .post_form(
            format!("/admin/tickets/{id}/assignment"),
            &[("assignee", &me)],
        )
        .await;
    both("منتظر پاسخ ما", "منتظر پاسخ پشتیبانی").await;
    answers(&negar, at_the_desk(id), "بررسی شد").await;
    both("منتظر پاسخ مشتری", "منتظر پاسخ شما").await;
    negar
        .post_form(format!("/admin/tickets/{id}/closure"), &[])
        .await;
    both("بسته", "بسته").await;
}
