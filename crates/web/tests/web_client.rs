//! The real web client, as far as it can be tested without a network.

use std::time::Duration;

use url::Url;
use wellpress_io::net::{RedirectPolicy, RequestMethod, WebClient, WebError, WebPolicy, WebRequest};
use wellpress_web::LiveWebClient;

#[test]
fn a_host_that_is_not_there_is_said_to_be() {
    let policy = WebPolicy { timeout: Duration::from_secs(5), ..WebPolicy::default() };
    let ask = |url: &str| {
        let url = Url::parse(url).unwrap();
        LiveWebClient::new(policy.clone()).send(&WebRequest {
            url: &url,
            method: RequestMethod::Get,
            accept: "*/*",
            max_bytes: 10,
            redirects: RedirectPolicy::Follow,
        })
    };
    assert!(matches!(ask("http://192.168.0.1/"), Err(WebError::Private(host)) if host == "192.168.0.1"));
    assert!(matches!(ask("ftp://example.org/"), Err(WebError::Address(_))));
    assert!(matches!(ask("http://user:secret@example.org/"), Err(WebError::Address(_))));
}
