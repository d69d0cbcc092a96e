//! [`BucketStore`]: S3 and services with its interface, Google Cloud Storage and Azure Blob Storage as targets, through
//! `object_store`. Which requests are sent again, and what they are signed with, is left to that crate.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt};
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::azure::{AzureConfigKey, MicrosoftAzureBuilder};
use object_store::gcp::{GoogleCloudStorageBuilder, GoogleConfigKey};
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{
    Attribute, Attributes, BackoffConfig, Error, GetOptions, ObjectStore, ObjectStoreExt, PutMode, PutOptions,
    RetryConfig, UpdateVersion,
};
use tokio::runtime::{Builder, Runtime};
use url::{Host, Url};

use super::DeployError;
use super::content_encoding::ContentEncoding;
use super::ledger::RECORD_HEADERS;
use super::object::{EncodedPlacement, Object, ObjectHeaders};
use super::object_store_http::UreqConnector;
use super::store::{ObjectVersion, StoreError, StoredObject, TargetStore};
use super::target::{Credentials, Target, TargetKind};

/// The name of the object's stamp among the metadata that a service keeps beside the bytes.
const STAMP_METADATA: &str = "wellpress";

/// How much longer each pause is than the one before, at most.
const PAUSE_GROWTH: f64 = 2.0;

/// How often and how soon a request that failed for a moment is sent again. Pauses grow and have a random length, so that many
/// clients of a service in trouble do not return at the same moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    /// How often a request is sent again.
    pub retries: usize,
    /// The longest that the first pause may be; later ones grow from it.
    pub pause: Duration,
    /// The pause beyond which pauses no longer grow.
    pub max_pause: Duration,
    /// By when a response must be whole.
    pub timeout: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            retries: 6,
            pause: Duration::from_millis(200),
            max_pause: Duration::from_secs(15),
            timeout: Duration::from_secs(300),
        }
    }
}

/// A bucket, or a path in one, as a target.
#[derive(Debug)]
pub struct BucketStore {
    store: Arc<dyn ObjectStore>,
}

impl BucketStore {
    /// A target in any store of `object_store`; tests use its store in memory.
    #[must_use]
    pub fn new(store: Arc<dyn ObjectStore>) -> Self {
        Self { store }
    }

    /// The bucket of a target. No request is sent yet.
    ///
    /// # Errors
    /// When the environment lacks credentials, or its settings contradict each other.
    pub fn connect(target: &Target, credentials: &Credentials, policy: &RetryPolicy) -> Result<Self, DeployError> {
        let connection = Connection { target, credentials, policy, connector: UreqConnector::new(policy.timeout) };
        let store = match target.kind {
            TargetKind::S3 => connection.s3()?,
            TargetKind::Google => connection.google()?,
            TargetKind::Azure => connection.azure()?,
            TargetKind::Folder => return Err(DeployError::NotATarget("a folder is no bucket".to_owned())),
        };
        let path = Path::parse(&target.path).map_err(|error| DeployError::NotATarget(error.to_string()))?;
        Ok(if target.path.is_empty() { Self::new(store) } else { Self::new(Arc::new(PrefixStore::new(store, path))) })
    }

    fn put(
        &self,
        path: &str,
        bytes: Vec<u8>,
        headers: &ObjectHeaders<'_>,
        mode: PutMode,
    ) -> Result<ObjectVersion, StoreError> {
        let options = PutOptions { mode, attributes: attributes(headers), ..PutOptions::default() };
        let result = block_on(self.store.put_opts(&key(path)?, bytes.into(), options), path)?;
        Ok(ObjectVersion { tag: result.e_tag, number: result.version })
    }
}

impl TargetStore for BucketStore {
    /// The first one: a bucket serves the same bytes to every reader.
    fn usable_encodings(&self, requested: &[ContentEncoding]) -> Vec<ContentEncoding> {
        requested.iter().copied().take(1).collect()
    }

    fn encoded_placement(&self) -> EncodedPlacement {
        EncodedPlacement::InsteadOfOriginal
    }

