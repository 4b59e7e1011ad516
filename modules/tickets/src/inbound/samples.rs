//! A table of real-looking mails against [`parse`], and hostile ones against its limits.
//! The `.eml` files keep CRLF and their original octets; large ones are made here.
use proptest::prelude::*;
use uuid::Uuid;

use super::*;

const KEY: [u8; 32] = [3; 32];
const ALL: [(&str, &[u8]); 20] = [
    ("windows_1256", include_bytes!("samples/windows_1256.eml")),
    (
        "quoted_printable_fa",
        include_bytes!("samples/quoted_printable_fa.eml"),
    ),
    ("gmail_fa", include_bytes!("samples/gmail_fa.eml")),
    (
        "gmail_html_only_en",
        include_bytes!("samples/gmail_html_only_en.eml"),
    ),
    ("outlook", include_bytes!("samples/outlook.eml")),
    (
        "outlook_fa_html",
        include_bytes!("samples/outlook_fa_html.eml"),
    ),
    (
        "forwarded_rfc822",
        include_bytes!("samples/forwarded_rfc822.eml"),
    ),
    (
        "bounce_postfix",
        include_bytes!("samples/bounce_postfix.eml"),
    ),
    ("bounce_qmail", include_bytes!("samples/bounce_qmail.eml")),
    ("vacation", include_bytes!("samples/vacation.eml")),
    ("own_loop", include_bytes!("samples/own_loop.eml")),
    ("list", include_bytes!("samples/list.eml")),
    ("attachments", include_bytes!("samples/attachments.eml")),
    ("inline_image", include_bytes!("samples/inline_image.eml")),
    ("flowed", include_bytes!("samples/flowed.eml")),
    ("minimal", include_bytes!("samples/minimal.eml")),
    ("two_from", include_bytes!("samples/two_from.eml")),
    ("no_from", include_bytes!("samples/no_from.eml")),
    ("nul_in_body", include_bytes!("samples/nul_in_body.eml")),
    ("wrong_base64", include_bytes!("samples/wrong_base64.eml")),
];

fn us() -> ReplyAddress {
    ReplyAddress::new("support", "sarai.test").unwrap()
}

fn read(raw: impl AsRef<[u8]>) -> Result<Inbound, InboundError> {
    parse(raw.as_ref(), &us())
}

#[track_caller]
fn sample(name: &str) -> Inbound {
    let (_, raw) = ALL.iter().find(|(n, _)| *n == name).unwrap();
    read(raw).unwrap()
}

fn kind_of(headers: &str) -> Kind {
    read(format!("From: a@shop.test\r\n{headers}\r\n\r\nhello\r\n"))
        .unwrap()
        .kind
}

#[test]
fn windows_1256_reads_as_persian() {
    let mail = sample("windows_1256");
    assert_eq!(mail.subject, "مشکل در گزارش فروش");
    assert_eq!(
        mail.reply,
        "سلام، گزارش فروش چاپ نمي\u{200c}شود.\nلطفاً بررسي كنيد."
    );
    let from = Address {
        name: Some("سارا احمدی".into()),
        email: "sara@shop.test".into(),
    };
    assert_eq!(mail.from, from);
    assert_eq!(mail.date.unwrap().to_rfc3339(), "2025-05-05T07:30:00+00:00");
    assert_eq!(mail.message_id.as_deref(), Some("old.1@shop.test"));
    assert_eq!(mail.kind, Kind::Person);
}

#[test]
fn quoted_printable_reads_as_persian() {
    let mail = sample("quoted_printable_fa");
    assert_eq!(
        mail.subject,
        "درخواست افزایش فضای میزبانی برای فروشگاه اینترنتی ما"
    );
    assert!(
        mail.reply
            .ends_with("می\u{200c}خواهم فضای میزبانی را به ۲۰ گیگ برسانم.\nبا سپاس،\nرضا")
    );
    assert_eq!(
        mail.to,
        ["support@sarai.test", "other@shop.test", "boss@shop.test"]
    );
    assert_eq!(mail.reply_to.unwrap().email, "reza.work@shop.test");
}

