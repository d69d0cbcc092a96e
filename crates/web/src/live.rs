//! [`LiveWebClient`]: requests to the real network through ureq, without a thread or runtime of its own, with TLS by rustls.
//! Which addresses are public and how many requests a host gets at a time is decided in the modules beside this one.

use std::io::{self, Read};
use std::net::IpAddr;
use std::time::Duration;

use ureq::config::Config;
use ureq::http::{Response, header};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::DefaultConnector;
use ureq::{Agent, Body, Error, Proxy};
use url::{Host, Url};

use wellpress_io::net::{
    RedirectPolicy, RequestMethod, USER_AGENT, WebClient, WebError, WebPolicy, WebRequest, WebResponse, host, is_public,
};

use crate::host_limiter::HostLimiter;
use crate::public_resolver::{NotPublic, PublicResolver, may_be_private};

/// A client of the real network.
///
/// Redirects are followed here and not by ureq, because each target has to be checked before it is asked, and because
/// the caller wants to know which redirects are permanent.
///
/// ```no_run
/// use url::Url;
/// use wellpress_io::net::{RedirectPolicy, RequestMethod, WebClient, WebPolicy, WebRequest};
/// use wellpress_web::LiveWebClient;
///
/// let url = Url::parse("https://example.org/").unwrap();
/// let response = LiveWebClient::new(WebPolicy::default()).send(&WebRequest {
///     url: &url,
///     method: RequestMethod::Get,
///     accept: "text/html",
///     max_bytes: 1_000_000,
///     redirects: RedirectPolicy::Follow,
/// })?;
/// # Ok::<(), wellpress_io::net::WebError>(())
/// ```
#[derive(Debug)]
pub struct LiveWebClient {
    agent: Agent,
    policy: WebPolicy,
    limiter: HostLimiter,
}

impl LiveWebClient {
    /// A client with this policy. It uses the proxy that the environment names (`HTTPS_PROXY`).
    #[must_use]
    pub fn new(policy: WebPolicy) -> Self {
        let proxy = Proxy::try_from_env();
        let resolver = PublicResolver {
            private_hosts: policy.private_hosts.clone(),
            proxy: proxy.as_ref().map(|proxy| proxy.host().to_owned()),
            system: DefaultResolver::default(),
        };
        let config = Config::builder()
            .timeout_global(Some(policy.timeout))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .max_idle_connections(0)
            .user_agent(USER_AGENT)
            .proxy(proxy)
            .build();
        let limiter = HostLimiter::new(policy.max_per_host, policy.pause);
        Self { agent: Agent::with_parts(config, DefaultConnector::default(), resolver), policy, limiter }
    }

    /// One try: sends the request and follows redirects to a response that is not a redirect.
    fn try_once(&self, request: &WebRequest<'_>) -> Result<WebResponse, WebError> {
        let mut url = request.url.clone();
        let mut moved = PermanentTarget::default();
        // One request more than redirects, as the last redirect leads to an answer.
        for _ in 0..=self.policy.max_redirects {
            self.check_address(&url)?;
            // For this request only: a redirect may lead to another host, which has a limit of its own.
            let _permit = self.limiter.acquire(&host(&url));
            let response = self.send_to(&url, request).map_err(|error| self.request_error(&url, error))?;
            let status = response.status();
            // 304 counts as a redirection, but leads nowhere.
            if status.is_redirection() && status.as_u16() != 304 {
                let target = redirect_target(&url, &response)?;
                if request.redirects == RedirectPolicy::Stop {
                    return Ok(WebResponse { url, moved: None, media_type: String::new(), body: Vec::new() });
                }
                moved.follow(status.as_u16(), &target);
                url = target;
            } else if status.is_success() {
                return self.read_response(url, moved, response, request);
            } else {
                return Err(status_error(&url, &response));
            }
        }
        Err(WebError::Redirects(request.url.to_string()))
    }

    fn send_to(&self, url: &Url, request: &WebRequest<'_>) -> Result<Response<Body>, Error> {
        let builder = match request.method {
            RequestMethod::Get | RequestMethod::GetUnread => self.agent.get(url.as_str()),
            RequestMethod::Head => self.agent.head(url.as_str()),
        };
        builder.header(header::ACCEPT, request.accept).call()
    }

    /// Refuses what is no web address, and a private address that is written as a number. The resolver does not see the
    /// latter if a proxy is used, because the proxy gets the number as it is.
    fn check_address(&self, url: &Url) -> Result<(), WebError> {
        let is_web = matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
        let number = match url.host() {
            Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
            _ => None,
        };
        match number {
            _ if !is_web => Err(WebError::Address(url.to_string())),
            Some(address) if !is_public(address) && !may_be_private(&self.policy.private_hosts, &host(url)) => {
                Err(WebError::Private(host(url)))
            }
            _ => Ok(()),
        }
    }

