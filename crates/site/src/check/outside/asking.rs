//! Addresses in, a [`Verdict`] for each out: many hosts at once, each a few addresses at a time.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use wellpress_io::net::{RequestMethod, WebClient, WebError, WebRequest, WebResponse, host};

use super::addresses::Address;
use super::memory::Verdict;

/// How many requests are on their way at once.
const MOST_AT_ONCE: usize = 24;
const ACCEPT: &str = "text/html, application/xhtml+xml, application/pdf;q=0.9, */*;q=0.8";
const PRIVATE: &str =
    "lead to a public address; if that host is yours, name it under `check.external.private_hosts` in the settings";
const GONE: &str = "find where it went, or take it out; a copy may be at https://web.archive.org/";

type Heard = Result<WebResponse, WebError>;

/// Asks for all of them, and tells of each when it is done with.
pub(super) fn ask<'a>(
    web: &dyn WebClient,
    wanted: &[&'a Address],
    per_host: usize,
    tell: &(dyn Fn() + Sync),
) -> Vec<(&'a Address, Verdict)> {
    let lanes = lanes(wanted, per_host);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut heard = Vec::new();
        while let Some(lane) = lanes.get(next.fetch_add(1, Ordering::Relaxed)) {
            for address in lane {
                heard.push((*address, ask_one(web, address)));
                tell();
            }
        }
        heard
    };
    let heard: Vec<(&Address, Heard)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..lanes.len().min(MOST_AT_ONCE)).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("asking does not panic")).collect()
    });
    let is_online = heard.iter().any(|(_, heard)| is_answer(heard));
    heard.into_iter().map(|(address, heard)| (address, verdict(address, heard, is_online))).collect()
}

/// The addresses of a host, dealt out to as many lanes as it may be asked in at once; the longest lanes come first.
fn lanes<'a>(wanted: &[&'a Address], per_host: usize) -> Vec<Vec<&'a Address>> {
    let mut hosts: BTreeMap<&str, Vec<Vec<&Address>>> = BTreeMap::new();
    let mut dealt: BTreeMap<&str, usize> = BTreeMap::new();
    for address in wanted {
        let host = address.url.host_str().unwrap_or_default();
        let turn = dealt.entry(host).or_default();
        hosts.entry(host).or_insert_with(|| vec![Vec::new(); per_host])[*turn % per_host].push(address);
        *turn += 1;
    }
    let mut lanes: Vec<_> = hosts.into_values().flatten().filter(|lane| !lane.is_empty()).collect();
    lanes.sort_by_key(|lane| std::cmp::Reverse(lane.len()));
    lanes
}

/// The head first; some servers refuse it, or answer it wrongly.
fn ask_one(web: &dyn WebClient, address: &Address) -> Heard {
    let ask = |method| {
        let Address { url, redirects } = address;
        web.send(&WebRequest { url, method, accept: ACCEPT, max_bytes: 0, redirects: *redirects })
    };
    match ask(RequestMethod::Head) {
        Err(WebError::Status { .. } | WebError::Broken { .. }) => ask(RequestMethod::GetUnread),
        heard => heard,
    }
}

/// Whether somebody was there to say something.
fn is_answer(heard: &Heard) -> bool {
    match heard {
        Ok(_) => true,
        Err(error) => matches!(error, WebError::Status { .. } | WebError::Busy { .. } | WebError::Redirects(_)),
    }
}

fn verdict(address: &Address, heard: Heard, is_online: bool) -> Verdict {
    let error = match heard {
        Ok(answer) => return answer.moved.map_or(Verdict::Sound, |to| moved(address, to)),
        Err(error) => error,
    };
    let dead = |help: &str| Verdict::Dead { why: error.to_string(), help: help.to_owned() };
    match error {
        WebError::NoHost(ref host) if is_online => {
            Verdict::Dead { why: format!("there is no host `{host}`"), help: GONE.to_owned() }
        }
        WebError::Status { status: 404 | 410, .. } | WebError::Redirects(_) => dead(GONE),
        WebError::Private(_) => dead(PRIVATE),
        WebError::Address(_) => dead("write it as `https://example.org/page`, without a name and a password"),
        error => Verdict::Unsure(error.to_string()),
    }
}

/// A place on the page stays the same place.
fn moved(address: &Address, to: url::Url) -> Verdict {
    if host(&to) == host(&address.url) && to.path() == address.url.path() && to.scheme() == address.url.scheme() {
        return Verdict::Sound;
    }
    Verdict::Moved(to.to_string())
}
