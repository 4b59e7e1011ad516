//! The template fills every extension point: a new method of the trait `Module` fails this test until the template
//! overrides it and a test sees it through the running host. Not copied by `new-module`: others fill what they need.

use std::fs;
use std::path::Path;

/// Each method of the trait with the test, in this folder, that sees what the template returns there.
const SEEN: [(&str, &str); 22] = [
    ("meta", "others_can_link_to_a_note_and_hear_of_one"),
    ("texts", "member_writes_a_note_and_reads_it"),
    ("migrations", "member_writes_a_note_and_reads_it"),
    (
        "replaceable",
        "notes_are_counted_after_writing_and_again_by_the_clock",
    ),
    ("routes", "member_writes_a_note_and_reads_it"),
    ("nav", "navigation_leads_to_the_notes"),
    (
        "permissions",
        "guest_signs_in_first_and_staff_without_a_tenant_may_not",
    ),
    (
        "roles",
        "a_role_over_one_note_erases_that_note_and_no_other",
    ),
    ("settings", "operators_see_the_setting_and_the_mails_text"),
    (
        "jobs",
        "notes_are_counted_after_writing_and_again_by_the_clock",
    ),
    (
        "schedules",
        "notes_are_counted_after_writing_and_again_by_the_clock",
    ),
    (
        "subscriptions",
        "a_closed_ticket_leaves_one_note_however_often_it_is_told",
    ),
    ("checks", "a_ticket_with_the_refused_subject_is_not_opened"),
    ("webhooks", "others_can_link_to_a_note_and_hear_of_one"),
    ("resources", "others_can_link_to_a_note_and_hear_of_one"),
    ("widgets", "home_shows_the_count_that_the_port_tells"),
    ("search", "search_finds_the_tenants_own_notes"),
    (
        "mails",
        "the_writer_gets_the_note_by_mail_unless_the_operator_says_no",
    ),
    ("api", "program_writes_and_reads_notes_as_the_document_says"),
    ("health", "health_report_has_a_line_of_the_notes"),
    ("seeds", "demo_notes_fill_two_pages_and_are_written_once"),
    ("offer", "home_shows_the_count_that_the_port_tells"),
];

fn read(path: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::read_to_string(root.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Names of the methods of the block that begins with this line.
fn methods(source: &str, head: &str) -> Vec<String> {
    let (_, block) = source
        .split_once(head)
        .unwrap_or_else(|| panic!("no {head}"));
    let (block, _) = block.split_once("\n}").expect("the block ends");
    let lines = block
        .lines()
        .filter_map(|line| line.strip_prefix("    fn "));
    lines
        .filter_map(|line| line.split_once('('))
        .map(|(name, _)| name.to_owned())
        .collect()
}

#[test]
fn template_overrides_every_method_of_the_trait_and_a_test_sees_each() {
    let declared = methods(&read("app/kernel/src/module/mod.rs"), "pub trait Module:");
    let overridden = methods(
        &read("modules/_dummy/src/lib.rs"),
        "impl Module for Dummy {",
    );
    assert_eq!(
        overridden, declared,
        "the template's methods are not the trait's"
    );
    assert_eq!(
        SEEN.map(|(method, _)| method.to_owned()).to_vec(),
        declared,
        "a method is seen by no test"
    );
    let tests: String = ["api", "desk", "notes", "screens", "work"]
        .map(|file| read(&format!("tests/it/_dummy/{file}.rs")))
        .concat();
    for (method, test) in SEEN {
        let head = format!("#[tokio::test]\nasync fn {test}()");
        assert!(
            tests.contains(&head),
            "{method} is to be seen by {test}, which is not there"
        );
    }
}