    fn max_requests(&self) -> usize {
        16
    }

    fn read(&self, path: &str) -> Result<Option<StoredObject>, StoreError> {
        let request = async {
            let object = self.store.get(&key_or_root(path)).await?;
            let version = ObjectVersion { tag: object.meta.e_tag.clone(), number: object.meta.version.clone() };
            Ok::<_, Error>(StoredObject { bytes: object.bytes().await?.into(), version })
        };
        found(runtime(path)?.block_on(request), path)
    }

    fn write(&self, path: &str, bytes: Vec<u8>, headers: &ObjectHeaders<'_>) -> Result<(), StoreError> {
        self.put(path, bytes, headers, PutMode::Overwrite).map(drop)
    }

    fn write_if(
        &self,
        path: &str,
        bytes: Vec<u8>,
        expected: Option<&ObjectVersion>,
    ) -> Result<ObjectVersion, StoreError> {
        let mode = match expected {
            None => PutMode::Create,
            Some(ObjectVersion { tag, number }) => {
                PutMode::Update(UpdateVersion { e_tag: tag.clone(), version: number.clone() })
            }
        };
        self.put(path, bytes, &RECORD_HEADERS, mode)
    }

    fn has_object(&self, object: &Object) -> Result<bool, StoreError> {
        let path = object.path.as_str();
        let options = GetOptions { head: true, ..GetOptions::default() };
        let key = key(path)?;
        // `ObjectStore::head` returns no metadata of the object, so this is a GET that asks for the head alone.
        let head = found(runtime(path)?.block_on(self.store.get_opts(&key, options)), path)?;
        let stamp = Attribute::Metadata(STAMP_METADATA.into());
        Ok(head.is_some_and(|head| head.attributes.get(&stamp).is_some_and(|value| **value == *object.stamp)))
    }

    fn exists(&self, path: &str) -> Result<bool, StoreError> {
        let key = key(path)?;
        Ok(found(runtime(path)?.block_on(self.store.head(&key)), path)?.is_some())
    }

    fn is_empty(&self) -> Result<bool, StoreError> {
        let first = runtime("")?.block_on(async { self.store.list(None).next().await });
        match first {
            None => Ok(true),
            // An object whose name `object_store` cannot read is an object all the same.
            Some(Ok(_) | Err(Error::InvalidPath { .. })) => Ok(false),
            Some(Err(error)) => Err(store_error("", error)),
        }
    }

    fn copy(&self, from: &str, to: &str) -> Result<bool, StoreError> {
        let (from_key, to_key) = (key(from)?, key(to)?);
        Ok(found(runtime(from)?.block_on(self.store.copy(&from_key, &to_key)), from)?.is_some())
    }

    fn delete(&self, path: &str) -> Result<(), StoreError> {
        let key = key(path)?;
        found(runtime(path)?.block_on(self.store.delete(&key)), path).map(drop)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, StoreError> {
        let key = key(folder)?;
        let paths = self.store.list(Some(&key)).map_ok(|meta| meta.location.to_string());
        block_on(paths.try_collect(), folder)
    }
}

/// What it takes to connect to a service.
struct Connection<'a> {
    target: &'a Target,
    credentials: &'a Credentials,
    policy: &'a RetryPolicy,
    connector: UreqConnector,
}

