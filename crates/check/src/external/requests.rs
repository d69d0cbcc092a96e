//! Addresses in, a [`Verdict`] for each out: many hosts at once, each a few addresses at a time.
//!
//! Waiting between requests to one host, and retries, are left to the [`WebClient`].

use std::collections::BTreeMap;

use rayon::ThreadPoolBuilder;
use rayon::prelude::*;

use wellpress_io::net::{RequestMethod, WebClient, WebError, WebRequest, WebResponse, host};

use super::addresses::Address;
use super::history::Verdict;

/// How many requests are under way at once. They wait for other machines, so that this has nothing to do with the
/// number of cores.
const MOST_AT_ONCE: usize = 24;
const ACCEPT: &str = "text/html, application/xhtml+xml, application/pdf;q=0.9, */*;q=0.8";
const HELP_PRIVATE: &str =
    "lead to a public address; if that host is yours, name it under `check.external.private_hosts` in the settings";
const HELP_GONE: &str = "find where it went, or take it out; a copy may be at https://web.archive.org/";

type Response = Result<WebResponse, WebError>;

/// Whether any server has answered in this run. Without one, a host that is not found says nothing about the host: the
/// machine may have no network.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Connection {
    Online,
    Unknown,
}

/// What a request found.
pub(super) struct Answer<'a> {
    pub address: &'a Address,
    pub verdict: Verdict,
    /// Whether a server has answered.
    pub is_answered: bool,
}

/// Requests all addresses, and calls `on_response` after each.
pub(super) fn verdicts<'a>(
    web: &dyn WebClient,
    addresses: &[&'a Address],
    per_host: usize,
    on_response: &(dyn Fn() + Sync),
) -> Vec<Answer<'a>> {
    let queues = queues(addresses, per_host);
    let request_one_after_another = |queue: &Vec<&'a Address>| {
        let responses = queue.iter().map(|address| {
            let response = request(web, address);
            on_response();
            (*address, response)
        });
        responses.collect::<Vec<_>>()
    };
    let threads = ThreadPoolBuilder::new().num_threads(queues.len().clamp(1, MOST_AT_ONCE)).build();
    let responses: Vec<(&Address, Response)> = threads
        .expect("the system has threads for a few requests")
        .install(|| queues.par_iter().with_max_len(1).flat_map_iter(request_one_after_another).collect());
    let is_online = responses.iter().any(|(_, response)| is_from_server(response));
    let connection = if is_online { Connection::Online } else { Connection::Unknown };
    let answers = responses.into_iter().map(|(address, response)| {
        let is_answered = is_from_server(&response);
        Answer { address, verdict: verdict(address, response, connection), is_answered }
    });
    answers.collect()
}

/// The addresses of each host in as many queues as requests may be under way to it.
///
/// A thread takes a queue as a whole. So the limit for a host holds without a lock or a count of open requests, and a
/// slow host holds up only the threads that took its queues.
fn queues<'a>(addresses: &[&'a Address], per_host: usize) -> Vec<Vec<&'a Address>> {
    let mut by_host: BTreeMap<&str, Vec<&Address>> = BTreeMap::new();
    for address in addresses {
        by_host.entry(address.url.host_str().unwrap_or_default()).or_default().push(address);
    }
    let mut queues: Vec<Vec<&Address>> = Vec::new();
    for addresses in by_host.into_values() {
        // Every `per_host`-th address goes to one queue, so the queues of a host differ by one address at most.
        let of_host = (0..per_host).map(|first| addresses.iter().skip(first).step_by(per_host).copied().collect());
        queues.extend(of_host.filter(|queue: &Vec<_>| !queue.is_empty()));
    }
    queues
}

/// Asks for the head first, which costs the server least. Some servers refuse that method or answer it wrongly, so that
/// only a `GET` says whether the page is gone.
fn request(web: &dyn WebClient, address: &Address) -> Response {
    match send(web, address, RequestMethod::Head) {
        Err(WebError::Status { .. } | WebError::Broken { .. }) => send(web, address, RequestMethod::GetUnread),
        response => response,
    }
}

fn send(web: &dyn WebClient, address: &Address, method: RequestMethod) -> Response {
    let Address { url, redirects } = address;
    // No byte of the body is needed: the status and the redirects answer the question.
    web.send(&WebRequest { url, method, accept: ACCEPT, max_bytes: 0, redirects: *redirects })
}

fn is_from_server(response: &Response) -> bool {
    match response {
        Ok(_) => true,
        Err(error) => matches!(error, WebError::Status { .. } | WebError::Busy { .. } | WebError::Redirects(_)),
    }
}

fn verdict(address: &Address, response: Response, connection: Connection) -> Verdict {
    let error = match response {
        Ok(response) => return response.moved.map_or(Verdict::Sound, |to| moved(address, to)),
        Err(error) => error,
    };
    let why = error.to_string();
    match error {
        WebError::NoHost(host) if connection == Connection::Online => {
            Verdict::Dead { why: format!("there is no host `{host}`"), help: HELP_GONE.to_owned() }
        }
        // Of the statuses only these are certain: others, such as 403, also come from servers that refuse programs.
        WebError::Status { status: 404 | 410, .. } | WebError::Redirects(_) => {
            Verdict::Dead { why, help: HELP_GONE.to_owned() }
        }
        WebError::Private(_) => Verdict::Dead { why, help: HELP_PRIVATE.to_owned() },
        WebError::Address(_) => {
            let help = "write it as `https://example.org/page`, without a name and a password".to_owned();
            Verdict::Dead { why, help }
        }
        _ => Verdict::Unsure(why),
    }
}

/// A redirect to the same page with another query or fragment is no move.
fn moved(address: &Address, to: url::Url) -> Verdict {
    if host(&to) == host(&address.url) && to.path() == address.url.path() && to.scheme() == address.url.scheme() {
        return Verdict::Sound;
    }
    Verdict::Moved(to.to_string())
}
