//! Goes over the signs of a text: what each becomes, and where brackets close.

/// A text in which each place of a sign may become other words. `replace` gets what is written so far and what stands behind the sign,
/// and returns the words and what is to be read then; with `None` the sign stays.
pub(crate) fn replaced<'t>(
    text: &'t str,
    sign: &str,
    mut replace: impl FnMut(&str, &'t str) -> Option<(String, &'t str)>,
) -> String {
    let (mut output, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, behind)) = rest.split_once(sign) {
        output.push_str(before);
        match replace(&output, behind) {
            Some((words, unread_text)) => {
                output.push_str(&words);
                rest = unread_text;
            }
            None => {
                output.push_str(sign);
                rest = behind;
            }
        }
    }
    output + rest
}

/// What stands in a bracket that is open at the start of a text, and what behind the bracket that closes it.
pub(crate) fn split_at_closing(text: &str, [open, close]: [char; 2]) -> Option<(&str, &str)> {
    let mut depth = 1;
    let end = text.find(|sign| {
        depth += i32::from(sign == open) - i32::from(sign == close);
        depth == 0
    })?;
    Some((&text[..end], &text[end + close.len_utf8()..]))
}