#[test]
fn gmail_reply_loses_its_history_in_persian() {
    let mail = sample("gmail_fa");
    assert_eq!(mail.reply, "ممنون، مشکل حل شد.");
    assert!(mail.body.contains("> سلام سارا"));
    assert_eq!(mail.references.len(), 2);
    assert_eq!(mail.to.len(), 1);
    assert_eq!(mail.attachments, []);
}

#[test]
fn gmail_html_reply_becomes_text_without_scripts_and_history() {
    let mail = sample("gmail_html_only_en");
    assert_eq!(
        mail.reply,
        "Thanks, see the log (https://shop.test/log?a=1&b=2).\n\nIt works now <3"
    );
    assert!(mail.body.contains("> Hello Ben"));
    assert!(!mail.body.contains("alert") && !mail.body.contains("color"));
}

#[test]
fn outlook_replies_lose_their_header_block() {
    let mail = sample("outlook");
    assert_eq!(mail.reply, "Please restart it.\n\nKind regards,\nNima");
    assert_eq!(
        sample("outlook_fa_html").reply,
        "لطفاً سرور را دوباره روشن کنید."
    );
}

#[test]
fn forwarded_message_is_one_file_and_none_of_the_text() {
    let mail = sample("forwarded_rfc822");
    assert_eq!(mail.body, "Is this yours?");
    let [file] = mail.attachments.as_slice() else {
        panic!("{:?}", mail.attachments)
    };
    assert_eq!(
        (file.filename.as_str(), file.inline),
        ("message-3.eml", false)
    );
    assert_eq!(file.declared_type, "message/rfc822");
    assert!(file.bytes.starts_with(b"From: evil@bad.test") && file.bytes.ends_with(b"--inner--"));
    assert_eq!(mail.from.email, "ali@shop.test");
}

#[test]
fn bounces_name_recipient_status_and_the_mail_returned() {
    let mail = sample("bounce_postfix");
    let id = "0196a1b2-0000-7000-8000-00000000000b";
    assert_eq!(
        mail.kind,
        Kind::Bounce {
            final_recipient: Some("gone@shop.test".into()),
            status: Some("5.1.1".into()),
            original_message_id: Some(format!("{id}@sarai.test")),
        }
    );
    assert_eq!(
        thread_hints(&mail, &us(), &KEY).our_message_ids,
        [Uuid::parse_str(id).unwrap()]
    );
    let Kind::Bounce {
        original_message_id,
        status: None,
        ..
    } = sample("bounce_qmail").kind
    else {
        panic!("no bounce")
    };
    assert_eq!(
        original_message_id.unwrap(),
        "0196a1b2-0000-7000-8000-00000000000c@sarai.test"
    );
}

#[test]
fn a_bounce_needs_no_sender() {
    let mail =
        read("Return-Path: <>\r\nFrom: <>\r\nX-Failed-Recipients: Gone@x.test\r\n\r\nx").unwrap();
    assert_eq!(mail.from.email, "");
    assert!(
        matches!(mail.kind, Kind::Bounce { final_recipient: Some(r), .. } if r == "gone@x.test")
    );
}

