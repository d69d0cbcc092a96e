//! [`ServiceClient`]: requests to one service in one run. It stops after a few failures in a row, and keeps to the number of requests
//! that a run may send.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use url::Url;

use wellpress_io::net::{RedirectPolicy, RequestMethod, WebClient, WebError, WebPolicy, WebRequest};
use wellpress_site::config::Config;
use wellpress_web::LiveWebClient;

/// A service that did not answer so often is not asked again in this run.
const MAX_FAILURES: usize = 3;

/// The requests that a run sends at most to Crossref, PubMed and OpenAlex. What is left is for the next run.
const MAX_REQUESTS: usize = 2_900;

/// The pause between two requests to one host. NCBI asks for no more than three requests in a second, and so does Crossref where many
/// works are asked for at once.
const PAUSE: Duration = Duration::from_millis(350);

/// The pause of OpenAlex, which asks for no more than ten.
const SHORT_PAUSE: Duration = Duration::from_millis(110);

/// A client with the limits that the settings give to citation services, and another limit of time, for what takes longer than a record.
#[must_use]
pub fn web_with_timeout(config: &Config, timeout: Duration) -> LiveWebClient {
    LiveWebClient::new(policy(config, timeout))
}

/// A client for Crossref and PubMed.
#[must_use]
pub fn service_web(config: &Config) -> LiveWebClient {
    LiveWebClient::new(WebPolicy { pause: PAUSE, ..policy(config, config.services.timeout) })
}

/// A client for OpenAlex.
#[must_use]
pub fn openalex_web(config: &Config) -> LiveWebClient {
    LiveWebClient::new(WebPolicy { pause: SHORT_PAUSE, ..policy(config, config.services.timeout) })
}

fn policy(config: &Config, timeout: Duration) -> WebPolicy {
    WebPolicy {
        timeout,
        private_hosts: config.services.private_hosts.clone(),
        max_per_host: config.external.per_host,
        ..WebPolicy::default()
    }
}

/// How many requests a run has sent.
#[derive(Debug, Default)]
pub struct RequestCount(AtomicUsize);

impl RequestCount {
    /// How many requests were sent.
    #[must_use]
    pub fn sent(&self) -> usize {
        self.0.load(Ordering::SeqCst).min(MAX_REQUESTS)
    }
}

/// Why there is no answer of a service.
#[derive(Debug, Clone)]
pub enum AskError {
    /// The request failed.
    Web(WebError),
    /// The service did not answer before.
    Silent,
    /// The run has sent as many requests as it may.
    Enough,
}

impl AskError {
    /// Whether the service answered, and refused this request: it may not know the identifier, or not take several at once.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        matches!(self, Self::Web(WebError::Status { status: 400 | 404 | 410 | 414, .. }))
    }

    /// Whether the service says that there is no such work.
    #[must_use]
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Web(error) if error.is_absent())
    }
}

impl fmt::Display for AskError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Web(error) => error.fmt(f),
            Self::Silent => f.write_str("not asked, since it did not answer before"),
            Self::Enough => write!(f, "not asked, since a run sends {MAX_REQUESTS} requests at most; run it again"),
        }
    }
}

/// The reason of an answer that cannot be read.
pub fn not_a_record(why: &str) -> String {
    format!("the answer is no record: {why}")
}

/// Sends the requests to one service.
pub struct ServiceClient<'a> {
    web: &'a dyn WebClient,
    count: &'a RequestCount,
    failures: AtomicUsize,
}

impl<'a> ServiceClient<'a> {
    /// What the answer says, as `read` reads it.
    ///
    /// # Errors
    /// Why there is no answer, or what is wrong with it, in words.
    pub fn read<T>(
        &self,
        url: &Url,
        max_bytes: u64,
        read: impl FnOnce(&[u8]) -> Result<T, String>,
    ) -> Result<T, String> {
        let body = self.get(url, max_bytes).map_err(|error| error.to_string())?;
        read(&body).map_err(|why| not_a_record(&why))
    }

    /// A client of a service that has not failed yet.
    #[must_use]
    pub fn new(web: &'a dyn WebClient, count: &'a RequestCount) -> Self {
        Self { web, count, failures: AtomicUsize::new(0) }
    }

    /// The body of the answer.
    ///
    /// # Errors
    /// When no whole answer came.
    pub fn get(&self, url: &Url, max_bytes: u64) -> Result<Vec<u8>, AskError> {
        if self.failures.load(Ordering::SeqCst) >= MAX_FAILURES {
            return Err(AskError::Silent);
        }
        if self.count.0.fetch_add(1, Ordering::SeqCst) >= MAX_REQUESTS {
            return Err(AskError::Enough);
        }
        let accept = "application/json, application/xml;q=0.9, text/xml;q=0.9";
        let request =
            WebRequest { url, method: RequestMethod::Get, accept, max_bytes, redirects: RedirectPolicy::Follow };
        let result = self.web.send(&request).map_err(AskError::Web);
        match &result {
            Err(error) if !error.is_refusal() => _ = self.failures.fetch_add(1, Ordering::SeqCst),
            _ => self.failures.store(0, Ordering::SeqCst),
        }
        result.map(|response| response.body)
    }
}
