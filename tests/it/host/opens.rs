//! Whether the program opens at all.
//! The cheapest strong test: if this fails, nothing else says anything.

use kit::TestApp;

#[tokio::test]
async fn front_page_opens_for_a_visitor() {
    let app = TestApp::new().await;
    app.client().get("/").await.assert_ok().assert_element("html[lang=fa][dir=rtl]");
    app.finish().await;
}

#[tokio::test]
async fn home_opens_for_a_customer() {
    let app = TestApp::new().await;
    let sara = app.customer("sara").await;
    sara.get("/home").await.assert_ok();
}