    fn read_response(
        &self,
        url: Url,
        moved: PermanentTarget,
        response: Response<Body>,
        request: &WebRequest<'_>,
    ) -> Result<WebResponse, WebError> {
        let media_type = header_text(&response, header::CONTENT_TYPE).unwrap_or_default().to_ascii_lowercase();
        let mut body = Vec::new();
        if request.method == RequestMethod::Get {
            let limit = request.max_bytes;
            // One byte more than the limit tells a body that is too large from one that just fits.
            let mut reader = response.into_body().into_reader().take(limit.saturating_add(1));
            reader.read_to_end(&mut body).map_err(|error| self.body_error(&url, error))?;
            if body.len() as u64 > limit {
                return Err(WebError::TooLarge { host: host(&url), limit });
            }
        }
        Ok(WebResponse { url, moved: moved.target, media_type, body })
    }

    fn body_error(&self, url: &Url, error: io::Error) -> WebError {
        match Error::from(error) {
            Error::Timeout(_) => self.timeout(url),
            Error::Decompress(..) => WebError::Broken { host: host(url), why: "it cannot be unpacked".to_owned() },
            Error::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => broken_off(url),
            error => WebError::Broken { host: host(url), why: error.to_string() },
        }
    }

    fn request_error(&self, url: &Url, error: Error) -> WebError {
        let host = host(url);
        match error {
            Error::Timeout(_) => self.timeout(url),
            Error::HostNotFound => WebError::NoHost(host),
            Error::BadUri(_) | Error::Http(_) => WebError::Address(url.to_string()),
            Error::Other(error) if error.is::<NotPublic>() => WebError::Private(host),
            Error::Protocol(error) => WebError::Broken { host, why: error.to_string() },
            Error::LargeResponseHeader(..) => WebError::Broken { host, why: "its head is too long".to_owned() },
            Error::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => broken_off(url),
            // The standard library has no error kind for a name that does not exist, only this text.
            Error::Io(error) if error.to_string().contains("lookup address") => WebError::NoHost(host),
            error => WebError::Unreachable { host, why: error.to_string() },
        }
    }

    fn timeout(&self, url: &Url) -> WebError {
        WebError::Timeout { host: host(url), after: self.policy.timeout }
    }

    /// How long to wait before the next try, or `None` if the server asks for more than the policy allows.
    fn wait_before_retry(&self, requested: Option<Duration>, attempt: u32) -> Option<Duration> {
        // The exponent is limited, because a shift by as many bits as the number has would
        // overflow.
        let wait = requested.unwrap_or_else(|| self.policy.first_wait.saturating_mul(1 << attempt.min(10)));
        (wait <= self.policy.max_wait).then_some(wait)
    }
}

impl WebClient for LiveWebClient {
    fn send(&self, request: &WebRequest<'_>) -> Result<WebResponse, WebError> {
        let mut attempt = 0;
        loop {
            let result = self.try_once(request);
            let Err(WebError::Busy { wait, .. }) = &result else { return result };
            let is_last = attempt + 1 >= self.policy.tries;
            let Some(wait) = self.wait_before_retry(*wait, attempt).filter(|_| !is_last) else { return result };
            std::thread::sleep(wait);
            attempt += 1;
        }
    }
}

/// Where permanent redirects have led so far. Behind a temporary redirect nothing is permanent any more: the address
/// before it stays the one to write down.
#[derive(Debug, Default)]
struct PermanentTarget {
    target: Option<Url>,
    met_temporary: bool,
}

impl PermanentTarget {
    fn follow(&mut self, status: u16, target: &Url) {
        self.met_temporary |= !matches!(status, 301 | 308);
        if !self.met_temporary {
            self.target = Some(target.clone());
        }
    }
}

fn redirect_target(url: &Url, response: &Response<Body>) -> Result<Url, WebError> {
    let target = header_text(response, header::LOCATION).ok_or_else(|| WebError::Broken {
        host: host(url),
        why: "it leads elsewhere and does not say where".to_owned(),
    })?;
    // `Location` may be relative to the address that answered (RFC 9110, 10.2.2).
    url.join(target).map_err(|_| WebError::Broken { host: host(url), why: "it leads to what is no address".to_owned() })
}

fn broken_off(url: &Url) -> WebError {
    WebError::Broken { host: host(url), why: "it breaks off before its end".to_owned() }
}

fn status_error(url: &Url, response: &Response<Body>) -> WebError {
    let (host, status) = (host(url), response.status().as_u16());
    if !matches!(status, 429 | 502..=504) {
        return WebError::Status { host, status };
    }
    // Seconds. The other form of the header, a date, is rare; the usual wait is as good.
    let seconds = header_text(response, header::RETRY_AFTER).and_then(|value| value.trim().parse().ok());
    let wait = seconds.map(Duration::from_secs);
    WebError::Busy { host, status, wait }
}

fn header_text(response: &Response<Body>, name: header::HeaderName) -> Option<&str> {
    response.headers().get(name)?.to_str().ok()
}
