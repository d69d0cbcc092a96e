//! Reads comments that silence a rule: `<!-- wellpress-allow rule: reason -->`. Whether the rule exists and what it
//! silences is left to the checks.

use wellpress_diagnostics::Span;

use crate::body::AllowComment;

/// Reads a comment; `None` for a comment of any other kind.
pub fn read(comment: &str, span: Span) -> Option<AllowComment> {
    let inside = comment.trim().strip_prefix("<!--")?;
    let inside = inside.split("-->").next().unwrap_or(inside).trim();
    let words = inside.strip_prefix("wellpress-allow")?.trim_start();
    let (rule, reason) = words.split_once(':').unwrap_or((words, ""));
    Some(AllowComment { rule: rule.trim().to_owned(), reason: reason.trim().to_owned(), span })
}
