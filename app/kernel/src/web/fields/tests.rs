//! Bodies of forms, well-formed and not: what the parser is given is bounded, and what comes out is what went in.
//! Cut in pieces as a network cuts them, for the parser is asked again after each.

use std::collections::VecDeque;
use std::time::Duration;

use proptest::collection::vec;
use proptest::prelude::*;
use tokio::io::AsyncReadExt;

use super::super::body::Pace;
use super::*;

const MIB: u64 = 1024 * 1024;
const LIMITS: Limits = Limits {
    text: 2_000,
    file: 3_000,
    files: 2,
};

fn body<S: AsyncRead + Unpin>(source: S) -> BodyReader<S> {
    BodyReader::over(source, Pace::patient_for(Duration::from_secs(20)), u64::MAX)
}

fn multipart() -> ContentType {
    "multipart/form-data; boundary=b".parse().unwrap()
}

async fn read_with(source: impl AsyncRead + Unpin + Send, limits: Limits) -> AppResult<Fields> {
    let incoming = std::env::temp_dir();
    read(body(source), Some(&multipart()), limits, &incoming, &|_| {
        Ok(())
    })
    .await
}

async fn read_plain(source: impl AsyncRead + Unpin + Send, limits: Limits) -> AppResult<Fields> {
    read(body(source), None, limits, Path::new("."), &|_| Ok(())).await
}

/// A body that arrives in these pieces.
struct Pieces(VecDeque<Vec<u8>>);

impl AsyncRead for Pieces {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        if let Some(mut piece) = self.0.pop_front() {
            let rest = piece.split_off(piece.len().min(buf.remaining()));
            buf.put_slice(&piece);
            if !rest.is_empty() {
                self.0.push_front(rest);
            }
        }
        Poll::Ready(Ok(()))
    }
}

fn cut(bytes: &[u8], size: usize) -> Pieces {
    Pieces(bytes.chunks(size).map(<[u8]>::to_vec).collect())
}

#[tokio::test]
async fn parser_is_given_sixteen_kibibytes_of_a_head_that_never_ends() {
    for start in [
        "--b\r\nContent-Disposition: form-data; name=\"",
        "--b\r\n",
        "",
        "\r\n",
    ] {
        let endless = start
            .as_bytes()
            .chain(tokio::io::repeat(b'a').take(40 * MIB));
        let mut body = body(endless).limited_to(50 * MIB);
        let incoming = std::env::temp_dir();
        let limits = Limits {
            file: 10 * MIB,
            files: 5,
            ..LIMITS
        };
        let result = read_multipart(&mut body, "b", limits, &incoming, &|_| Ok(())).await;
        assert!(matches!(result, Err(AppError::BadRequest(_))), "{result:?}");
        let mut rest = 0;
        let mut sink = vec![0; 64 * 1024];
        while let Ok(n @ 1..) = body.read(&mut sink).await {
            rest += n as u64;
        }
        let seen = start.len() as u64 + 40 * MIB - rest;
        assert!(seen <= 16 * 1024, "{start:?}: {seen}");
    }
}

#[tokio::test]
async fn form_without_files_is_not_parsed_as_multipart() {
    let limits = Limits { files: 0, ..LIMITS };
    let result = read_with(b"--b--\r\n".as_slice(), limits).await;
    assert!(matches!(result, Err(AppError::MediaType)), "{result:?}");
}

#[tokio::test]
async fn file_beyond_all_that_the_form_holds_is_too_large_and_the_texts_before_it_stay() {
    let head = "--b\r\nContent-Disposition: form-data; name=\"body\"\r\n\r\nmine\r\n\
                --b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"film.png\"\r\n\r\n";
    let endless = head
        .as_bytes()
        .chain(tokio::io::repeat(b'a').take(60 * MIB));
    let fields = read_with(endless, LIMITS).await.unwrap();
    assert_eq!(fields.texts, [("body".to_owned(), "mine".to_owned())]);
    assert!(fields.files[0].too_large && fields.files[0].size <= LIMITS.most());
}

