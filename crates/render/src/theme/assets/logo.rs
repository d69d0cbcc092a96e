//! The logo of the site: a picture of its name, for light and for dark, which the header shows instead of the theme's mark
//! with the name in letters.
//!
//! Input: `logo` and `logo-dark` of a `theme.yaml`, and the theme's assets. Output: [`Logos`], or findings about a name without
//! a file and a file that is no picture. Icons, which are drawn from the mark or the logo, are left to `icons`.

use std::collections::BTreeMap;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source, nearest};
use wellpress_site::assets::{self, PixelSize};
use wellpress_site::config::Config;

use crate::theme::assets::ThemeAsset;
use crate::theme::layers::{Layer, wrong};

/// The asset with the theme's mark: the drawing beside the name in letters, from which the icons are drawn.
pub const MARK: &str = "logo.svg";

/// A picture of the site's name.
#[derive(Debug, Clone)]
pub struct Logo {
    /// Its path in the theme's `assets/`.
    pub asset: String,
    /// Width and height of the picture as it is stored.
    pub pixels: PixelSize,
}

/// The logo for light and for dark; both `None` for a theme that names none.
#[derive(Debug, Clone, Default)]
pub struct Logos {
    /// For light backgrounds, and for dark ones too if there is no other for these.
    pub light: Option<Logo>,
    /// For dark backgrounds.
    pub dark: Option<Logo>,
}

impl Logos {
    /// Reads the logo of the strongest theme that names one.
    pub(crate) fn read(
        config: &Config,
        layers: &[Layer],
        assets: &BTreeMap<String, ThemeAsset>,
    ) -> Result<Self, Vec<Diagnostic>> {
        // One theme decides about both: a pair from two themes could show the names of two sites.
        let naming = layers.iter().find(|layer| layer.manifest.logo.is_some() || layer.manifest.logo_dark.is_some());
        let Some((layer, source)) = naming.and_then(|layer| Some((layer, layer.source()?))) else {
            return Ok(Self::default());
        };
        let light = layer.manifest.logo.as_ref().map(|name| read(config, assets, &source, name));
        let dark = layer.manifest.logo_dark.as_ref().map(|name| read(config, assets, &source, name));
        let logos = Self {
            light: light.transpose().map_err(|finding| vec![*finding])?,
            dark: dark.transpose().map_err(|finding| vec![*finding])?,
        };
        match &layer.manifest.logo_dark {
            // A logo for dark alone would leave light readers with the mark of another site.
            Some(dark) if logos.light.is_none() => Err(vec![
                wrong(source.locate(dark.span), "`logo-dark` stands without `logo`")
                    .help("name the logo for light as well"),
            ]),
            _ => Ok(logos),
        }
    }

    /// The logo for light, if it is an SVG: icons and share cards scale it, which a picture of pixels does not bear.
    #[must_use]
    pub fn drawing(&self) -> Option<&Logo> {
        self.light.as_ref().filter(|logo| logo.asset.to_ascii_lowercase().ends_with(".svg"))
    }

    /// Replaces the mark, from which icons are drawn, by the logo if the theme with the logo has no mark of its own: the mark
    /// that it inherits shows another site.
    pub(crate) fn replace_mark(&self, layers: &[Layer], assets: &mut BTreeMap<String, ThemeAsset>) {
        let mark = format!("assets/{MARK}");
        let strongest = layers.iter().find(|layer| layer.manifest.logo.is_some() || layer.files.contains_key(&mark));
        if strongest.is_none_or(|layer| layer.files.contains_key(&mark)) {
            return;
        }
        assets.remove(MARK);
        if let Some(logo) = self.drawing().and_then(|logo| assets.get(&logo.asset)).cloned() {
            assets.insert(MARK.to_owned(), logo);
        }
    }
}

/// The asset that `logo` or `logo-dark` names, with its size.
fn read(
    config: &Config,
    assets: &BTreeMap<String, ThemeAsset>,
    source: &Source,
    name: &Located<String>,
) -> Result<Logo, Box<Diagnostic>> {
    let location = source.locate(name.span);
    let Some(asset) = assets.get(&name.value) else {
        let finding = wrong(location, format!("the theme has no file `assets/{}`", name.value));
        return Err(Box::new(match nearest(&name.value, assets.keys().map(String::as_str)) {
            Some(near) => finding.suggest(Some(near)),
            None => finding.help("put the picture into `assets/` of the theme"),
        }));
    };
    match assets::inspect(config, &name.value, &asset.bytes) {
        Ok(image) => Ok(Logo { asset: name.value.clone(), pixels: image.pixels }),
        Err(defect) => Err(Box::new(
            wrong(location, format!("`{}` cannot be the logo: {defect}", name.value))
                .help("export it again, as a plain drawing in SVG or as PNG"),
        )),
    }
}
