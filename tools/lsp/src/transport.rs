//! Messages on two streams, as editors send and read them. A message that is no JSON is answered with an error, and the next one is
//! read; `lsp_server` alone would end the connection.

use std::io::{self, BufRead, Read as _, Write};
use std::thread;

use crossbeam_channel::{Receiver, Sender, unbounded};
use lsp_server::{Connection, Message};
use serde_json::{Value, json};

/// The largest message that is read. A text of the largest file is far below it.
const MAX_MESSAGE: u64 = 256 * 1024 * 1024;

/// The code of the protocol for a message that cannot be parsed.
const PARSE_ERROR: i32 = -32700;

/// The code of the protocol for a message that is no request.
const INVALID_REQUEST: i32 = -32600;

/// What is written.
enum Outgoing {
    Message(Message),
    /// An answer to a message whose number is not known.
    Error(i32, String),
}

/// Connects a server with an editor. The thread of the writer ends when all senders are gone, and then has written everything.
///
/// The reader is not joined: it may wait for input that never comes.
pub fn connect(
    mut input: impl BufRead + Send + 'static,
    mut output: impl Write + Send + 'static,
) -> (Connection, thread::JoinHandle<()>) {
    let (sender, outgoing) = unbounded();
    let (incoming, receiver) = unbounded();
    let (errors, error_receiver) = unbounded();
    thread::spawn(move || read_all(&mut input, &incoming, &errors));
    let writer = thread::spawn(move || {
        // An editor that is gone reads nothing. The next message then has nowhere to go, which ends the server.
        let _ = write_all(&mut output, &outgoing, &error_receiver);
    });
    (Connection { sender, receiver }, writer)
}

fn read_all(input: &mut impl BufRead, incoming: &Sender<Message>, errors: &Sender<Outgoing>) {
    while let Ok(Some(body)) = read_body(input) {
        let answer = match serde_json::from_slice::<Value>(&body) {
            Err(error) => Outgoing::Error(PARSE_ERROR, format!("the message is no JSON: {error}")),
            Ok(value) => match serde_json::from_value::<Message>(value) {
                Ok(message) => {
                    if incoming.send(message).is_err() {
                        return;
                    }
                    continue;
                }
                Err(error) => Outgoing::Error(INVALID_REQUEST, format!("the message is none of the protocol: {error}")),
            },
        };
        if errors.send(answer).is_err() {
            return;
        }
    }
}

/// The body of the next message; `None` at the end of the input.
fn read_body(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        match line.trim_end().split_once(':') {
            Some((name, value)) if name.trim().eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse::<u64>().ok();
            }
            // A blank line ends the head. Without a length, what follows is the head of another message.
            None if line.trim().is_empty() => {
                if let Some(length) = length.take() {
                    return sized(input, length).map(Some);
                }
            }
            _ => {}
        }
    }
}

fn sized(input: &mut impl BufRead, length: u64) -> io::Result<Vec<u8>> {
    if length > MAX_MESSAGE {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut body = Vec::new();
    input.take(length).read_to_end(&mut body)?;
    if body.len() as u64 == length { Ok(body) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

fn write_all(output: &mut impl Write, messages: &Receiver<Message>, errors: &Receiver<Outgoing>) -> io::Result<()> {
    let mut errors = errors.clone();
    loop {
        let next = crossbeam_channel::select! {
            recv(messages) -> message => match message {
                Ok(message) => Outgoing::Message(message),
                Err(_) => return output.flush(),
            },
            recv(errors) -> error => match error {
                Ok(error) => error,
                Err(_) => {
                    errors = crossbeam_channel::never();
                    continue;
                }
            },
        };
        match next {
            Outgoing::Message(message) => message.write(output)?,
            Outgoing::Error(code, message) => {
                let body =
                    json!({"jsonrpc": "2.0", "id": null, "error": {"code": code, "message": message}}).to_string();
                write!(output, "Content-Length: {}\r\n\r\n{body}", body.len())?;
                output.flush()?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::read_body;

    #[test]
    fn a_head_without_a_length_is_skipped() {
        let mut input = Cursor::new(
            &b"Content-Type: x\r\n\r\nContent-Length: 2\r\nContent-Type: y\r\n\r\n{}Content-Length: 9\r\n\r\n{"[..],
        );
        assert_eq!(read_body(&mut input).unwrap().unwrap(), b"{}");
        assert!(read_body(&mut input).is_err(), "the last message is cut off");
    }
}
