//! Pictures in the preview, which encodes each on its first request.

use image::ImageFormat;

use wellpress::serve::BuildResult;

use crate::pictures::{encoded, jpeg, photo, png_with_undecodable_pixels, site};
use crate::preview_harness::RunningPreview;

#[test]
fn the_preview_encodes_a_picture_on_its_first_request() {
    let served = RunningPreview::new(&site("hero.jpg", jpeg(900, 300)));
    let page = served.get("/articles/a/").text();
    let address = page.split('"').find(|part| part.starts_with("/assets/hero-480.")).unwrap();
    let address = address.split(' ').next().unwrap();
    let picture = served.get(address);
    assert_eq!((picture.status, picture.header("content-type")), (200, Some("image/webp")));
    let image = image::load_from_memory(&picture.body).unwrap();
    assert_eq!((image.width(), image.height()), (480, 160));
}

/// The address of a picture has the hash of its content. If the source changes while the site cannot be built, the address must not
/// show the new content.
#[test]
fn the_preview_serves_no_changed_picture_at_an_old_address() {
    let served = RunningPreview::new(&site("hero.png", encoded(&photo(100, 50), ImageFormat::Png)));
    let page = served.get("/articles/a/").text();
    let address = page.split(['"', ' ']).find(|part| part.starts_with("/assets/hero")).unwrap();
    let article = std::fs::read_to_string(served.path("content/articles/a/index.md")).unwrap();
    served.write("content/articles/a/index.md", &format!("{article}\n[@nobody]\n"));
    served.wait_until(|_, result| result == BuildResult::Stopped);
    let source = served.path("content/articles/a/hero.png");
    std::fs::write(&source, encoded(&photo(100, 70), ImageFormat::Png)).unwrap();
    assert_eq!(served.get(address).status, 404);
    std::fs::write(&source, encoded(&photo(100, 50), ImageFormat::Png)).unwrap();
    let picture = served.get(address);
    assert_eq!(picture.status, 200);
    assert_eq!(image::load_from_memory(&picture.body).unwrap().height(), 50);
}

/// The preview decodes a picture only on request, so only a build reports this mistake.
#[test]
fn the_preview_goes_on_without_a_picture_that_cannot_be_decoded() {
    let served = RunningPreview::new(&site("hero.png", png_with_undecodable_pixels()));
    let page = served.get("/articles/a/").text();
    let address = page.split(['"', ' ']).find(|part| part.starts_with("/assets/hero")).unwrap();
    assert_eq!(served.get(address).status, 404);
    std::fs::write(served.path("content/articles/a/hero.png"), encoded(&photo(100, 50), ImageFormat::Png)).unwrap();
    served.wait_until(|served, _| !served.get("/articles/a/").text().contains(address));
}
