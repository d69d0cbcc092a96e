//! [`RefusalHeaders`]: a connection that adds our headers to responses that `hyper` makes by itself.
//!
//! When bytes are no HTTP request, `hyper` answers `400 Bad Request` without calling our router and without our headers, and
//! offers no hook. So the response is changed as it is written.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::http::RESPONSE_HEADERS;

/// Longer than any response that `hyper` makes by itself.
const MAX_REFUSAL_BYTES: usize = 256;

/// A connection that completes the headers of refusals and passes all other bytes on.
pub(super) struct RefusalHeaders(pub TcpStream);

impl AsyncRead for RefusalHeaders {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, into)
    }
}

impl AsyncWrite for RefusalHeaders {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match completed_refusal(bytes) {
            // A partial write would lose the end of the headers. The connection closes after it, so no later response is
            // damaged.
            Some(refusal) => Pin::new(&mut self.0).poll_write(context, &refusal).map_ok(|_| bytes.len()),
            None => Pin::new(&mut self.0).poll_write(context, bytes),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}

/// A refusal with status 4xx and no body, completed by the missing headers. `None` for all other bytes, which may be a part of
/// a file.
fn completed_refusal(bytes: &[u8]) -> Option<Vec<u8>> {
    let head = bytes.strip_suffix(b"\r\n\r\n").filter(|head| head.len() < MAX_REFUSAL_BYTES)?;
    let text = std::str::from_utf8(head).ok().filter(|text| text.starts_with("HTTP/1."))?;
    let is_bare = text.get(8..10) == Some(" 4") && !text.contains(RESPONSE_HEADERS[0].0) && !text.contains("\r\n\r\n");
    let headers = RESPONSE_HEADERS.iter().flat_map(|(name, value)| ["\r\n", name, ": ", value]);
    is_bare.then(|| [text].into_iter().chain(headers).chain(["\r\n\r\n"]).collect::<String>().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::completed_refusal;

    #[test]
    fn only_a_bare_refusal_is_given_headers() {
        let refusal = completed_refusal(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").unwrap();
        let refusal = String::from_utf8(refusal).unwrap();
        let headers = "\r\nx-content-type-options: nosniff\r\ncross-origin-resource-policy: same-origin\r\ncache-control: no-store, no-transform\r\n\r\n";
        assert_eq!(refusal, format!("HTTP/1.1 400 Bad Request\r\ncontent-length: 0{headers}"));
        for response in [
            refusal.as_str(),
            "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 404 Not Found\r\ncontent-length: 4\r\n\r\na\r\n\r\n",
            "HTTP/1.1 400 Bad Request\r\ncontent-length: 4\r\n\r\nabcd",
            "a page\r\n\r\n",
        ] {
            assert_eq!(completed_refusal(response.as_bytes()), None, "{response}");
        }
    }
}
