//! Person and Organization nodes: authors, reviewers, the publisher, and a person's own page.

use serde_json::{Value, json};

use wellpress_site::config::MAIN_LANGUAGE;
use wellpress_site::model::person::Person;
use wellpress_site::model::{Page, PageId, PageRecord};
use wellpress_site::parse::front_matter::{PersonKind, PictureAi};
use wellpress_site::resolve::ResolvedPicture;
use wellpress_site::resolve::bodies::language_url;

use crate::machine::json_ld::{GraphNodes, StructuredData, with};

impl StructuredData<'_> {
    /// A person's own page, a [ProfilePage](https://schema.org/ProfilePage).
    pub(crate) fn profile(self, page: &Page) -> GraphNodes {
        let mut web_page = self.described_page(page, "ProfilePage");
        web_page["mainEntity"] = self.full_agent(page).into();
        web_page["hasPart"] = self.questions(page).into();
        self.with_breadcrumbs(page, web_page)
    }

    /// People as a byline names them; their profiles describe them in full under the same `@id`.
    pub(crate) fn agents(self, people: impl IntoIterator<Item = PageId>) -> Vec<Value> {
        people.into_iter().filter_map(|person| self.agent(self.resolved.site.page(person))).collect()
    }

    fn agent(self, page: &Page) -> Option<Value> {
        let PageRecord::Person(person) = &page.record else { return None };
        let url = self.absolute(&page.url);
        Some(match person.is {
            PersonKind::Organisation => {
                with(organization(&page.title), json!({"@id": self.id(&page.url, "organization"), "url": url}))
            }
            PersonKind::Person => json!({
                "@type": "Person",
                "@id": self.id(&page.url, "person"),
                "url": url,
                // The name is without prefix and credentials, which have properties of their own.
                "name": page.title,
                "honorificPrefix": person.prefix,
                "honorificSuffix": person.credentials.join(", "),
                "jobTitle": person.job_title,
            }),
        })
    }

    /// A person or an organisation with everything that their record says. The two types name alike things differently: a
    /// person has an `image` and an `affiliation`, an organisation a `logo` and a `parentOrganization`.
    fn full_agent(self, page: &Page) -> Option<Value> {
        let PageRecord::Person(person) = &page.record else { return None };
        let photo = self.resolved.pages[page.id].hero.as_deref();
        let affiliation = person.affiliation.as_deref().map(organization);
        let mut properties = match person.is {
            PersonKind::Organisation => json!({
                "logo": photo.map(|photo| self.absolute(&photo.url)),
                "parentOrganization": affiliation,
            }),
            PersonKind::Person => json!({
                "image": photo.map(|photo| self.image(photo)),
                "affiliation": affiliation,
                "hasCredential": credentials(person),
            }),
        };
        // `sameAs` takes a page about the person; a `mailto:` address is none.
        let addresses = person.links.iter().map(|link| link.url.value.as_str());
        properties["sameAs"] = addresses.filter(|url| url.starts_with("http")).collect();
        Some(with(self.agent(page)?, properties))
    }

    /// The publisher by name and address: the settings' organisation, else the site under its own title.
    pub(crate) fn publisher(self) -> Value {
        let home = language_url(self.config, MAIN_LANGUAGE);
        let settings = &self.config.settings;
        let organisation = settings.organization.as_ref();
        let url = organisation.and_then(|organisation| Some(organisation.url.as_ref()?.value.clone()));
        let url = url.unwrap_or_else(|| self.absolute(&home));
        let name = organisation.map_or(settings.title.as_str(), |organisation| &organisation.name);
        // The `@id` is on the home page even if the organisation has a site of its own: it names the node of this graph.
        with(organization(name), json!({"@id": self.id(&home, "organization"), "url": url}))
    }

    /// The publisher with logo and policies, as the home page describes it.
    pub(crate) fn full_publisher(self) -> Value {
        let logo = self.config.settings.organization.as_ref().and_then(|organisation| organisation.logo.as_deref());
        let logo = logo.map(|path| match path.strip_prefix('/') {
            Some(path) => self.absolute(&format!("{}{path}", self.config.base.path)),
            None => path.to_owned(),
        });
        let logo = logo.or_else(|| self.theme_logo.map(str::to_owned));
        with(self.publisher(), json!({"logo": logo, "publishingPrinciples": self.principles()}))
    }

    /// Adds the pictures of the page that a machine made or changed, unless they are there already: those of a text or a field are not
    /// in the structured data otherwise. They belong to the work that the page is about, or to the page.
    pub(crate) fn with_machine_pictures(self, page: &Page, mut nodes: GraphNodes) -> GraphNodes {
        let pictures = self.resolved.pages[page.id].pictures().filter(|picture| picture.ai.is_some());
        let pictures: Vec<Value> =
            pictures.filter(|_| !page.is_withdrawn()).map(|picture| self.image(picture)).collect();
        let Some(web_page) = nodes.iter_mut().find(|node| node["@type"] != "WebSite") else { return nodes };
        let is_there = |picture: &Value, images: &Value| match images {
            Value::Array(images) => images.iter().any(|image| image["url"] == picture["url"]),
            image => image["url"] == picture["url"],
        };
        for picture in pictures {
            let work = &web_page["mainEntity"]["image"];
            if is_there(&picture, work) || is_there(&picture, &web_page["image"]) {
                continue;
            }
            let owner = if work.is_array() { &mut web_page["mainEntity"] } else { &mut *web_page };
            match &mut owner["image"] {
                Value::Array(images) => images.push(picture),
                image => *image = Value::Array(vec![picture]),
            }
        }
        nodes
    }

    /// A picture. `width` and `height` are a [Distance](https://schema.org/Distance), a number with its unit: `640 px`.
    pub(crate) fn image(self, picture: &ResolvedPicture) -> Value {
        json!({
            "@type": "ImageObject",
            "url": self.absolute(&picture.url),
            "width": format!("{} px", picture.pixels.width),
            "height": format!("{} px", picture.pixels.height),
            "caption": picture.caption,
            "creditText": picture.credit,
            "description": picture.alt,
            "digitalSourceType": picture.ai.map(digital_source_type),
        })
    }
}

/// A member of schema.org's IPTCDigitalSourceEnumeration.
fn digital_source_type(ai: PictureAi) -> &'static str {
    match ai {
        PictureAi::Generated => "https://schema.org/TrainedAlgorithmicMediaDigitalSource",
        PictureAi::Edited => "https://schema.org/CompositeWithTrainedAlgorithmicMediaDigitalSource",
    }
}

/// An organisation that is known by its name alone.
pub(crate) fn organization(name: &str) -> Value {
    json!({"@type": "Organization", "name": name})
}

/// A person's credentials. The record has one day on which they expire, which is given for each of them.
fn credentials(person: &Person) -> Vec<Value> {
    let expires = person.credentials_expire.as_ref().map(ToString::to_string);
    let credential = |name| json!({"@type": "EducationalOccupationalCredential", "name": name, "expires": expires});
    person.credentials.iter().map(credential).collect()
}
