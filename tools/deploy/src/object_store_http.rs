//! [`UreqConnector`]: the HTTP client that `object_store` uses. An HTTP request in, the response out, whatever its status;
//! retries and the meaning of a status are left to `object_store`.
//!
//! `object_store` brings reqwest for this. Requests go through ureq instead, like all others of the program, so that there
//! is one client, one TLS library and one way to name a proxy.

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

/// By when a connection must stand.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

/// How many bytes of a response are read.
const MAX_RESPONSE_SIZE: u64 = 5_000_000_000;

/// Connects `object_store` to services through ureq.
///
/// The interface is asynchronous and the client is not: a call waits on the thread that makes it. That is safe here
/// because [`BucketStore`](super::BucketStore) runs each request on a runtime of its own thread.
#[derive(Debug, Clone)]
pub struct UreqConnector {
    agent: Agent,
}

impl UreqConnector {
    /// A client whose responses must be whole within `timeout`.
    #[must_use]
    pub fn new(timeout: Duration) -> Self {
        let config = Config::builder()
            .timeout_global(Some(timeout))
            .timeout_connect(Some(CONNECT_TIMEOUT))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            // Objects have to come as they are stored, and a client that asks for gzip decodes them on the way.
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
    async fn call(&self, request: HttpRequest) -> Result<HttpResponse, HttpError> {
        let (head, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        // An empty PUT or POST needs its `Content-Length: 0`; a GET must not have one.
        let result = match body.is_empty() && !matches!(head.method.as_str(), "PUT" | "POST") {
            true => self.agent.run(Request::from_parts(head, ())),
            false => self.agent.run(Request::from_parts(head, &body[..])),
        };
        let (head, body) = result.map_err(http_error)?.into_parts();
        let mut bytes = Vec::new();
        body.into_reader()
            .take(MAX_RESPONSE_SIZE)
            .read_to_end(&mut bytes)
            .map_err(|error| http_error(Error::from(error)))?;
        Ok(Response::from_parts(head, Bytes::from(bytes).into()))
    }
}

/// The kind decides whether `object_store` sends the request again.
fn http_error(error: Error) -> HttpError {
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
