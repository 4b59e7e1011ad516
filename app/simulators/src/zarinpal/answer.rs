//! An answer as it leaves: Zarinpal's JSON with its oddities, or what a fault makes of it.
//! `errors` is a list when there is none and an object when there is one; `data` is an empty list then.

use std::io::{Cursor, Error, ErrorKind, Result as IoResult, SeekFrom};
use std::pin::Pin;
use std::task::{Context, Poll};

use rocket::http::{ContentType, Header, Status};
use rocket::response::{Responder, Result as Rendered};
use rocket::{Request, Response};
use serde_json::{Map, Value, json};
use tokio::io::{AsyncRead, AsyncSeek, ReadBuf};

use super::codes::Said;
use super::models::Fault;
use super::words::FaultKind;

const PAGE: &str = "<!DOCTYPE html><html lang=\"en\"><head><title>zarinpal</title></head>\
    <body><center><h1>We will be back soon</h1></center><hr><center>nginx</center></body></html>\n";

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    status: Status,
    kind: ContentType,
    body: String,
    is_cut: bool,
}

impl Reply {
    /// JSON.
    #[must_use]
    pub fn json(status: Status, value: &Value) -> Self {
        Self {
            status,
            kind: ContentType::JSON,
            body: value.to_string(),
            is_cut: false,
        }
    }

    /// What a call of the REST API came to.
    #[must_use]
    pub fn of(said: &Said) -> Self {
        match said {
            Ok(data) => Self::json(Status::Ok, &json!({ "data": data, "errors": [] })),
            Err(refused) => {
                let (code, message) = refused.code.told();
                let one = |(field, sentence): &(String, String)| {
                    Value::Object(Map::from_iter([(field.clone(), json!(sentence))]))
                };
                let validations: Vec<Value> = refused.validations.iter().map(one).collect();
                let errors =
                    json!({ "code": code, "message": message, "validations": validations });
                Self::json(
                    Status::UnprocessableEntity,
                    &json!({ "data": [], "errors": errors }),
                )
            }
        }
    }

    /// The same with a fault; a delay has been waited for already.
    #[must_use]
    pub fn with(self, fault: Option<&Fault>) -> Self {
        let Some(fault) = fault else { return self };
        let page = |status: Status| Self {
            status,
            kind: ContentType::HTML,
            body: PAGE.to_owned(),
            is_cut: false,
        };
        match fault.kind {
            FaultKind::Delay | FaultKind::Repeat | FaultKind::Amount => self,
            FaultKind::Status => {
                let code = u16::try_from(fault.value).unwrap_or(500);
                page(Status::from_code(code).unwrap_or(Status::InternalServerError))
            }
            FaultKind::Html => page(Status::Ok),
            FaultKind::Empty => Self {
                status: Status::Ok,
                body: String::new(),
                ..self
            },
            FaultKind::Cut => Self {
                status: Status::Ok,
                is_cut: true,
                ..self
            },
        }
    }
}

impl<'r> Responder<'r, 'static> for Reply {
    fn respond_to(self, _: &'r Request<'_>) -> Rendered<'static> {
        let mut response = Response::build().status(self.status).finalize();
        response.set_header(self.kind);
        response.set_header(Header::new("Cache-Control", "no-store"));
        let length = self.body.len();
        if self.is_cut {
            // Not compressed: that would read the body to its end first.
            response.set_header(Header::new("Content-Encoding", "identity"));
            let half = self.body.get(..length / 2).unwrap_or_default().to_owned();
            response.set_sized_body(length, Broken(Cursor::new(half.into_bytes())));
        } else {
            response.set_sized_body(length, Cursor::new(self.body));
        }
        Ok(response)
    }
}

/// A body that breaks off where its bytes end, before as many as were promised: the server then drops the connection.
struct Broken(Cursor<Vec<u8>>);

impl AsyncRead for Broken {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<IoResult<()>> {
        let before = buf.filled().len();
        let read = Pin::new(&mut self.0).poll_read(cx, buf);
        if buf.filled().len() == before {
            return Poll::Ready(Err(Error::new(
                ErrorKind::BrokenPipe,
                "a fault was asked for",
            )));
        }
        read
    }
}

impl AsyncSeek for Broken {
    fn start_seek(mut self: Pin<&mut Self>, position: SeekFrom) -> IoResult<()> {
        Pin::new(&mut self.0).start_seek(position)
    }
    fn poll_complete(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<IoResult<u64>> {
        Pin::new(&mut self.0).poll_complete(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::zarinpal::codes::{Code, Refused};

    #[test]
    fn nothing_is_a_list_and_something_an_object() {
        let fine = Reply::of(&Ok(json!({ "code": 100 })));
        assert_eq!(fine.body, r#"{"data":{"code":100},"errors":[]}"#);
        let refused = Refused {
            code: Code::Validation,
            validations: vec![(
                "amount".to_owned(),
                "The amount must be an integer.".to_owned(),
            )],
        };
        let refused = Reply::of(&Err(refused));
        let said: Value = serde_json::from_str(&refused.body).unwrap();
        assert_eq!(said["data"], json!([]));
        assert_eq!(said["errors"]["code"], json!(-9));
        let validations = json!([{ "amount": "The amount must be an integer." }]);
        assert_eq!(said["errors"]["validations"], validations);
        let other = Reply::of(&Err(Code::NotPaid.into()));
        let said: Value = serde_json::from_str(&other.body).unwrap();
        assert_eq!(said["errors"]["validations"], json!([]));
    }
}
