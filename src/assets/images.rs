//! A picture's size in pixels, and what makes a file unfit to be shown as one.

use std::fmt;

/// Size of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pixels {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// Why a file cannot be shown as a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Defect {
    /// Its extension is not one of a picture.
    NotAPicture,
    /// What is in it is not what its extension says, or it is cut short.
    Unreadable,
    /// It has more pixels than any reader's machine should be asked to hold.
    TooLarge(Pixels),
    /// An SVG with a script, an event handler or something from elsewhere in it.
    Active(&'static str),
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAPicture => f.write_str("it is not a picture that browsers show"),
            Self::Unreadable => f.write_str("its content is damaged, or not what its extension says"),
            Self::TooLarge(Pixels { width, height }) => {
                write!(f, "it has {width} x {height} pixels, more than 12000 x 12000")
            }
            Self::Active(what) => write!(f, "it has {what} in it"),
        }
    }
}

const MOST_PIXELS: u64 = 12_000 * 12_000;

/// The picture's size, if the file is one.
pub(super) fn inspect(path: &str, bytes: &[u8]) -> Result<Pixels, Defect> {
    let extension = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let pixels = match extension.as_str() {
        "svg" => svg(bytes)?,
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" => raster(&extension, bytes)?,
        _ => return Err(Defect::NotAPicture),
    };
    if u64::from(pixels.width) * u64::from(pixels.height) > MOST_PIXELS {
        return Err(Defect::TooLarge(pixels));
    }
    Ok(pixels)
}

fn raster(extension: &str, bytes: &[u8]) -> Result<Pixels, Defect> {
    use imagesize::ImageType;
    let agrees = match imagesize::image_type(bytes).map_err(|_| Defect::Unreadable)? {
        ImageType::Png => extension == "png",
        ImageType::Jpeg => matches!(extension, "jpg" | "jpeg"),
        ImageType::Gif => extension == "gif",
        ImageType::Webp => extension == "webp",
        ImageType::Heif(_) => extension == "avif",
        _ => false,
    };
    let size = imagesize::blob_size(bytes).map_err(|_| Defect::Unreadable)?;
    let pixels = |value: usize| u32::try_from(value).ok().filter(|value| *value > 0).ok_or(Defect::Unreadable);
    if agrees {
        Ok(Pixels { width: pixels(size.width)?, height: pixels(size.height)? })
    } else {
        Err(Defect::Unreadable)
    }
}

fn svg(bytes: &[u8]) -> Result<Pixels, Defect> {
    let text = std::str::from_utf8(bytes).map_err(|_| Defect::Unreadable)?;
    if let Some(what) = active_content(text) {
        return Err(Defect::Active(what));
    }
    let root = text.find("<svg").ok_or(Defect::Unreadable)?;
    let tag = &text[root..root + text[root..].find('>').ok_or(Defect::Unreadable)?];
    let is_whole = tag.ends_with('/') || text.contains("</svg>");
    if !(is_whole && text.trim_end().ends_with('>')) {
        return Err(Defect::Unreadable);
    }
    let length = |name: &str| attribute(tag, name).and_then(|value| value.trim_end_matches("px").parse::<f64>().ok());
    let view_box = attribute(tag, "viewBox")
        .map(|value| value.split([' ', ',']).filter_map(|number| number.parse::<f64>().ok()).collect::<Vec<_>>());
    let (width, height) = match (length("width"), length("height"), view_box.as_deref()) {
        (Some(width), Some(height), _) => (width, height),
        (_, _, Some([_, _, width, height])) => (*width, *height),
        _ => (300.0, 150.0),
    };
    let sound = |value: f64| value.is_finite() && (1.0..=100_000.0).contains(&value);
    if !(sound(width) && sound(height)) {
        return Err(Defect::Unreadable);
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 100000")]
    let pixels = |value: f64| value.round() as u32;
    Ok(Pixels { width: pixels(width), height: pixels(height) })
}

/// The value of an attribute of a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let pattern = format!(" {name}=");
    let flat = tag.find(&pattern).or_else(|| tag.find(&format!("\n{name}=")))?;
    let rest = &tag[flat + pattern.len()..];
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    rest[1..].split(quote).next()
}

/// What in an SVG could act or load something, once somebody opens it by its own address.
fn active_content(text: &str) -> Option<&'static str> {
    let lower = text.to_ascii_lowercase();
    if lower.contains("<script") || lower.contains("javascript:") {
        return Some("a script");
    }
    if lower.contains("<foreignobject") || lower.contains("<iframe") {
        return Some("a foreign object");
    }
    if lower.contains("<!entity") {
        return Some("an entity declaration");
    }
    let handler = lower.match_indices("on").any(|(at, _)| {
        let begins = lower[..at].ends_with(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\''));
        let name = lower[at + 2..].find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(0);
        begins && name > 0 && lower[at + 2 + name..].trim_start().starts_with('=')
    });
    if handler {
        return Some("an event handler");
    }
    let packed: String = lower.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let hidden = ["href=\"", "href='"].iter().any(|pattern| {
        let values = packed.match_indices(pattern).map(|(at, _)| packed[at + 6..].split(['"', '\'']).next());
        values.flatten().any(|value| value.contains('&') && !value.contains("&amp;") || value.contains("script:"))
    });
    if hidden {
        return Some("a script");
    }
    let outside = [
        "href=\"http",
        "href='http",
        "href=\"//",
        "href='//",
        "url(http",
        "url(\"http",
        "url('http",
        "@import",
        "src=\"http",
    ];
    outside.iter().any(|pattern| packed.contains(pattern)).then_some("a reference to another address")
}
