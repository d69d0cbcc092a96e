//! The real network, through ureq: no thread, no runtime, TLS by rustls.

use std::io::{self, Read};
use std::net::IpAddr;
use std::time::Duration;

use ureq::config::Config;
use ureq::http::{Response, Uri, header};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};
use ureq::{Agent, Body, Error, Proxy};
use url::{Host, Url};

use super::gate::Gate;
use super::{
    RedirectPolicy, RequestMethod, USER_AGENT, WebClient, WebError, WebPolicy, WebRequest, WebResponse, host,
    is_public, retry_after,
};

/// The real network.
#[derive(Debug)]
pub struct LiveWebClient {
    agent: Agent,
    policy: WebPolicy,
    gate: Gate,
}

impl LiveWebClient {
    /// With this patience and trust. A proxy that the environment names (`HTTPS_PROXY`) is used.
    #[must_use]
    pub fn new(policy: WebPolicy) -> Self {
        let proxy = Proxy::try_from_env();
        let guard = Guard {
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
        let gate = Gate::new(policy.per_host);
        Self { agent: Agent::with_parts(config, DefaultConnector::default(), guard), policy, gate }
    }

    /// Follows redirects up to an answer that is none.
    fn once(&self, request: &WebRequest<'_>) -> Result<WebResponse, WebError> {
        let mut url = request.url.clone();
        let mut moved = Moved::default();
        for _ in 0..=self.policy.redirects {
            self.check(&url)?;
            let _pass = self.gate.enter(&host(&url));
            let response = self.send_once(&url, request).map_err(|error| self.explained(&url, error))?;
            let status = response.status();
            if status.is_redirection() && status.as_u16() != 304 {
                let target = redirect(&url, &response)?;
                if request.redirects == RedirectPolicy::Stop {
                    return Ok(WebResponse { url, moved: None, media_type: String::new(), body: Vec::new() });
                }
                moved.follow(status.as_u16(), &target);
                url = target;
            } else if status.is_success() {
                return self.answer(url, moved, response, request);
            } else {
                return Err(refusal(&url, &response));
            }
        }
        Err(WebError::Redirects(request.url.to_string()))
    }

    fn send_once(&self, url: &Url, request: &WebRequest<'_>) -> Result<Response<Body>, Error> {
        let asked = match request.method {
            RequestMethod::Get | RequestMethod::GetUnread => self.agent.get(url.as_str()),
            RequestMethod::Head => self.agent.head(url.as_str()),
        };
        asked.header(header::ACCEPT, request.accept).call()
    }

    /// The scheme, and an address that stands there as a number: a proxy is asked for it without its being looked up.
    fn check(&self, url: &Url) -> Result<(), WebError> {
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

    fn answer(
        &self,
        url: Url,
        moved: Moved,
        response: Response<Body>,
        request: &WebRequest<'_>,
    ) -> Result<WebResponse, WebError> {
        let media_type = text(&response, header::CONTENT_TYPE).unwrap_or_default().to_ascii_lowercase();
        let mut body = Vec::new();
        if request.method == RequestMethod::Get {
            let limit = request.max_bytes;
            let mut reader = response.into_body().into_reader().take(limit.saturating_add(1));
            reader.read_to_end(&mut body).map_err(|error| self.broken(&url, error))?;
            if body.len() as u64 > limit {
                return Err(WebError::TooLarge { host: host(&url), limit });
            }
        }
        Ok(WebResponse { url, moved: moved.to, media_type, body })
    }

    fn broken(&self, url: &Url, error: io::Error) -> WebError {
        match Error::from(error) {
            Error::Timeout(_) => self.timeout(url),
            Error::Decompress(..) => WebError::Broken { host: host(url), why: "it cannot be unpacked".to_owned() },
            Error::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                WebError::Broken { host: host(url), why: "it breaks off before its end".to_owned() }
            }
            error => WebError::Broken { host: host(url), why: error.to_string() },
        }
    }

    fn timeout(&self, url: &Url) -> WebError {
        WebError::Timeout { host: host(url), after: self.policy.timeout }
    }

    fn explained(&self, url: &Url, error: Error) -> WebError {
        let host = host(url);
        match error {
            Error::Timeout(_) => self.timeout(url),
            Error::HostNotFound => WebError::NoHost(host),
            Error::BadUri(_) | Error::Http(_) => WebError::Address(url.to_string()),
            Error::Other(error) if error.is::<NotPublic>() => WebError::Private(host),
            Error::Protocol(error) => WebError::Broken { host, why: error.to_string() },
            Error::LargeResponseHeader(..) => WebError::Broken { host, why: "its head is too long".to_owned() },
            Error::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                WebError::Broken { host, why: "it breaks off before its end".to_owned() }
            }
            // The system says of a name that is not there only that it could not look it up.
            Error::Io(error) if error.to_string().contains("lookup address") => WebError::NoHost(host),
            error => WebError::Unreachable { host, why: error.to_string() },
        }
    }

