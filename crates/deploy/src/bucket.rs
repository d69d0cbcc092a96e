//! [`BucketStore`]: S3 and what speaks it, Google Cloud Storage, Azure Blob Storage, through `object_store`. Requests that
//! failed for a moment are sent again, each time after a longer pause of random length.

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

use crate::object_store_http::UreqConnector;

use super::DeployError;
use super::compress::ContentEncoding;
use super::ledger::RECORD;
use super::object::{Object, ObjectHeaders};
use super::store::{ObjectVersion, StoreError, StoredObject, TargetStore};
use super::target::{Credentials, Target, TargetKind};

/// The object's stamp, among what is kept of it beside its bytes.
const STAMP: &str = "wellpress";

/// How much longer each pause is than the one before, at most.
const GROWTH: f64 = 2.0;

/// How patient a deploy is with a service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    /// How often a request is sent again.
    pub retries: usize,
    /// The first pause, at most.
    pub pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
    /// By when an answer must be whole.
    pub timeout: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            retries: 6,
            pause: Duration::from_millis(200),
            longest_pause: Duration::from_secs(15),
            timeout: Duration::from_secs(300),
        }
    }
}

/// A bucket, or a folder in one.
#[derive(Debug)]
pub struct BucketStore {
    store: Arc<dyn ObjectStore>,
}

impl BucketStore {
    /// This store.
    #[must_use]
    pub fn new(store: Arc<dyn ObjectStore>) -> Self {
        Self { store }
    }

    /// The bucket of a target; nobody is asked yet.
    ///
    /// # Errors
    /// When it takes credentials that are not there, or the settings of the environment make no sense.
    pub fn connect(target: &Target, credentials: &Credentials, patience: &RetryPolicy) -> Result<Self, DeployError> {
        let retry = RetryConfig {
            backoff: BackoffConfig { init_backoff: patience.pause, max_backoff: patience.longest_pause, base: GROWTH },
            max_retries: patience.retries,
            retry_timeout: patience.timeout,
        };
        let courier = UreqConnector::new(patience.timeout);
        let store = match target.kind {
            TargetKind::S3 => s3(target, credentials, retry, courier)?,
            TargetKind::Google => google(target, credentials, retry, courier)?,
            TargetKind::Azure | TargetKind::Folder => azure(target, credentials, retry, courier)?,
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
        let put = wait(self.store.put_opts(&key(path)?, bytes.into(), options), path)?;
        Ok(ObjectVersion { tag: put.e_tag, number: put.version })
    }
}

impl TargetStore for BucketStore {
    /// A bucket cannot choose what it sends: one form stands for all readers.
    fn forms(&self, wished: &[ContentEncoding]) -> Vec<ContentEncoding> {
        wished.iter().copied().take(1).collect()
    }

    fn has_siblings(&self) -> bool {
        false
    }

    fn workers(&self) -> usize {
        16
    }

    fn read(&self, path: &str) -> Result<Option<StoredObject>, StoreError> {
        let read = async {
            let got = self.store.get(&key_or_root(path)).await?;
            let version = ObjectVersion { tag: got.meta.e_tag.clone(), number: got.meta.version.clone() };
            Ok::<_, Error>(StoredObject { bytes: got.bytes().await?.into(), version })
        };
        present(runtime(path)?.block_on(read), path)
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
        self.put(path, bytes, &RECORD, mode)
    }

    fn has(&self, object: &Object) -> Result<bool, StoreError> {
        let path = object.path.as_str();
        let options = GetOptions { head: true, ..GetOptions::default() };
        let key = key(path)?;
        let head = present(runtime(path)?.block_on(self.store.get_opts(&key, options)), path)?;
        let stamp = Attribute::Metadata(STAMP.into());
        Ok(head.is_some_and(|head| head.attributes.get(&stamp).is_some_and(|value| **value == *object.stamp)))
    }

    fn exists(&self, path: &str) -> Result<bool, StoreError> {
        let key = key(path)?;
        Ok(present(runtime(path)?.block_on(self.store.head(&key)), path)?.is_some())
    }

    fn is_empty(&self) -> Result<bool, StoreError> {
        let first = runtime("")?.block_on(async { self.store.list(None).next().await });
        match first {
            None => Ok(true),
            Some(Err(error)) if is_denied(&error) => Err(failed("", error)),
            // What is there may have a name that cannot be read; then it is not empty either.
            Some(_) => Ok(false),
        }
    }

