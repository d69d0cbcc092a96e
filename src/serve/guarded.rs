//! [`Guarded`]: a connection on which also the refusal of what is no request has the headers of every answer. That one is
//! made by `hyper` alone, before anything of ours is asked, and says nothing but its status.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::http::EVERY_ANSWER;

/// Longer than such a refusal is.
const LONGEST: usize = 256;

/// A connection.
pub(super) struct Guarded(pub TcpStream);

impl AsyncRead for Guarded {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, into)
    }
}

impl AsyncWrite for Guarded {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match guarded(bytes) {
            // It is the last that is said here, so nobody misses what a full line would not take.
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

/// A bare refusal with the headers that it lacks; nothing for all else.
fn guarded(bytes: &[u8]) -> Option<Vec<u8>> {
    let head = bytes.strip_suffix(b"\r\n\r\n").filter(|head| head.len() < LONGEST)?;
    let text = std::str::from_utf8(head).ok().filter(|text| text.starts_with("HTTP/1."))?;
    let is_bare = text.get(8..10) == Some(" 4") && !text.contains(EVERY_ANSWER[0].0) && !text.contains("\r\n\r\n");
    let headers = EVERY_ANSWER.iter().flat_map(|(name, value)| ["\r\n", name, ": ", value]);
    is_bare.then(|| [text].into_iter().chain(headers).chain(["\r\n\r\n"]).collect::<String>().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn only_a_bare_refusal_is_given_headers() {
        let refused = guarded(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").unwrap();
        let refused = String::from_utf8(refused).unwrap();
        let headers = "\r\nx-content-type-options: nosniff\r\ncross-origin-resource-policy: same-origin\r\ncache-control: no-store\r\n\r\n";
        assert_eq!(refused, format!("HTTP/1.1 400 Bad Request\r\ncontent-length: 0{headers}"));
        for other in [
            refused.as_str(),
            "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
            "HTTP/1.1 404 Not Found\r\ncontent-length: 4\r\n\r\na\r\n\r\n",
            "HTTP/1.1 400 Bad Request\r\ncontent-length: 4\r\n\r\nabcd",
            "a page\r\n\r\n",
        ] {
            assert_eq!(guarded(other.as_bytes()), None, "{other}");
        }
    }
}
