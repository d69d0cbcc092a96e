//! The logo that a theme names: a picture of the site's name, for light and for dark. It stands in the header in place of
//! the theme's mark and the name in letters.

use std::collections::BTreeMap;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source, Span, nearest};
use wellpress_site::assets::{self, PixelSize};
use wellpress_site::config::Config;

use super::layers::{Layer, wrong};
use super::theme_assets::ThemeAsset;

/// The drawing from which icons are made: what stands beside the name in letters.
pub const MARK: &str = "logo.svg";

/// A picture of the site's name.
#[derive(Debug, Clone)]
pub struct Logo {
    /// Its name among the theme's assets.
    pub asset: String,
    /// Its size.
    pub pixels: PixelSize,
}

/// The logo of a theme in its forms.
#[derive(Debug, Clone, Default)]
pub struct Logos {
    /// On the ground of light, and on that of dark where it has no form of its own for that.
    pub light: Option<Logo>,
    /// On the ground of dark.
    pub dark: Option<Logo>,
}

impl Logos {
    /// Of the strongest theme that names one.
    pub(super) fn read(
        config: &Config,
        layers: &[Layer],
        assets: &BTreeMap<String, ThemeAsset>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let naming = layers.iter().find(|layer| layer.manifest.logo.is_some() || layer.manifest.logo_dark.is_some());
        let Some((layer, source)) = naming.and_then(|layer| Some((layer, layer.source()?))) else {
            return Ok(Self::default());
        };
        let one = |name: &Option<Located<String>>| {
            name.as_ref().map(|name| read(config, assets, &source, name)).transpose().map_err(|finding| vec![*finding])
        };
        let logos = Self { light: one(&layer.manifest.logo)?, dark: one(&layer.manifest.logo_dark)? };
        match &layer.manifest.logo_dark {
            Some(dark) if logos.light.is_none() => Err(vec![
                wrong(source.locate(Span { ..dark.span }), "`logo-dark` stands without `logo`")
                    .help("name the logo for light as well"),
            ]),
            _ => Ok(logos),
        }
    }

    /// The logo for light, where it is a drawing.
    #[must_use]
    pub fn drawing(&self) -> Option<&Logo> {
        self.light.as_ref().filter(|logo| logo.asset.to_ascii_lowercase().ends_with(".svg"))
    }

    /// Replaces the mark, from which icons are drawn, by the logo of a theme that names a logo and brings no mark: the mark
    /// that it inherits shows somebody else's site.
    pub(super) fn replace_mark(&self, layers: &[Layer], assets: &mut BTreeMap<String, ThemeAsset>) {
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

fn read(
    config: &Config,
    assets: &BTreeMap<String, ThemeAsset>,
    source: &Source,
    name: &Located<String>,
) -> Result<Logo, Box<Diagnostic>> {
    let place = || source.locate(Span { ..name.span });
    let Some(asset) = assets.get(&name.value) else {
        let finding = wrong(place(), format!("the theme has no file `assets/{}`", name.value));
        let near = nearest(&name.value, assets.keys().map(String::as_str));
        return Err(Box::new(match near {
            Some(near) => finding.suggest(Some(near)),
            None => finding.help("put the picture into `assets/` of the theme"),
        }));
    };
    match assets::inspect(config, &name.value, &asset.bytes) {
        Ok(image) => Ok(Logo { asset: name.value.clone(), pixels: image.pixels }),
        Err(defect) => Err(Box::new(
            wrong(place(), format!("`{}` cannot be the logo: {defect}", name.value))
                .help("export it again, as a plain drawing in SVG or as PNG"),
        )),
    }
}
