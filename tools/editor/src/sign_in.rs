//! The question how people sign in: the answers of a person on a terminal in, the way with what it needs out.

use std::io::BufRead;

use wellpress_command::Failure;

use crate::backend::{BackendName, SignIn};

/// How people sign in, with what that needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WayIn {
    /// The way.
    pub sign_in: SignIn,
    /// The address of the relay.
    pub relay: Option<String>,
    /// The application of GitLab.
    pub application: Option<String>,
}

/// The ways that a service has, each with what it means.
fn ways(backend: BackendName) -> [(SignIn, &'static str); 2] {
    let token = (SignIn::Token, "each person makes an access token once, and pastes it");
    match backend {
        BackendName::GitHub => {
            [token, (SignIn::Relay, "a button; a small server that you or others run exchanges the sign-in")]
        }
        BackendName::GitLab => {
            [token, (SignIn::Pkce, "a button; needs an application that you register at GitLab once")]
        }
    }
}

/// Asks until there is an answer. An empty line, and the end of the input, choose the first way.
///
/// # Errors
/// When the answers cannot be read.
pub fn ask(backend: BackendName, answers: &mut dyn BufRead, say: &mut dyn FnMut(&str)) -> Result<WayIn, Failure> {
    let ways = ways(backend);
    say("How do colleagues sign in?\n");
    for (number, (_, meaning)) in ways.iter().enumerate() {
        say(&format!("  {}  {meaning}\n", number + 1));
    }
    let sign_in = loop {
        say("Number [1]: ");
        match line(answers)?.as_str() {
            "" | "1" => break ways[0].0,
            "2" => break ways[1].0,
            other => say(&format!("`{other}` is neither 1 nor 2.\n")),
        }
    };
    let mut needed = |question: &str| {
        say(question);
        line(answers).map(|answer| Some(answer).filter(|answer| !answer.is_empty()))
    };
    let relay = if sign_in == SignIn::Relay {
        needed("Address of the server, such as https://sign-in.example: ")?
    } else {
        None
    };
    let application = if sign_in == SignIn::Pkce { needed("Id of the application: ")? } else { None };
    Ok(WayIn { sign_in, relay, application })
}

fn line(answers: &mut dyn BufRead) -> Result<String, Failure> {
    let mut text = String::new();
    answers.read_line(&mut text).map_err(|error| Failure::machine(format!("cannot read the answer: {error}")))?;
    Ok(text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::{WayIn, ask};
    use crate::backend::{BackendName, SignIn};

    fn asked(backend: BackendName, answers: &str) -> (WayIn, String) {
        let mut said = String::new();
        let way = ask(backend, &mut answers.as_bytes(), &mut |text| said.push_str(text)).unwrap();
        (way, said)
    }

    #[test]
    fn an_empty_answer_is_a_token() {
        let (way, said) = asked(BackendName::GitHub, "\n");
        assert_eq!(way, WayIn { sign_in: SignIn::Token, relay: None, application: None });
        assert!(said.starts_with("How do colleagues sign in?\n  1  each person makes an access token once"), "{said}");
        assert_eq!(asked(BackendName::GitHub, "").0.sign_in, SignIn::Token, "the end of the input");
    }

    #[test]
    fn each_way_asks_for_what_it_needs() {
        let (way, said) = asked(BackendName::GitHub, "x\n2\nhttps://sign-in.example\n");
        assert_eq!((way.sign_in, way.relay.as_deref()), (SignIn::Relay, Some("https://sign-in.example")));
        assert!(said.contains("`x` is neither 1 nor 2."), "{said}");
        let (way, _) = asked(BackendName::GitLab, "2\nabc\n");
        assert_eq!((way.sign_in, way.application.as_deref()), (SignIn::Pkce, Some("abc")));
    }
}