impl Connection<'_> {
    fn s3(self) -> Result<Arc<dyn ObjectStore>, DeployError> {
        use AmazonS3ConfigKey as Key;
        let (id, secret) = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
        let has = |name: &str| self.credentials.iter().any(|(variable, _)| variable.eq_ignore_ascii_case(name));
        let missing = if has(secret) { id.to_owned() } else { format!("{id} and {secret}") };
        let credentials = [
            Key::AccessKeyId,
            Key::WebIdentityTokenFile,
            Key::ContainerCredentialsRelativeUri,
            Key::ContainerCredentialsFullUri,
        ];
        let settings = self.settings(&credentials, &missing)?;
        if has(id) && !has(secret) {
            return Err(no_credentials(secret));
        }
        let builder = AmazonS3Builder::new().with_retry(self.retry());
        let mut builder = settings.into_iter().fold(builder, |builder, (key, value)| builder.with_config(key, value));
        if let Some(region) = &self.target.region {
            builder = builder.with_region(region);
        }
        if let Some(endpoint) = &self.target.endpoint {
            builder = builder.with_endpoint(endpoint.as_str().trim_end_matches('/'));
        }
        // The environment may name an endpoint too, under either name, so the builder is asked and not the target.
        let endpoint = [Key::S3Endpoint, Key::Endpoint].iter().find_map(|key| builder.get_config_value(key));
        if let Some(endpoint) = &endpoint {
            builder = builder.with_allow_http(self.allows_http(endpoint, "aws_allow_http")?);
        }
        // The bucket comes last: the environment may name one too, and the target is the one that was written.
        let builder = builder.with_bucket_name(&self.target.bucket).with_http_connector(self.connector);
        Ok(Arc::new(builder.build().map_err(|error| connection_error(&error))?))
    }

    fn google(self) -> Result<Arc<dyn ObjectStore>, DeployError> {
        use GoogleConfigKey as Key;
        let credentials = [Key::ServiceAccount, Key::ServiceAccountKey, Key::ApplicationCredentials, Key::BearerToken];
        let settings = self.settings(&credentials, "GOOGLE_APPLICATION_CREDENTIALS")?;
        let builder = GoogleCloudStorageBuilder::new().with_retry(self.retry());
        let builder = settings.into_iter().fold(builder, |builder, (key, value)| builder.with_config(key, value));
        if let Some(endpoint) = builder.get_config_value(&Key::BaseUrl) {
            self.allows_http(&endpoint, "google_allow_http")?;
        }
        let builder = builder.with_bucket_name(&self.target.bucket).with_http_connector(self.connector);
        Ok(Arc::new(builder.build().map_err(|error| connection_error(&error))?))
    }

    fn azure(self) -> Result<Arc<dyn ObjectStore>, DeployError> {
        use AzureConfigKey as Key;
        let credentials =
            [Key::AccessKey, Key::SasKey, Key::Token, Key::ClientSecret, Key::FederatedTokenFile, Key::MsiEndpoint];
        let settings = self.settings(&credentials, "AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY")?;
        let builder = MicrosoftAzureBuilder::new().with_retry(self.retry());
        let mut builder = settings.into_iter().fold(builder, |builder, (key, value)| builder.with_config(key, value));
        if let Some(endpoint) = &self.target.endpoint {
            builder = builder.with_endpoint(endpoint.as_str().trim_end_matches('/').to_owned());
        }
        if let Some(endpoint) = builder.get_config_value(&Key::Endpoint) {
            builder = builder.with_allow_http(self.allows_http(&endpoint, "azure_allow_http")?);
        }
        let builder = builder.with_container_name(&self.target.bucket).with_http_connector(self.connector);
        Ok(Arc::new(builder.build().map_err(|error| connection_error(&error))?))
    }

    fn retry(&self) -> RetryConfig {
        RetryConfig {
            backoff: BackoffConfig {
                init_backoff: self.policy.pause,
                max_backoff: self.policy.max_pause,
                base: PAUSE_GROWTH,
            },
            max_retries: self.policy.retries,
            retry_timeout: self.policy.timeout,
        }
    }

    /// The variables of the environment that the service has a setting for. They are set first, so that region, endpoint and bucket
    /// of the target's address win. An error names the `missing` ones if none of the credentials is among them.
    fn settings<K: FromStr + PartialEq>(
        &self,
        credentials: &[K],
        missing: &str,
    ) -> Result<Vec<(K, &str)>, DeployError> {
        let settings: Vec<(K, &str)> =
            self.credentials.iter().filter_map(|(name, value)| Some((name.parse().ok()?, value))).collect();
        let has_credentials = settings.iter().any(|(key, _)| credentials.contains(key));
        if has_credentials { Ok(settings) } else { Err(no_credentials(missing)) }
    }

    /// Whether the endpoint is reached without TLS. Credentials would be readable on the way, so that is refused unless the
    /// endpoint is this machine or the environment allows it.
    fn allows_http(&self, endpoint: &str, variable: &str) -> Result<bool, DeployError> {
        let url =
            Url::parse(endpoint).map_err(|_| DeployError::NotATarget("the `endpoint` is no address".to_owned()))?;
        let is_allowed =
            self.credentials.iter().any(|(name, value)| name == variable && value.eq_ignore_ascii_case("true"));
        match url.scheme() {
            "http" if !is_this_machine(&url) && !is_allowed => Err(DeployError::NotATarget(format!(
                "`{}` would get credentials without encryption; use `https`, or set {}=true",
                url.host_str().unwrap_or_default(),
                variable.to_ascii_uppercase()
            ))),
            scheme => Ok(scheme == "http"),
        }
    }
}

