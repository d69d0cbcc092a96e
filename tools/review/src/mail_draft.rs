//! [`MailDraft`]: a mail as a file that mail programs open as a draft.
//!
//! The form is that of RFC 5322 with the words of headers encoded as RFC 2047 says, so that the file is ASCII. `X-Unsent` makes Outlook
//! open it for editing. A sender without an address is an empty group, as RFC 6854 allows; a receiver without one is left out.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use wellpress_foundation::Day;
use wellpress_foundation::text::one_line;

/// The most bytes of text in an encoded word: with its frame it has at most 75 characters.
const WORD_BYTES: usize = 42;

/// The characters of a line of the text.
const LINE_LENGTH: usize = 76;

/// A mail address such as `ann@example.org`, in the form without quotes and comments that people have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MailAddress(String);

impl MailAddress {
    /// Reads an address. One outside of ASCII cannot stand in a header.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let is_atom = |part: &str| {
            let allowed = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c);
            !part.is_empty() && part.split('.').all(|word| !word.is_empty() && word.chars().all(allowed))
        };
        let parts = text.split_once('@').filter(|(local, domain)| is_atom(local) && is_atom(domain));
        let is_short = text.len() <= 254;
        parts
            .filter(|_| is_short)
            .map(|_| Self(text.to_owned()))
            .ok_or_else(|| "write it as `ann@example.org`".to_owned())
    }
}

/// A mail that nobody has sent yet.
pub(crate) struct MailDraft<'a> {
    pub from_name: &'a str,
    pub from: Option<&'a MailAddress>,
    pub to_name: &'a str,
    pub to: Option<&'a MailAddress>,
    pub subject: &'a str,
    pub text: &'a str,
    pub date: Day,
}

impl MailDraft<'_> {
    /// The bytes of the file, which are ASCII.
    pub fn eml(&self) -> String {
        let from = match self.from {
            Some(address) => mailbox(self.from_name, address),
            // An encoded word ends at a blank.
            None => format!("{} :;", phrase(self.from_name)),
        };
        let to = self.to.map(|address| format!("To: {}\r\n", mailbox(self.to_name, address)));
        // The time of the day is not known; the program that sends the mail writes its own.
        let date = self.date.0.strftime("%a, %d %b %Y 12:00:00 +0000");
        format!(
            "X-Unsent: 1\r\nDate: {date}\r\nFrom: {from}\r\n{}Subject: {}\r\nMIME-Version: 1.0\r\n\
             Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
            to.unwrap_or_default(),
            encoded(self.subject),
            body(self.text)
        )
    }
}

fn mailbox(name: &str, MailAddress(address): &MailAddress) -> String {
    // On a line of its own: a name and an address can be long.
    format!("{}\r\n <{address}>", phrase(name))
}

/// A name in a header: as it is if every word is plain, else encoded. A period, a quote or a comma would have to be quoted.
fn phrase(name: &str) -> String {
    let name = Some(clean(name)).filter(|name| !name.is_empty()).unwrap_or_else(|| "-".to_owned());
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == ' ' || c == '-';
    if name.len() <= WORD_BYTES && name.chars().all(is_plain) { name } else { encoded_words(&name) }
}

/// A subject: as it is if it is short ASCII, else encoded.
fn encoded(text: &str) -> String {
    let text = clean(text);
    // What looks like an encoded word would be decoded.
    let is_plain =
        text.len() <= WORD_BYTES && text.chars().all(|c| c == ' ' || c.is_ascii_graphic()) && !text.contains("=?");
    if is_plain { text } else { encoded_words(&text) }
}

/// The text on one line: a line end would start another header. Control characters become blanks.
fn clean(text: &str) -> String {
    one_line(&text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>())
}

/// Encoded words, one a line. A character is not divided between two.
fn encoded_words(text: &str) -> String {
    let mut words = vec![String::new()];
    for c in text.chars() {
        if words.last().is_some_and(|word| word.len() + c.len_utf8() > WORD_BYTES) {
            words.push(String::new());
        }
        words.iter_mut().next_back().into_iter().for_each(|word| word.push(c));
    }
    let words: Vec<String> = words.iter().map(|word| format!("=?utf-8?B?{}?=", BASE64_STANDARD.encode(word))).collect();
    words.join("\r\n ")
}

/// The text in base64, whose lines end as those of mails do.
fn body(text: &str) -> String {
    let coded = BASE64_STANDARD.encode(text.replace("\r\n", "\n").replace('\n', "\r\n"));
    let lines = coded.as_bytes().chunks(LINE_LENGTH).map(|line| format!("{}\r\n", String::from_utf8_lossy(line)));
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::{MailAddress, MailDraft, encoded, phrase};
    use wellpress_foundation::Day;

    #[test]
    fn headers_cannot_be_added_by_a_name() {
        let name = "Ann \"Q\"\r\nBcc: eve@example.org\u{85}\u{2028}Roe";
        assert!(phrase(name).starts_with("=?utf-8?B?"));
        let address = MailAddress::parse("ann@example.org").unwrap();
        let draft = MailDraft {
            from_name: "The desk, of\nbacks",
            from: None,
            to_name: name,
            to: Some(&address),
            subject: "Zwei Seiten für Sie: Schmerzen im Rücken und im Nacken, und wie man damit umgeht",
            text: "Guten Tag\n",
            date: Day::parse("2026-06-12").unwrap(),
        };
        let eml = draft.eml();
        let (headers, _) = eml.split_once("\r\n\r\n").unwrap();
        let names: Vec<&str> = headers
            .split("\r\n")
            .filter(|line| !line.starts_with(' '))
            .map(|line| line.split(':').next().unwrap())
            .collect();
        let expected = "X-Unsent Date From To Subject MIME-Version Content-Type Content-Transfer-Encoding";
        assert_eq!(names.join(" "), expected);
        assert!(eml.is_ascii() && headers.contains("Date: Fri, 12 Jun 2026 12:00:00 +0000"), "{eml}");
        assert!(eml.split("\r\n").all(|line| line.len() <= 78 && !line.contains(['\r', '\n'])), "{eml}");
    }

    #[test]
    fn words_that_are_plain_stay_as_they_are() {
        assert_eq!(phrase("Ann Roe"), "Ann Roe");
        assert_eq!(encoded("Two pages: a reminder"), "Two pages: a reminder");
        assert!(encoded("=?utf-8?Q?a?=").starts_with("=?utf-8?B?"));
        assert_eq!(phrase(" \n"), "-");
    }

    #[test]
    fn an_address_is_one_address() {
        assert!(MailAddress::parse("ann.roe+x@mail.example.org").is_ok());
        for wrong in [
            "ann",
            "ann@",
            "@b.org",
            "a@b@c.org",
            "a b@c.org",
            "a@b.org, c@d.org",
            "a@b.org>\r\nBcc: x",
            "ä@b.org",
            "a..b@c.org",
        ] {
            assert!(MailAddress::parse(wrong).is_err(), "{wrong}");
        }
    }
}
