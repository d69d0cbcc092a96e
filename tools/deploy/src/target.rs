//! [`Target`]: the address of a target in, its parts out; with [`Credentials`] it becomes a store. Secrets stay in the
//! environment: an address with one is refused, and no message shows any. Reading the environment is left to the caller.

use std::fmt;
use std::path::PathBuf;

use percent_encoding::percent_decode_str;
use url::Url;

use wellpress_io::artifact::SitePath;
use wellpress_io::fs::Files;

use super::DeployError;
use super::folder::FolderStore;
use super::store::TargetStore;

/// The service of a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetKind {
    /// S3, or another service with its interface.
    S3,
    /// Google Cloud Storage, at addresses with `gs://`.
    Google,
    /// Azure Blob Storage, at addresses with `azblob://`.
    Azure,
    /// A folder of this machine.
    Folder,
}

impl TargetKind {
    /// Each kind with the scheme of its addresses.
    const SCHEMES: [(&'static str, Self); 4] =
        [("s3", Self::S3), ("gs", Self::Google), ("azblob", Self::Azure), ("file", Self::Folder)];

    fn scheme(self) -> &'static str {
        Self::SCHEMES.iter().find(|(_, kind)| *kind == self).map_or("file", |(scheme, _)| scheme)
    }
}

/// Where a site is published.
///
/// ```
/// use wellpress_deploy::{Target, TargetKind};
///
/// let target = Target::parse("s3://bucket/guide?region=eu-central-1").unwrap();
/// assert_eq!((target.kind, target.path.as_str()), (TargetKind::S3, "guide"));
/// assert!(Target::parse("s3://key:secret@bucket").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The service, by the scheme of the address.
    pub kind: TargetKind,
    /// The name of the bucket or container; empty for a folder.
    pub bucket: String,
    /// The path in the bucket, without `/` at its ends; the folder's absolute path for a folder.
    pub path: String,
    /// The region of an S3 bucket.
    pub region: Option<String>,
    /// The address of the service, if it is not the service's own.
    pub endpoint: Option<Url>,
}

const INVALID_FOLDER: &str = "a folder's address has three slashes and an absolute path: `file:///srv/www`";

/// What the help of every message about an address names.
const ADDRESS_FORMS: &str = "write `s3://bucket/path`, `gs://bucket/path`, `azblob://container/path`, or a folder's absolute path, such as `/srv/www`";