    fn copy(&self, from: &str, to: &str) -> Result<bool, StoreError> {
        let (source, place) = (key(from)?, key(to)?);
        Ok(present(runtime(from)?.block_on(self.store.copy(&source, &place)), from)?.is_some())
    }

    fn delete(&self, path: &str) -> Result<(), StoreError> {
        let key = key(path)?;
        present(runtime(path)?.block_on(self.store.delete(&key)), path).map(drop)
    }

    fn list(&self, folder: &str) -> Result<Vec<String>, StoreError> {
        let key = key(folder)?;
        let paths = self.store.list(Some(&key)).map_ok(|meta| meta.location.to_string());
        wait(paths.try_collect(), folder)
    }
}

fn s3(
    target: &Target,
    credentials: &Credentials,
    retry: RetryConfig,
    courier: UreqConnector,
) -> Result<Arc<dyn ObjectStore>, DeployError> {
    let mut builder = AmazonS3Builder::new().with_retry(retry);
    let mut who = false;
    for (name, value) in credentials.iter() {
        let Ok(key) = name.parse::<AmazonS3ConfigKey>() else { continue };
        who |= matches!(
            key,
            AmazonS3ConfigKey::AccessKeyId
                | AmazonS3ConfigKey::WebIdentityTokenFile
                | AmazonS3ConfigKey::ContainerCredentialsRelativeUri
                | AmazonS3ConfigKey::ContainerCredentialsFullUri
        );
        builder = builder.with_config(key, value);
    }
    if !who {
        return Err(missing("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"));
    }
    if let Some(region) = &target.region {
        builder = builder.with_region(region);
    }
    if let Some(endpoint) = &target.endpoint {
        builder = builder.with_endpoint(endpoint.as_str().trim_end_matches('/'));
    }
    let endpoint = [AmazonS3ConfigKey::S3Endpoint, AmazonS3ConfigKey::Endpoint]
        .iter()
        .find_map(|key| builder.get_config_value(key));
    if let Some(endpoint) = &endpoint {
        builder = builder.with_allow_http(may_be_plain(endpoint, credentials, "aws_allow_http")?);
    }
    // The environment has a name for the bucket too; the target is the one that was written.
    let builder = builder.with_bucket_name(&target.bucket).with_http_connector(courier);
    Ok(Arc::new(builder.build().map_err(|error| unusable(&error))?))
}

fn google(
    target: &Target,
    credentials: &Credentials,
    retry: RetryConfig,
    courier: UreqConnector,
) -> Result<Arc<dyn ObjectStore>, DeployError> {
    let mut builder = GoogleCloudStorageBuilder::new().with_retry(retry);
    let mut who = false;
    for (name, value) in credentials.iter() {
        let Ok(key) = name.parse::<GoogleConfigKey>() else { continue };
        who |= matches!(
            key,
            GoogleConfigKey::ServiceAccount
                | GoogleConfigKey::ServiceAccountKey
                | GoogleConfigKey::ApplicationCredentials
                | GoogleConfigKey::BearerToken
        );
        builder = builder.with_config(key, value);
    }
    if !who {
        return Err(missing("GOOGLE_APPLICATION_CREDENTIALS"));
    }
    if let Some(endpoint) = builder.get_config_value(&GoogleConfigKey::BaseUrl) {
        may_be_plain(&endpoint, credentials, "google_allow_http")?;
    }
    let builder = builder.with_bucket_name(&target.bucket).with_http_connector(courier);
    Ok(Arc::new(builder.build().map_err(|error| unusable(&error))?))
}

fn azure(
    target: &Target,
    credentials: &Credentials,
    retry: RetryConfig,
    courier: UreqConnector,
) -> Result<Arc<dyn ObjectStore>, DeployError> {
    let mut builder = MicrosoftAzureBuilder::new().with_retry(retry);
    let mut who = false;
    for (name, value) in credentials.iter() {
        let Ok(key) = name.parse::<AzureConfigKey>() else { continue };
        who |= matches!(
            key,
            AzureConfigKey::AccessKey
                | AzureConfigKey::SasKey
                | AzureConfigKey::Token
                | AzureConfigKey::ClientSecret
                | AzureConfigKey::FederatedTokenFile
                | AzureConfigKey::MsiEndpoint
        );
        builder = builder.with_config(key, value);
    }
    if !who {
        return Err(missing("AZURE_STORAGE_ACCOUNT_NAME and AZURE_STORAGE_ACCOUNT_KEY"));
    }
    if let Some(endpoint) = &target.endpoint {
        builder = builder.with_endpoint(endpoint.as_str().trim_end_matches('/').to_owned());
    }
    if let Some(endpoint) = builder.get_config_value(&AzureConfigKey::Endpoint) {
        builder = builder.with_allow_http(may_be_plain(&endpoint, credentials, "azure_allow_http")?);
    }
    let builder = builder.with_container_name(&target.bucket).with_http_connector(courier);
    Ok(Arc::new(builder.build().map_err(|error| unusable(&error))?))
}

/// Credentials go without TLS to this machine alone, unless the environment says otherwise.
fn may_be_plain(endpoint: &str, credentials: &Credentials, variable: &str) -> Result<bool, DeployError> {
    let url = Url::parse(endpoint).map_err(|_| DeployError::NotATarget("the `endpoint` is no address".to_owned()))?;
    let is_here = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    let is_allowed = credentials.iter().any(|(name, value)| name == variable && value.eq_ignore_ascii_case("true"));
    match url.scheme() {
        "http" if !is_here && !is_allowed => Err(DeployError::NotATarget(format!(
            "`{}` would get credentials without encryption; use `https`, or set {}=true",
            url.host_str().unwrap_or_default(),
            variable.to_ascii_uppercase()
        ))),
        scheme => Ok(scheme == "http"),
    }
}

fn missing(variables: &str) -> DeployError {
    let why = format!("the environment holds no credentials: set {variables}");
    DeployError::Store(StoreError::Refused { path: String::new(), why })
}

fn unusable(error: &Error) -> DeployError {
    DeployError::Store(StoreError::failed("", error))
}

fn attributes(headers: &ObjectHeaders<'_>) -> Attributes {
    let mut attributes = Attributes::new();
    attributes.insert(Attribute::ContentType, headers.media_type.into());
    attributes.insert(Attribute::CacheControl, headers.cache.into());
    if headers.form != ContentEncoding::Identity {
        attributes.insert(Attribute::ContentEncoding, headers.form.name().into());
    }
    if !headers.stamp.is_empty() {
        attributes.insert(Attribute::Metadata(STAMP.into()), headers.stamp.to_owned().into());
    }
    attributes
}

fn key(path: &str) -> Result<Path, StoreError> {
    Path::parse(path).map_err(|error| StoreError::failed(path, error))
}

fn key_or_root(path: &str) -> Path {
    Path::parse(path).unwrap_or_default()
}

/// Each request is waited for on the thread that asks, which keeps requests apart without a pool.
fn runtime(path: &str) -> Result<Runtime, StoreError> {
    Builder::new_current_thread().enable_time().build().map_err(|error| StoreError::failed(path, error))
}

fn wait<T>(work: impl Future<Output = Result<T, Error>>, path: &str) -> Result<T, StoreError> {
    runtime(path)?.block_on(work).map_err(|error| failed(path, error))
}

/// Nothing where there is no such object.
fn present<T>(result: Result<T, Error>, path: &str) -> Result<Option<T>, StoreError> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Error::NotFound { source, .. }) if source.to_string().contains("NoSuchBucket") => {
            Err(StoreError::failed(path, "there is no such bucket"))
        }
        Err(Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(failed(path, error)),
    }
}

fn is_denied(error: &Error) -> bool {
    !matches!(error, Error::InvalidPath { .. })
}

fn failed(path: &str, error: Error) -> StoreError {
    let path = path.to_owned();
    match error {
        Error::Precondition { .. } | Error::AlreadyExists { .. } | Error::NotModified { .. } => {
            StoreError::Changed(path)
        }
        Error::PermissionDenied { .. } | Error::Unauthenticated { .. } => {
            StoreError::Refused { path, why: brief(&error) }
        }
        error => StoreError::Failed { path, why: brief(&error) },
    }
}

/// The last of the reasons, in which services say what is wrong, without line ends.
fn brief(error: &Error) -> String {
    let text = error.to_string();
    let code = text.split("<Code>").nth(1).and_then(|rest| rest.split("</Code>").next());
    let message = text.split("<Message>").nth(1).and_then(|rest| rest.split("</Message>").next());
    match (code, message) {
        // Further lines are numbers and times of the request.
        (Some(code), Some(message)) => format!("{} ({code})", message.lines().next().unwrap_or_default()),
        _ => text.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}
