//! The colour of links and buttons in dark mode, for a theme that sets it for light mode only.
//!
//! Input: the layers of a theme. Output: the same layers, in which a layer with `color-action` and without `color-action-dark` has
//! one that is mixed from the first and white. Without it, dark mode would show the colour of the theme that is extended, which
//! belongs to another site. The other colours are not derived: a background or a text mixed this way would be a guess.

use wellpress_diagnostics::yaml::Located;

use crate::theme::layers::{Layer, LayerOrigin};
use crate::theme::tokens::contrast::{channels, contrast_ratio};

const ACTION: &str = "color-action";
const ACTION_DARK: &str = "color-action-dark";
const DARK_BACKGROUNDS: [&str; 2] = ["color-paper-dark", "color-plate-dark"];

/// The contrast that the derived colour has at least to both backgrounds: level AAA for normal text. It is above the required 4.5
/// because nobody chose the colour by looking at it.
const TARGET_CONTRAST: f64 = 7.0;

/// Adds `color-action-dark` to the strongest theme of the site that sets `color-action`, unless it or a stronger one sets it.
pub(crate) fn derive(layers: &mut [Layer]) {
    let Some(at) = layers.iter().position(has_action) else { return };
    let layer = &layers[at];
    if layer.origin == LayerOrigin::Program || layer.manifest.tokens.contains_key(ACTION_DARK) {
        return;
    }
    let Some(action) = layer.manifest.tokens.get(ACTION) else { return };
    let token = |name: &str| layers.iter().find_map(|layer| channels(&layer.manifest.tokens.get(name)?.value));
    let backgrounds: Option<Vec<[u8; 3]>> = DARK_BACKGROUNDS.into_iter().map(token).collect();
    // A colour or a background in another form than digits cannot be judged, which `theme-contrast` reports.
    let derived = channels(&action.value).zip(backgrounds).and_then(|(action, dark)| lightened(action, &dark));
    if let Some([red, green, blue]) = derived {
        let derived = Located { value: format!("#{red:02X}{green:02X}{blue:02X}"), span: action.span };
        layers[at].manifest.tokens.insert(ACTION_DARK.to_owned(), derived);
    }
}

fn has_action(layer: &Layer) -> bool {
    [ACTION, ACTION_DARK].iter().any(|token| layer.manifest.tokens.contains_key(*token))
}

/// The colour with as little white as gives it the target contrast to all backgrounds. `None` if white itself has less.
fn lightened(colour: [u8; 3], backgrounds: &[[u8; 3]]) -> Option<[u8; 3]> {
    let mixtures = (0..=100_u16).map(|white| {
        // At most 255 by its definition.
        colour.map(|channel| channel + u8::try_from(u16::from(255 - channel) * white / 100).unwrap_or_default())
    });
    mixtures
        .into_iter()
        .find(|mixture| backgrounds.iter().all(|background| contrast_ratio(*mixture, *background) >= TARGET_CONTRAST))
}

#[cfg(test)]
mod tests {
    use crate::theme::tokens::dark_action::lightened;

    #[test]
    fn a_dark_colour_becomes_lighter_and_a_light_one_stays() {
        assert_eq!(lightened([0x7A, 0x3B, 0x12], &[[0x12, 0x1A, 0x19]]), Some([0xBC, 0x9D, 0x88]));
        assert_eq!(lightened([0xE8, 0xB4, 0x8C], &[[0x12, 0x1A, 0x19]]), Some([0xE8, 0xB4, 0x8C]));
        assert_eq!(lightened([0x7A, 0x3B, 0x12], &[[0x99, 0x99, 0x99]]), None);
    }
}