impl Target {
    /// Reads an address such as `s3://bucket/guide?region=eu-central-1` or `file:///srv/www`, or a folder's absolute path.
    ///
    /// # Errors
    /// When it is not such an address; the message does not repeat what may be a secret.
    pub fn parse(text: &str) -> Result<Self, String> {
        // `Url` resolves these parts, and the target would be another one than was written.
        if text.split(['/', '?', '#']).any(is_dot_segment) {
            return Err(format!("the target's path must not have `.` or `..` in it; {ADDRESS_FORMS}"));
        }
        if text.starts_with('/') {
            let path = match text.trim_end_matches('/') {
                "" => "/".to_owned(),
                path => path.to_owned(),
            };
            return Ok(Self { kind: TargetKind::Folder, bucket: String::new(), path, region: None, endpoint: None });
        }
        let url = Url::parse(text).map_err(|error| format!("the target is no address ({error}); {ADDRESS_FORMS}"))?;
        let (_, kind) = TargetKind::SCHEMES
            .iter()
            .find(|(scheme, _)| *scheme == url.scheme())
            .ok_or_else(|| format!("a target cannot begin with `{}:`; {ADDRESS_FORMS}", url.scheme()))?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err("the target's address holds credentials; they belong into the environment".to_owned());
        }
        if url.fragment().is_some() {
            return Err("the target's address has a `#`; write it as `%23`".to_owned());
        }
        match kind {
            // `file://srv/www` would name a folder `/www` of the machine `srv`.
            TargetKind::Folder if !text.to_ascii_lowercase().starts_with("file:///") => Err(INVALID_FOLDER.to_owned()),
            TargetKind::Folder => Self::parse_folder(&url),
            kind => Self::parse_bucket(*kind, &url),
        }
    }

    fn parse_folder(url: &Url) -> Result<Self, String> {
        let path = url.to_file_path().ok().filter(|_| url.query().is_none());
        let path = path.and_then(|path| path.to_str().map(str::to_owned)).ok_or(INVALID_FOLDER)?;
        Ok(Self { kind: TargetKind::Folder, bucket: String::new(), path, region: None, endpoint: None })
    }

    fn parse_bucket(kind: TargetKind, url: &Url) -> Result<Self, String> {
        let bucket = url.host_str().filter(|bucket| !bucket.is_empty()).ok_or("the target names no bucket")?;
        let path = percent_decode_str(url.path().trim_matches('/')).decode_utf8();
        let path = path.map_err(|_| "the target's path is not UTF-8")?.into_owned();
        let mut target = Self { kind, bucket: bucket.to_owned(), path: String::new(), region: None, endpoint: None };
        if !path.is_empty() {
            target = target.below(&path)?;
        }
        for (key, value) in url.query_pairs() {
            match (kind, &*key) {
                (TargetKind::S3, "region") => target.region = Some(value.into_owned()),
                (TargetKind::S3 | TargetKind::Azure, "endpoint") => target.endpoint = Some(parse_endpoint(&value)?),
                // The value is not repeated: it may be a secret access key.
                _ => {
                    return Err(format!(
                        "a target has no `{}`; credentials belong into the environment",
                        wellpress_diagnostics::quotable(&key)
                    ));
                }
            }
        }
        Ok(target)
    }

    /// The target at a path below this one, such as `pr-12` for a preview of a change.
    ///
    /// # Errors
    /// When the path leads elsewhere, or a part of it begins with a dot, as the record of deploys does.
    pub fn below(mut self, path: &str) -> Result<Self, String> {
        let path = path.trim_matches('/');
        if SitePath::new(path).is_none() || path.split('/').any(|segment| segment.starts_with('.')) {
            return Err(format!("`{}` is no path below a target", wellpress_diagnostics::quotable(path)));
        }
        let joined = format!("{}/{path}", self.path.trim_end_matches('/'));
        self.path = if self.kind == TargetKind::Folder { joined } else { joined.trim_start_matches('/').to_owned() };
        Ok(self)
    }
}

/// Whether a part of an address is `.` or `..`, also with its dots percent-encoded.
fn is_dot_segment(segment: &str) -> bool {
    matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}

impl fmt::Display for Target {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let slash = if self.path.is_empty() || self.kind == TargetKind::Folder { "" } else { "/" };
        write!(formatter, "{}://{}{slash}{}", self.kind.scheme(), self.bucket, self.path)
    }
}

fn parse_endpoint(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|_| "the target's `endpoint` is no address".to_owned())?;
    let has_secret = !url.username().is_empty() || url.password().is_some() || url.query().is_some();
    if has_secret || !matches!(url.scheme(), "http" | "https") {
        return Err("the target's `endpoint` is `https://host`, without credentials or a query".to_owned());
    }
    Ok(url)
}

/// Variables of the environment that may hold credentials of a service. Their values appear in no message and no debug output.
#[derive(Clone, Default)]
pub struct Credentials(Vec<(String, String)>);

/// The beginnings of the variables that the services read.
const CREDENTIAL_PREFIXES: [&str; 3] = ["AWS_", "GOOGLE_", "AZURE_"];

/// A variable with one of these in its name holds a secret.
const SECRET_WORDS: [&str; 8] = ["KEY", "SECRET", "TOKEN", "PASSWORD", "SAS", "CREDENTIAL", "ACCOUNT", "STRING"];

