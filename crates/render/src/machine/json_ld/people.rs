//! Person and Organization nodes: authors, reviewers, the publisher, and a person's own page.

use wellpress_site::config::MAIN_LANGUAGE;
use wellpress_site::model::person::Person;
use wellpress_site::model::{Page, PageId, PageRecord};
use wellpress_site::parse::front_matter::PersonKind;
use wellpress_site::resolve::ResolvedPicture;
use wellpress_site::resolve::bodies::language_url;

use crate::machine::json_ld::schema::{Agent, Credential, ImageObject, MainEntity, SchemaType};
use crate::machine::json_ld::{GraphNodes, StructuredData};

impl<'a> StructuredData<'a> {
    /// A person's own page, a [ProfilePage](https://schema.org/ProfilePage).
    pub(crate) fn profile(self, page: &'a Page) -> GraphNodes<'a> {
        let mut web_page = self.described_page(page, SchemaType::One("ProfilePage"));
        web_page.main_entity = self.full_agent(page).map(|agent| MainEntity::Agent(Box::new(agent)));
        web_page.has_part = self.questions(page);
        self.with_breadcrumbs(page, web_page)
    }

    /// People as a byline names them; their profiles describe them in full under the same `@id`.
    pub(crate) fn agents(self, people: impl IntoIterator<Item = PageId>) -> Vec<Agent<'a>> {
        people.into_iter().filter_map(|person| self.agent(self.resolved.site.page(person))).collect()
    }

    fn agent(self, page: &'a Page) -> Option<Agent<'a>> {
        let PageRecord::Person(person) = &page.record else { return None };
        let agent = Agent { name: page.title.as_str().into(), url: self.absolute(&page.url), ..Agent::default() };
        Some(match person.is {
            PersonKind::Organisation => {
                Agent { kind: SchemaType::One("Organization"), id: self.id(&page.url, "organization"), ..agent }
            }
            PersonKind::Person => Agent {
                kind: SchemaType::One("Person"),
                id: self.id(&page.url, "person"),
                // The name is without prefix and credentials, which have properties of their own.
                honorific_prefix: person.prefix.as_deref(),
                honorific_suffix: person.credentials.join(", "),
                job_title: person.job_title.as_deref(),
                ..agent
            },
        })
    }

    /// A person or an organisation with everything that their record says. The two types name alike things differently: a
    /// person has an `image` and an `affiliation`, an organisation a `logo` and a `parentOrganization`.
    fn full_agent(self, page: &'a Page) -> Option<Agent<'a>> {
        let PageRecord::Person(person) = &page.record else { return None };
        let agent = self.agent(page)?;
        let photo = self.resolved.pages[page.id].hero.as_deref();
        let affiliation = person.affiliation.as_deref().map(|name| Box::new(organization(name)));
        // `sameAs` takes a page about the person; a `mailto:` address is none.
        let same_as =
            person.links.iter().map(|link| link.url.value.as_str()).filter(|url| url.starts_with("http")).collect();
        Some(match person.is {
            PersonKind::Organisation => Agent {
                logo: photo.map(|photo| self.absolute(&photo.url)),
                parent_organization: affiliation,
                same_as,
                ..agent
            },
            PersonKind::Person => Agent {
                image: photo.map(|photo| self.image(photo)),
                affiliation,
                has_credential: credentials(person),
                same_as,
                ..agent
            },
        })
    }

    /// The publisher by name and address: the settings' organisation, else the site under its own title.
    pub(crate) fn publisher(self) -> Agent<'a> {
        let home = language_url(self.config, MAIN_LANGUAGE);
        let settings = &self.config.settings;
        let organisation = settings.organization.as_ref();
        let url = organisation.and_then(|organisation| Some(organisation.url.as_ref()?.value.clone()));
        let url = url.unwrap_or_else(|| self.absolute(&home));
        let name = organisation.map_or(settings.title.as_str(), |organisation| &organisation.name);
        // The `@id` is on the home page even if the organisation has a site of its own: it names the node of this graph.
        Agent { id: self.id(&home, "organization"), url, ..organization(name) }
    }

    /// The publisher with logo and policies, as the home page describes it.
    pub(crate) fn full_publisher(self) -> Agent<'a> {
        let logo = self.config.settings.organization.as_ref().and_then(|organisation| organisation.logo.as_deref());
        let logo = logo.map(|path| match path.strip_prefix('/') {
            Some(path) => self.absolute(&format!("{}{path}", self.config.base.path)),
            None => path.to_owned(),
        });
        let logo = logo.or_else(|| self.facts.logo.clone());
        Agent { logo, publishing_principles: self.principles(), ..self.publisher() }
    }

    pub(crate) fn image(self, picture: &'a ResolvedPicture) -> ImageObject<'a> {
        ImageObject {
            kind: SchemaType::One("ImageObject"),
            url: self.absolute(&picture.url),
            width: format!("{} px", picture.pixels.width),
            height: format!("{} px", picture.pixels.height),
            caption: picture.caption.as_deref(),
            credit_text: picture.credit.as_deref(),
            description: &picture.alt,
            ..ImageObject::default()
        }
    }
}

/// An organisation that is known by its name alone.
pub(crate) fn organization(name: &str) -> Agent<'_> {
    Agent { kind: SchemaType::One("Organization"), name: name.into(), ..Agent::default() }
}

/// A person's credentials. The record has one day on which they expire, which is given for each of them.
fn credentials(person: &Person) -> Vec<Credential<'_>> {
    let credentials = person.credentials.iter().map(|name| Credential {
        kind: SchemaType::One("EducationalOccupationalCredential"),
        name,
        expires: person.credentials_expire.as_ref().map(ToString::to_string),
        ..Credential::default()
    });
    credentials.collect()
}
