//! [`direction`]: whether a language is written from left to right.

/// The direction in which a language is written, for the `dir` attribute.
pub fn direction(tag: &str) -> &'static str {
    let primary = tag.split('-').next().unwrap_or(tag);
    if matches!(primary, "ar" | "arc" | "ckb" | "dv" | "fa" | "he" | "ps" | "sd" | "ug" | "ur" | "yi") {
        "rtl"
    } else {
        "ltr"
    }
}