    /// How long to wait before the next try; nothing where the server asks for more than is bearable.
    fn wait(&self, asked: Option<Duration>, attempt: u32) -> Option<Duration> {
        let wait = asked.unwrap_or_else(|| self.policy.pause.saturating_mul(1 << attempt.min(10)));
        (wait <= self.policy.longest_wait).then_some(wait)
    }
}

impl WebClient for LiveWebClient {
    fn send(&self, request: &WebRequest<'_>) -> Result<WebResponse, WebError> {
        let mut attempt = 0;
        loop {
            let answer = self.once(request);
            let Err(WebError::Busy { wait, .. }) = &answer else { return answer };
            let Some(wait) = self.wait(*wait, attempt).filter(|_| attempt + 1 < self.policy.tries) else {
                return answer;
            };
            std::thread::sleep(wait);
            attempt += 1;
        }
    }
}

/// Where redirects for good have led so far.
#[derive(Debug, Default)]
struct Moved {
    to: Option<Url>,
    is_over: bool,
}

impl Moved {
    fn follow(&mut self, status: u16, target: &Url) {
        self.is_over |= !matches!(status, 301 | 308);
        if !self.is_over {
            self.to = Some(target.clone());
        }
    }
}

fn redirect(url: &Url, response: &Response<Body>) -> Result<Url, WebError> {
    let lost = |why: &str| WebError::Broken { host: host(url), why: why.to_owned() };
    let target = text(response, header::LOCATION).ok_or_else(|| lost("it leads elsewhere and does not say where"))?;
    url.join(target).map_err(|_| lost("it leads to what is no address"))
}

fn refusal(url: &Url, response: &Response<Body>) -> WebError {
    let (host, status) = (host(url), response.status().as_u16());
    if !matches!(status, 429 | 502..=504) {
        return WebError::Status { host, status };
    }
    let asked = text(response, header::RETRY_AFTER);
    WebError::Busy { host, status, wait: asked.and_then(|asked| retry_after(asked, text(response, header::DATE))) }
}

fn text(response: &Response<Body>, name: header::HeaderName) -> Option<&str> {
    response.headers().get(name)?.to_str().ok()
}

fn may_be_private(hosts: &[String], host: &str) -> bool {
    let bare = host.trim_matches(['[', ']']);
    hosts.iter().any(|allowed| allowed.trim_matches(['[', ']']).eq_ignore_ascii_case(bare))
}

/// Looks names up and drops the addresses that may not be asked, right where they are used: looking a name up once to
/// judge it and once more to ask it could give two answers.
#[derive(Debug)]
struct Guard {
    private_hosts: Vec<String>,
    /// The person's own choice, wherever it is.
    proxy: Option<String>,
    system: DefaultResolver,
}

impl Resolver for Guard {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = self.system.resolve(uri, config, timeout)?;
        let host = uri.host().unwrap_or_default();
        if may_be_private(&self.private_hosts, host) || self.proxy.as_deref() == Some(host) {
            return Ok(found);
        }
        let mut public = self.empty();
        found.iter().filter(|address| is_public(address.ip())).for_each(|address| public.push(*address));
        if public.is_empty() { Err(Error::Other(Box::new(NotPublic))) } else { Ok(public) }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the address is not public")]
struct NotPublic;
