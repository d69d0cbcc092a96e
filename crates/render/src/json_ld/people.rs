//! Person and Organization: who writes, reviews and publishes, and a person's own page.

use wellpress_site::model::person::Person;
use wellpress_site::model::{Page, PageId, Record};
use wellpress_site::parse::front_matter::PersonKind;
use wellpress_site::resolve::ResolvedPicture;
use wellpress_site::resolve::bodies::language_url;

use super::schema::{Agent, Credential, Entity, Image, Type};
use super::{About, Nodes};

impl<'a> About<'a> {
    /// A person's own page.
    pub(super) fn profile(self, page: &'a Page) -> Nodes<'a> {
        let mut shell = self.shell(page, Type::One("ProfilePage"));
        shell.main_entity = self.full_agent(page).map(|agent| Entity::Agent(Box::new(agent)));
        shell.has_part = self.questions(page);
        self.with_breadcrumbs(page, shell)
    }

    /// People as bylines name them.
    pub(super) fn agents(self, people: impl IntoIterator<Item = PageId>) -> Vec<Agent<'a>> {
        people.into_iter().filter_map(|person| self.agent(self.resolved.site.page(person))).collect()
    }

    fn agent(self, page: &'a Page) -> Option<Agent<'a>> {
        let Record::Person(person) = &page.record else { return None };
        let agent = Agent { name: page.title.as_str().into(), url: self.absolute(&page.url), ..Agent::default() };
        Some(match person.is {
            PersonKind::Organisation => {
                Agent { kind: Type::One("Organization"), id: self.id(&page.url, "organization"), ..agent }
            }
            PersonKind::Person => Agent {
                kind: Type::One("Person"),
                id: self.id(&page.url, "person"),
                honorific_prefix: person.prefix.as_deref(),
                honorific_suffix: person.credentials.join(", "),
                job_title: person.job_title.as_deref(),
                ..agent
            },
        })
    }

    fn full_agent(self, page: &'a Page) -> Option<Agent<'a>> {
        let Record::Person(person) = &page.record else { return None };
        let agent = self.agent(page)?;
        let photo = self.resolved.pages[page.id.index()].hero.as_deref();
        let affiliation = person.affiliation.as_deref().map(|name| Box::new(organization(name)));
        let same_as =
            person.links.iter().map(|(_, url)| url.value.as_str()).filter(|url| url.starts_with("http")).collect();
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

    /// Who publishes: the settings' organisation, else the site under its own name.
    pub(super) fn publisher(self) -> Agent<'a> {
        let home = language_url(self.config, 0);
        let settings = &self.config.settings;
        let own = settings.organization.as_ref();
        let url = own.and_then(|own| Some(own.url.as_ref()?.value.clone())).unwrap_or_else(|| self.absolute(&home));
        let name = own.map_or(settings.title.as_str(), |own| &own.name);
        Agent { id: self.id(&home, "organization"), url, ..organization(name) }
    }

    /// Who publishes, with all that is known.
    pub(super) fn full_publisher(self) -> Agent<'a> {
        let logo = self.config.settings.organization.as_ref().and_then(|own| own.logo.as_deref());
        let logo = logo.map(|path| match path.strip_prefix('/') {
            Some(path) => self.absolute(&format!("{}{path}", self.config.base.path)),
            None => path.to_owned(),
        });
        let logo = logo.or_else(|| self.facts.logo.clone());
        Agent { logo, publishing_principles: self.principles(), ..self.publisher() }
    }

    /// A picture with its size.
    pub(super) fn image(self, picture: &'a ResolvedPicture) -> Image<'a> {
        Image {
            kind: Type::One("ImageObject"),
            url: self.absolute(&picture.url),
            width: format!("{} px", picture.pixels.width),
            height: format!("{} px", picture.pixels.height),
            caption: picture.caption.as_deref(),
            credit_text: picture.credit.as_deref(),
            description: &picture.alt,
            ..Image::default()
        }
    }
}

/// An organisation of which only the name is known.
pub(super) fn organization(name: &str) -> Agent<'_> {
    Agent { kind: Type::One("Organization"), name: name.into(), ..Agent::default() }
}

fn credentials(person: &Person) -> Vec<Credential<'_>> {
    let each = person.credentials.iter().map(|name| Credential {
        kind: Type::One("EducationalOccupationalCredential"),
        name,
        expires: person.credentials_expire.as_ref().map(ToString::to_string),
        ..Credential::default()
    });
    each.collect()
}