#[tokio::test]
async fn texts_beyond_their_limit_are_refused() {
    let head = b"--b\r\nContent-Disposition: form-data; name=\"body\"\r\n\r\n".as_slice();
    let endless = head.chain(tokio::io::repeat(b'a').take(MIB));
    let result = read_with(endless, LIMITS).await;
    assert!(matches!(result, Err(AppError::TooLarge(_))), "{result:?}");
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(work)
}

fn bounded(result: &AppResult<Fields>) -> Result<(), TestCaseError> {
    match result {
        Ok(fields) => {
            let text: usize = fields.texts.iter().map(|(_, value)| value.len()).sum();
            // A byte that is not UTF-8 becomes a sign of three.
            prop_assert!(text as u64 <= 3 * LIMITS.text && fields.texts.len() <= MAX_FIELDS);
            prop_assert!(
                fields
                    .texts
                    .iter()
                    .all(|(n, v)| !n.contains('\0') && !v.contains('\0'))
            );
            prop_assert!(fields.files.len() <= LIMITS.files);
            prop_assert!(
                fields
                    .files
                    .iter()
                    .all(|f| f.too_large || f.size <= LIMITS.file)
            );
        }
        Err(error) => prop_assert!(error.status().code < 500, "{error}"),
    }
    Ok(())
}

/// Words of multipart bodies in any order, and noise.
fn scraps() -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![
        Just(b"--b\r\n".to_vec()),
        Just(b"\r\n--b\r\n".to_vec()),
        Just(b"\r\n--b--\r\n".to_vec()),
        Just(b"Content-Disposition: form-data; name=\"x\"".to_vec()),
        Just(b"; filename=\"f.png\"".to_vec()),
        Just(b"Content-Type: image/png\r\n".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"\r\n\r\n".to_vec()),
        Just(b"\"\\\"\0".to_vec()),
        Just(vec![b'a'; 5_000]),
        vec(any::<u8>(), 0..40),
    ];
    vec(word, 0..30).prop_map(|words| words.concat())
}

fn urlencoded(texts: &[(String, String)]) -> String {
    let mut to = form_urlencoded::Serializer::new(String::new());
    to.extend_pairs(texts).finish()
}

fn in_parts(texts: &[(String, String)], file: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (name, value) in texts {
        let head =
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        bytes.extend(head.into_bytes());
    }
    bytes.extend(b"--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n");
    bytes.extend([file, b"\r\n--b--\r\n"].concat());
    bytes
}

fn texts() -> impl Strategy<Value = Vec<(String, String)>> {
    vec(("[a-z_]{1,12}", "[ -~\n\u{600}-\u{6ff}]{0,60}"), 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn scraps_of_multipart_are_read_or_refused(bytes in scraps(), size in 1usize..300) {
        bounded(&wait(read_with(cut(&bytes, size), LIMITS)))?;
    }

    #[test]
    fn any_bytes_are_read_as_urlencoded_or_refused(bytes in vec(any::<u8>(), 0..3_000), size in 1usize..300) {
        bounded(&wait(read_plain(cut(&bytes, size), LIMITS)))?;
    }

    #[test]
    fn what_a_browser_sends_comes_out_as_it_went_in(
        texts in texts(), file in vec(any::<u8>(), 1..2_000), size in 1usize..300,
    ) {
        let sent = in_parts(&texts, &file);
        let fields = wait(read_with(cut(&sent, size), LIMITS)).unwrap();
        prop_assert_eq!(&fields.texts, &texts);
        prop_assert_eq!(std::fs::read(&fields.files[0].path).unwrap(), file);
        let sent = urlencoded(&texts);
        let limits = Limits { text: 99_999, ..LIMITS };
        let fields = wait(read_plain(cut(sent.as_bytes(), size), limits)).unwrap();
        prop_assert_eq!(&fields.texts, &texts);
    }
}