#[test]
fn machines_loops_and_lists_are_told_from_persons() {
    assert_eq!(sample("vacation").kind, Kind::AutoReply);
    assert_eq!(sample("own_loop").kind, Kind::Loop);
    assert_eq!(sample("list").kind, Kind::MailingList);
    for (headers, kind) in [
        ("Auto-Submitted: no", Kind::Person),
        ("Return-Path: <a@shop.test>", Kind::Person),
        ("X-Loop: somebody@else.test", Kind::Person),
        ("X-Autoreply: no", Kind::Person),
        (
            "Auto-Submitted: auto-generated; owner-email=x@y",
            Kind::AutoReply,
        ),
        ("auto-submitted: AUTO-REPLIED", Kind::AutoReply),
        ("X-Autoreply: yes", Kind::AutoReply),
        ("X-Auto-Response-Suppress: OOF, DR", Kind::AutoReply),
        ("Precedence: auto_reply", Kind::AutoReply),
        ("Precedence: Bulk", Kind::AutoReply),
        ("Return-Path: < >", Kind::AutoReply),
        ("X-Sarai-Loop: other.test", Kind::AutoReply),
        ("Precedence: list", Kind::MailingList),
        (
            "List-Unsubscribe: <https://x.test/u>\r\nPrecedence: bulk",
            Kind::MailingList,
        ),
        ("X-Loop: support@sarai.test", Kind::Loop),
        ("X-Sarai-Loop: SARAI.test", Kind::Loop),
    ] {
        assert_eq!(kind_of(headers), kind, "{headers}");
    }
    let hops = |n: usize| kind_of(&vec!["Received: from a by b"; n].join("\r\n"));
    assert_eq!((hops(50), hops(51)), (Kind::Person, Kind::Loop));
    let own = read("From: Support <Support+abc@Sarai.test>\r\n\r\nx").unwrap();
    assert_eq!(own.kind, Kind::Loop);
}

#[test]
fn attachment_names_are_read_in_both_encodings() {
    let mail = sample("attachments");
    assert_eq!(mail.reply, "سه فایل پیوست است.");
    let names: Vec<&str> = mail
        .attachments
        .iter()
        .map(|p| p.filename.as_str())
        .collect();
    assert_eq!(
        names,
        ["گزارش فروش اردیبهشت.pdf", "یادداشت.txt", "evil.png"]
    );
    let [pdf, note, image] = mail.attachments.as_slice() else {
        panic!()
    };
    assert_eq!(pdf.bytes, b"%PDF-1.4 test");
    assert_eq!(
        std::str::from_utf8(&note.bytes).unwrap().trim_end(),
        "متن یادداشت"
    );
    assert!(image.bytes.starts_with(b"\x89PNG") && !image.inline);
    assert_eq!(image.declared_type, "image/png");
}

#[test]
fn inline_image_keeps_its_content_id() {
    let mail = sample("inline_image");
    assert_eq!(mail.body, "See: [cid:shot@1]");
    let [image] = mail.attachments.as_slice() else {
        panic!()
    };
    assert_eq!(
        (image.content_id.as_deref(), image.inline),
        (Some("shot@1"), true)
    );
    assert_eq!(image.filename, "shot.png");
}

#[test]
fn flowed_text_is_unwrapped() {
    let mail = sample("flowed");
    assert_eq!(
        mail.reply,
        "This is one paragraph that the mailer wrapped here."
    );
    assert!(mail.body.contains("> an old line that was wrapped too"));
}

#[test]
fn sparse_and_damaged_mails_are_read_as_far_as_they_go() {
    let mail = sample("minimal");
    assert_eq!(
        (mail.message_id, mail.date, mail.subject.as_str()),
        (None, None, "")
    );
    assert_eq!(mail.reply, "hello");
    assert_eq!(sample("nul_in_body").body, "beforeafter");
    let mail = sample("wrong_base64");
    assert_eq!(mail.body, "سلام");
    assert_eq!(mail.attachments[0].filename, "x.bin");
    let mbox =
        read("From a@shop.test Mon May  5 10:00:00 2025\r\nFrom: a@shop.test\r\n\r\nx").unwrap();
    assert_eq!(mbox.body, "x");
    assert_eq!(read("From: a@shop.test").unwrap().body, "");
}

