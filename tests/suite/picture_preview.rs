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

/// The preview decodes a picture only on request, so it finds this mistake after the build.
#[test]
fn the_preview_reports_a_picture_that_cannot_be_decoded_until_it_can() {
    let served = RunningPreview::new(&site("hero.png", png_with_undecodable_pixels()));
    let mut events = served.events("");
    assert_eq!(events.next()["ok"], true);
    let page = served.get("/articles/a/").text();
    let address = page.split(['"', ' ']).find(|part| part.starts_with("/assets/hero")).unwrap();
    assert_eq!(served.get(address).status, 404);
    let event = events.next();
    assert_eq!((&event["ok"], &event["errors"]), (&false.into(), &1.into()), "{event}");
    let finding = &event["findings"][0];
    assert_eq!(
        (&finding["rule"], &finding["file"]),
        (&"picture-invalid".into(), &"content/articles/a/hero.png".into())
    );
    assert!(finding["message"].as_str().unwrap().starts_with("`hero.png` cannot be shown as a picture"), "{finding}");
    assert!(served.get("/__wellpress/findings.json").text().contains("picture-invalid"));
    // A second request sends no further event, and an edit of another file does not remove the finding.
    assert_eq!(served.get(address).status, 404);
    served.write("content/pages/index.md", "---\ntitle: Another home\n---\n");
    served.wait_until_shown("/", "Another home");
    let event = events.next();
    assert_eq!((&event["ok"], &event["findings"][0]["rule"]), (&false.into(), &"picture-invalid".into()), "{event}");
    std::fs::write(served.path("content/articles/a/hero.png"), encoded(&photo(100, 50), ImageFormat::Png)).unwrap();
    served.wait_until(|served, _| !served.get("/articles/a/").text().contains(address));
    // The preview may read the file while it is being written, so there may be further events with the error.
    let event = std::iter::repeat_with(|| events.next()).find(|event| event["ok"] == true).unwrap();
    assert_eq!((&event["ok"], &event["errors"], &event["findings"]), (&true.into(), &0.into(), &serde_json::json!([])));
}
