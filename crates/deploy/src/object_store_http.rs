//! [`UreqConnector`]: how `object_store` reaches services of storage, through the same client as everything else here.

use std::io::{self, Read};
use std::time::Duration;

use async_trait::async_trait;
use bytes::Bytes;
use http_body_util::BodyExt;
use object_store::ClientOptions;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpService,
};
use ureq::config::{AutoHeaderValue, Config};
use ureq::http::{Request, Response};
use ureq::{Agent, Error, Proxy};

use wellpress_io::net::USER_AGENT;

/// By when there must be a connection.
const CONNECT: Duration = Duration::from_secs(15);

/// What an answer may have.
const LARGEST: u64 = 5_000_000_000;

/// Sends requests as they are, and hands on every answer; who asks decides what to make of it.
#[derive(Debug, Clone)]
pub struct UreqConnector {
    agent: Agent,
}

impl UreqConnector {
    /// Answers must be whole within `timeout`.
    #[must_use]
    pub fn new(timeout: Duration) -> Self {
        let config = Config::builder()
            .timeout_global(Some(timeout))
            .timeout_connect(Some(CONNECT))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .accept_encoding(AutoHeaderValue::None)
            .user_agent(USER_AGENT)
            .proxy(Proxy::try_from_env())
            .build();
        Self { agent: config.into() }
    }
}

impl HttpConnector for UreqConnector {
    fn connect(&self, _options: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(self.clone()))
    }
}

#[async_trait]
impl HttpService for UreqConnector {
    /// Waits on the thread that asks.
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let answer = match body.is_empty() && !matches!(parts.method.as_str(), "PUT" | "POST") {
            true => self.agent.run(Request::from_parts(parts, ())),
            false => self.agent.run(Request::from_parts(parts, &body[..])),
        };
        let (parts, body) = answer.map_err(failed)?.into_parts();
        let mut bytes = Vec::new();
        body.into_reader().take(LARGEST).read_to_end(&mut bytes).map_err(|error| failed(Error::from(error)))?;
        Ok(Response::from_parts(parts, Bytes::from(bytes).into()))
    }
}

/// What may be tried again is told from what may not.
fn failed(error: Error) -> HttpError {
    let kind = match &error {
        Error::Timeout(_) => HttpErrorKind::Timeout,
        Error::HostNotFound | Error::ConnectionFailed => HttpErrorKind::Connect,
        Error::Io(io) if matches!(io.kind(), io::ErrorKind::ConnectionRefused | io::ErrorKind::AddrNotAvailable) => {
            HttpErrorKind::Connect
        }
        Error::Io(_) | Error::Protocol(_) => HttpErrorKind::Interrupted,
        _ => HttpErrorKind::Unknown,
    };
    HttpError::new(kind, error)
}