#[test]
fn malformed_mails_are_refused_with_the_reason() {
    let fault = |raw: &[u8]| match read(raw) {
        Err(InboundError::Malformed(fault)) => fault,
        other => panic!("{other:?}"),
    };
    assert_eq!(fault(ALL[16].1), Fault::SeveralSenders);
    assert_eq!(
        fault(b"From: a@x.test, b@x.test\r\n\r\nx"),
        Fault::SeveralSenders
    );
    assert_eq!(fault(ALL[17].1), Fault::NoSender);
    assert_eq!(fault(b"From: nobody\r\n\r\nx"), Fault::NoSender);
    assert_eq!(fault(b""), Fault::Empty);
    assert_eq!(fault(b" \r\n\r\n"), Fault::Empty);
    assert_eq!(fault(b"hello\r\nworld"), Fault::NoHeaders);
    assert_eq!(
        fault(b"From: a@x.test\r\nSubject: \0\r\n\r\nx"),
        Fault::NulInHeaders
    );
    let multipart = b"From: a@x.test\r\nContent-Type: multipart/mixed\r\n\r\nx";
    assert_eq!(fault(multipart), Fault::NoBoundary);
    let never = b"From: a@x.test\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\nx";
    assert_eq!(fault(never), Fault::NoBoundary);
}

/// `levels` multiparts inside each other.
fn nested(levels: usize) -> String {
    let level = |n| format!("Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n");
    let levels = (0..levels).map(level).collect::<Vec<_>>().concat();
    format!("From: a@x.test\r\n{levels}\r\ndeep")
}

#[test]
fn limits_stop_hostile_mails() {
    assert_eq!(
        read(vec![b'x'; MAX_RAW + 1]).unwrap_err(),
        InboundError::TooLarge
    );
    let mut largest = b"From: a@x.test\r\n\r\n".to_vec();
    largest.resize(MAX_RAW, b'x');
    let mail = read(largest).unwrap();
    assert_eq!(mail.body.len(), MAX_TEXT);
    assert_eq!(mail.attachments[0].filename, "message.txt");
    assert_eq!(mail.attachments[0].bytes.len(), MAX_RAW - 18);

    let field = |len| format!("From: a@x.test\r\nX-A: {}\r\n\r\nx", "y".repeat(len));
    assert!(read(field(60_000)).is_ok());
    assert_eq!(
        read(field(70_000)).unwrap_err(),
        InboundError::HeadersTooLarge
    );
    let folded = format!(
        "From: a@x.test\r\nX-A: y{}\r\n\r\nx",
        "\r\n y".repeat(30_000)
    );
    assert_eq!(read(folded).unwrap_err(), InboundError::HeadersTooLarge);
    let many = format!("From: a@x.test\r\n{}\r\nx", "X-A: y\r\n".repeat(20_000));
    assert_eq!(read(many).unwrap_err(), InboundError::HeadersTooLarge);

    assert_eq!(read(nested(MAX_DEPTH)).unwrap().body, "deep");
    assert_eq!(
        read(nested(MAX_DEPTH + 1)).unwrap_err(),
        InboundError::TooDeep
    );
    assert_eq!(read(nested(100_000)).unwrap_err(), InboundError::TooDeep);
    let wide = |n| {
        let head = "From: a@x.test\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";
        format!("{head}{}", "--b\r\n\r\nx\r\n".repeat(n))
    };
    assert!(read(wide(MAX_PARTS - 1)).is_ok());
    assert_eq!(
        read(wide(MAX_PARTS)).unwrap_err(),
        InboundError::TooManyParts
    );
    assert_eq!(
        read(wide(1_000_000)).unwrap_err(),
        InboundError::TooManyParts
    );
}

#[test]
fn a_tower_of_enclosed_messages_is_one_file() {
    let tower = "Content-Type: message/rfc822\r\n\r\n".repeat(300_000);
    let mail = read(format!("From: a@x.test\r\n{tower}")).unwrap();
    assert_eq!(mail.attachments.len(), 1);
}