fn is_this_machine(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn no_credentials(variables: &str) -> DeployError {
    DeployError::NoCredentials(variables.to_owned())
}

fn connection_error(error: &Error) -> DeployError {
    DeployError::Store(StoreError::failed("", error))
}

fn attributes(headers: &ObjectHeaders<'_>) -> Attributes {
    let mut attributes = Attributes::new();
    attributes.insert(Attribute::ContentType, headers.media_type.into());
    attributes.insert(Attribute::CacheControl, headers.cache.into());
    if headers.encoding != ContentEncoding::Identity {
        attributes.insert(Attribute::ContentEncoding, headers.encoding.name().into());
    }
    if !headers.stamp.is_empty() {
        attributes.insert(Attribute::Metadata(STAMP_METADATA.into()), headers.stamp.to_owned().into());
    }
    attributes
}

fn key(path: &str) -> Result<Path, StoreError> {
    Path::parse(path).map_err(|error| StoreError::failed(path, error))
}

fn key_or_root(path: &str) -> Path {
    Path::parse(path).unwrap_or_default()
}

/// A runtime for one request. Each request is waited for on the thread that sends it, which keeps requests apart without a pool
/// of workers.
fn runtime(path: &str) -> Result<Runtime, StoreError> {
    Builder::new_current_thread().enable_time().build().map_err(|error| StoreError::failed(path, error))
}

fn block_on<T>(request: impl Future<Output = Result<T, Error>>, path: &str) -> Result<T, StoreError> {
    runtime(path)?.block_on(request).map_err(|error| store_error(path, error))
}

/// `None` if there is no such object. A missing bucket is an error: it would look like an empty target.
fn found<T>(result: Result<T, Error>, path: &str) -> Result<Option<T>, StoreError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Error::NotFound { source, .. }) if source.to_string().contains("NoSuchBucket") => {
            Err(StoreError::failed(path, "there is no such bucket"))
        }
        Err(Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(store_error(path, error)),
    }
}

fn store_error(path: &str, error: Error) -> StoreError {
    let path = path.to_owned();
    match error {
        // Which of these a failed condition gives depends on the condition and on the service.
        Error::Precondition { .. } | Error::AlreadyExists { .. } | Error::NotModified { .. } => {
            StoreError::Changed(path)
        }
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => {
            StoreError::Refused { path, why: reason(&error) }
        }
        error => StoreError::Failed { path, why: reason(&error) },
    }
}

/// The service's own words in one line, if the error has its XML answer in it, else the error's.
fn reason(error: &Error) -> String {
    let text = error.to_string();
    match (xml_element(&text, "Code"), xml_element(&text, "Message")) {
        // Further lines of the message are numbers and times of the request.
        (Some(code), Some(message)) => format!("{} ({code})", message.lines().next().unwrap_or_default()),
        _ => text.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// The text of the first element of this name.
fn xml_element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, content) = text.split_once(&format!("<{name}>"))?;
    Some(content.split_once(&format!("</{name}>")).map_or(content, |(inner, _)| inner))
}
