//! Names the feature of the program that brings a command or an argument which is not there, because the program was built without it.

use clap::error::{ContextKind, ContextValue};

use wellpress_command::Failure;

/// A tool: a feature of the program, and what it brings.
struct Tool {
    feature: &'static str,
    is_built_in: bool,
    /// Commands and arguments, as people write them behind `wellpress`.
    brings: &'static [&'static str],
}

const TOOLS: [Tool; 9] = [
    Tool { feature: "audit", is_built_in: cfg!(feature = "audit"), brings: &["audit"] },
    Tool { feature: "browser", is_built_in: cfg!(feature = "browser"), brings: &["handouts", "theme check"] },
    Tool { feature: "care", is_built_in: cfg!(feature = "care"), brings: &["care", "withdraw"] },
    Tool {
        feature: "cite",
        is_built_in: cfg!(feature = "cite"),
        brings: &["cite", "check --external", "check --offline"],
    },
    Tool { feature: "deploy", is_built_in: cfg!(feature = "deploy"), brings: &["deploy"] },
    Tool { feature: "editor", is_built_in: cfg!(feature = "editor"), brings: &["new --repo", "new --sign-in"] },
    Tool { feature: "import", is_built_in: cfg!(feature = "import"), brings: &["import", "new --from"] },
    Tool { feature: "lsp", is_built_in: cfg!(feature = "lsp"), brings: &["lsp"] },
    Tool { feature: "review", is_built_in: cfg!(feature = "review"), brings: &["review", "serve --edit"] },
];

/// The failure for arguments that need a tool which is not built in; `None` for any other mistake.
pub(super) fn failure_of(error: &clap::Error) -> Option<Failure> {
    let unknown =
        [ContextKind::InvalidSubcommand, ContextKind::InvalidArg].into_iter().find_map(|kind| error.get(kind))?;
    let ContextValue::String(unknown) = unknown else { return None };
    missing_tool(&TOOLS, unknown)
}

/// The last words of what the tools bring are unique among what the program lacks then.
fn missing_tool(tools: &[Tool], unknown: &str) -> Option<Failure> {
    let absent = tools.iter().filter(|tool| !tool.is_built_in);
    let mut brought = absent.flat_map(|tool| tool.brings.iter().map(move |brought| (tool.feature, *brought)));
    let (feature, brought) = brought.find(|(_, brought)| brought.split(' ').next_back() == Some(unknown))?;
    Some(Failure::usage(format!("this program was built without `wellpress {brought}`")).help(format!(
        "the feature `{feature}` brings it: build the program with `--features {feature}`, or with the features that are on by default"
    )))
}

#[cfg(test)]
mod tests {
    use super::{Tool, missing_tool};

    #[test]
    fn a_missing_tool_is_named_by_its_feature() {
        let tool = |is_built_in| [Tool { feature: "browser", is_built_in, brings: &["handouts", "theme check"] }];
        let failure = missing_tool(&tool(false), "check").unwrap();
        assert_eq!(failure.message, "this program was built without `wellpress theme check`");
        assert!(failure.help.unwrap().starts_with("the feature `browser` brings it"));
        assert!(missing_tool(&tool(true), "check").is_none());
        assert!(missing_tool(&tool(false), "chek").is_none());
    }
}