#[test]
fn the_token_threads_before_message_ids_and_the_subject_never() {
    let (ticket, user) = (Uuid::from_u128(42), Uuid::from_u128(43));
    let to = us().address_for(&KEY, ticket, user);
    let mail = read(format!(
        "X-Original-To: {to}\r\nFrom: a@x.test\r\nTo: support@sarai.test\r\nSubject: Re: [#1042] x\r\n\
         In-Reply-To: <0196a1b2-0000-7000-8000-000000000002@sarai.test>\r\n\
         References: <x@y.test> <0196a1b2-0000-7000-8000-000000000001@sarai.test>\r\n\
         \t<0196a1b2-0000-7000-8000-000000000002@sarai.test>\r\n\r\nx"
    ))
    .unwrap();
    let hints = thread_hints(&mail, &us(), &KEY);
    assert_eq!(hints.token_ticket(), Some(ticket));
    assert!(hints.token.unwrap().is_for(&KEY, user));
    let nearest_first: Vec<u128> = hints
        .our_message_ids
        .iter()
        .map(|id| id.as_u128() & 0xf)
        .collect();
    assert_eq!(nearest_first, [2, 1]);
    assert_eq!(hints.all_ids.len(), 3);

    assert_eq!(thread_hints(&mail, &us(), &[9; 32]).token, None);
    assert_eq!(thread_hints(&sample("gmail_fa"), &us(), &KEY).token, None);
    let subject = read("From: a@x.test\r\nSubject: Re: [#1042] x\r\n\r\nx").unwrap();
    assert_eq!(thread_hints(&subject, &us(), &KEY), ThreadHints::default());
}

/// What must hold of every message that is taken, however it was damaged.
fn check(raw: &[u8]) {
    let Ok(mail) = read(raw) else { return };
    assert!(mail.subject.chars().count() <= 200 && mail.attachments.len() <= MAX_PARTS + 1);
    assert!(mail.body.chars().count() <= MAX_TEXT && mail.reply.len() <= mail.body.len());
    assert!(mail.reply.is_empty() == mail.body.is_empty());
    let names = mail.attachments.iter().map(|p| &p.filename);
    for text in names
        .clone()
        .chain([&mail.subject, &mail.body, &mail.reply])
    {
        assert!(!text.contains(['\0', '\u{202e}']), "{text:?}");
    }
    assert!(
        names
            .clone()
            .all(|n| !n.is_empty() && !n.contains(['/', '\\', '\n']))
    );
    assert!(matches!(mail.kind, Kind::Bounce { .. }) || mail.from.email.contains('@'));
    thread_hints(&mail, &us(), &KEY);
    super::is_authentic(&mail.authentication, "mx", &mail.from.email);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_octets_are_taken_or_refused(raw in proptest::collection::vec(any::<u8>(), 0..2000)) {
        check(&raw);
        check(&[b"From: a@x.test\r\n".as_slice(), &raw].concat());
    }

    #[test]
    fn any_damage_to_real_mails_is_taken_or_refused(
        which in 0..ALL.len(),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..4u8), 1..20),
    ) {
        let mut raw = ALL[which].1.to_vec();
        for (at, octet, how) in edits {
            let at = at.index(raw.len());
            match how {
                0 => raw[at] = octet,
                1 => raw.insert(at, octet),
                2 => raw.truncate(raw.len().max(40) - usize::from(octet) % 30),
                _ => { let line = raw[at..].iter().take(usize::from(octet)).copied().collect::<Vec<_>>();
                       raw.splice(at..at, line); }
            }
            if raw.is_empty() { break; }
        }
        check(&raw);
    }

    #[test]
    fn any_mix_of_mail_words_is_taken_or_refused(
        words in "(From: a@x\\.test\n|Content-Type: |multipart/mixed|multipart/alternative|; boundary=b|message/rfc822\
            |text/html|text/plain|; format=flowed|; charset=utf-7|; charset=utf-16|--b|--|\n|\n\n|<blockquote>|<p|>|&#1632;|> \
            |=\\?utf-8\\?B\\?|\\?=|2LPZ|On 5 x wrote:|filename\\*0\\*=|%d8|\"|;|Content-Transfer-Encoding: base64\n\
            |Content-Disposition: attachment; |Authentication-Results: mx; |dmarc=pass |\\(|\\)|\n ){0,60}",
    ) {
        check(format!("From: a@x.test\nContent-Type: multipart/mixed; boundary=b\n\n--b\n{words}").as_bytes());
        check(format!("From: a@x.test\n{words}").as_bytes());
    }
}