impl Credentials {
    /// Picks the variables of services from all variables of the environment.
    #[must_use]
    pub fn of(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        let of_services = variables.into_iter().filter(|(name, value)| {
            !value.is_empty() && CREDENTIAL_PREFIXES.iter().any(|prefix| name.starts_with(prefix))
        });
        Self(of_services.collect())
    }

    /// The variables, with names in lower case, as `object_store` parses them.
    pub(super) fn iter(&self) -> impl Iterator<Item = (String, &str)> {
        self.0.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.as_str()))
    }

    /// The text with every secret replaced by the name of its variable. For messages of services, which may repeat what they
    /// were sent.
    #[must_use]
    pub fn scrub(&self, text: &str) -> String {
        let mut scrubbed = text.to_owned();
        for (name, secret) in self.0.iter().filter(|(name, value)| is_secret(name, value)) {
            scrubbed = scrubbed.replace(secret.as_str(), &format!("[{name}]"));
        }
        scrubbed
    }
}

/// Whether a variable holds a secret. The name of a file is none, and replacing a value of up to three characters would tear
/// every message apart.
fn is_secret(name: &str, value: &str) -> bool {
    SECRET_WORDS.iter().any(|word| name.contains(word)) && !name.ends_with("_FILE") && value.len() > 3
}

/// Only the names of the variables.
impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.0.iter().map(|(name, _)| name)).finish()
    }
}

/// Opens the store of a target. No request is sent yet.
///
/// # Errors
/// When the environment lacks credentials for it.
pub fn open<'a>(
    files: &'a dyn Files,
    target: &Target,
    credentials: &Credentials,
) -> Result<Box<dyn TargetStore + 'a>, DeployError> {
    match target.kind {
        TargetKind::Folder => Ok(Box::new(FolderStore::new(files, PathBuf::from(&target.path)))),
        _ => Ok(Box::new(super::BucketStore::connect(target, credentials, &super::bucket::RetryPolicy::default())?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_read_from_its_address() {
        let target = Target::parse("s3://guide-site/a%20b/c/?region=eu-central-1&endpoint=https://s3.example").unwrap();
        assert_eq!((target.bucket.as_str(), target.path.as_str()), ("guide-site", "a b/c"));
        assert_eq!(target.region.as_deref(), Some("eu-central-1"));
        assert_eq!(target.to_string(), "s3://guide-site/a b/c");
        let folder = Target::parse("file:///srv/www").unwrap().below("pr-12").unwrap();
        assert_eq!(folder.to_string(), "file:///srv/www/pr-12");
        assert_eq!(Target::parse("gs://b").unwrap().below("/x/").unwrap().path, "x");
        assert_eq!(Target::parse("azblob://c/p").unwrap().kind, TargetKind::Azure);
    }

    #[test]
    fn what_is_no_target_is_refused_and_a_secret_not_repeated() {
        for address in [
            "bucket",
            "ftp://host/",
            "s3:///path",
            "file://srv/www",
            "s3://b/../c",
            "s3://b/.git",
            "gs://b?region=x",
            "s3://key:HUSH-HUSH@bucket/",
            "s3://bucket?secret_access_key=HUSH-HUSH",
            "s3://b?endpoint=https://a:HUSH-HUSH@b/",
            "file:relative",
            "s3://b#x",
        ] {
            let why = Target::parse(address).expect_err(address);
            assert!(!why.contains("HUSH-HUSH"), "{why}");
        }
        assert!(Target::parse("s3://b").unwrap().below("..").is_err());
    }

    #[test]
    fn credentials_show_nowhere() {
        let variables = [("AWS_SECRET_ACCESS_KEY", "HUSH-HUSH"), ("AWS_REGION", "us-east-1"), ("HOME", "/home/a")];
        let credentials = Credentials::of(variables.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!(format!("{credentials:?}"), r#"["AWS_SECRET_ACCESS_KEY", "AWS_REGION"]"#);
        assert_eq!(credentials.scrub("key HUSH-HUSH in us-east-1"), "key [AWS_SECRET_ACCESS_KEY] in us-east-1");
    }
}
