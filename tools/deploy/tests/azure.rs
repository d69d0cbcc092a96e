//! Deploys to Azurite, a server that implements Azure's blob storage.
//!
//! `WELLPRESS_AZURE_SERVER` names the program `azurite-blob`. `tests/run` installs it from npm, and prints a line if it cannot.
//! Without it these tests pass without testing anything; the logic of deploys is tested in `publish.rs` and `buckets.rs`, on stores in memory.

use std::collections::BTreeMap;
use std::path::PathBuf;

use wellpress_deploy::{BucketStore, Credentials, RetryPolicy, Target};

use wellpress_harness::output::ProgramOutput;

use crate::command::{DeploySite, public};
use crate::s3::escaped;
use crate::service::{Service, StorageService, assert_deploy_change_and_rollback};
use crate::support::{assert_the_record_is_guarded, deploy, old_site};

/// The account and the key of every Azurite, which Microsoft publishes. They open nothing else.
const ACCOUNT: &str = "devstoreaccount1";
const KEY: &str = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

/// A shared access signature made with that key, which allows everything until the year 2099. The test's own requests use it.
const SIGNATURE: &str = "sv=2021-06-08&ss=b&srt=sco&sp=rwdlac&se=2099-01-01T00:00:00Z&spr=https,http&sig=1agykGYzV%2Fh%2FVK4tD3c5Jp7MvLMzQ54AcPCwmCFIqTk%3D";

struct AzuriteServer(Service);

impl AzuriteServer {
    /// Starts a server with a container `site`, or gives `None` if there is no such program.
    fn start() -> Option<Self> {
        let further = ["--inMemoryPersistence", "--skipApiVersionCheck", "--disableTelemetry", "--silent"];
        let server = Self(Service::start("WELLPRESS_AZURE_SERVER", ["--blobHost", "--blobPort"], &further)?);
        server.put_at("site?restype=container", b"");
        Some(server)
    }

    fn endpoint(&self) -> String {
        format!("http://{}/{ACCOUNT}", self.0.address)
    }

    /// The URL for the test's own requests.
    fn url(&self, path: &str) -> String {
        let separator = if path.contains('?') { '&' } else { '?' };
        format!("{}/{path}{separator}{SIGNATURE}", self.endpoint())
    }

    fn put_at(&self, path: &str, bytes: &[u8]) {
        let put = ureq::put(self.url(path)).header("x-ms-blob-type", "BlockBlob");
        assert_eq!(put.send(bytes).unwrap().status(), 201, "{path}");
    }

    fn get(&self, path: &str) -> Vec<u8> {
        ureq::get(self.url(path)).call().unwrap().body_mut().read_to_vec().unwrap()
    }

    fn deploy_with(
        &self,
        site: &DeploySite,
        container: &str,
        arguments: &[&str],
        credential: (&str, &str),
    ) -> ProgramOutput {
        let target = format!("azblob://{container}/guide?endpoint={}", self.endpoint());
        // The variable for the container must have no effect: the target names it.
        let variables = [("AZURE_STORAGE_ACCOUNT_NAME", ACCOUNT), ("AZURE_CONTAINER_NAME", "elsewhere"), credential];
        site.run_with(&[&["deploy", &target, "--root", "guide"], arguments].concat(), &variables)
    }
}

impl StorageService for AzuriteServer {
    fn deploy(&self, site: &DeploySite, arguments: &[&str]) -> ProgramOutput {
        self.deploy_with(site, "site", arguments, ("AZURE_STORAGE_ACCOUNT_KEY", KEY))
    }

    fn put(&self, path: &str, bytes: &[u8]) {
        self.put_at(&format!("site/guide/{path}"), bytes);
    }

    fn served(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let list = String::from_utf8(self.get("site?restype=container&comp=list&prefix=guide/")).unwrap();
        let names = list.split("<Name>").skip(1).filter_map(|rest| rest.split("</Name>").next());
        let names = names.filter_map(|name| name.strip_prefix("guide/")).filter(|name| !name.starts_with(".wellpress"));
        names.map(|name| (name.into(), self.get(&format!("site/guide/{}", escaped(name))))).collect()
    }

    fn head(&self, path: &str) -> Vec<String> {
        let response = ureq::head(self.url(&format!("site/guide/{path}"))).call().unwrap();
        response.headers().iter().map(|(name, value)| format!("{name}: {}", value.to_str().unwrap())).collect()
    }
}

#[test]
fn a_site_is_deployed_changed_and_rolled_back() {
    let Some(server) = AzuriteServer::start() else { return };
    assert_deploy_change_and_rollback(&server);
}

#[test]
fn wrong_credentials_end_with_status_4_and_no_secret_is_printed() {
    let Some(server) = AzuriteServer::start() else { return };
    let site = DeploySite::built("");
    let forged = SIGNATURE.replace("sig=1agy", "sig=2bhz");
    for (name, value) in [
        ("AZURE_STORAGE_ACCOUNT_KEY", "SFVTSC1IVVNILUhVU0gtSFVTSA=="),
        ("AZURE_STORAGE_ACCOUNT_KEY", "no key at all"),
        ("AZURE_STORAGE_SAS_TOKEN", &forged),
        ("AZURE_STORAGE_TOKEN", "HUSH-HUSH"),
    ] {
        let refused = server.deploy_with(&site, "site", &["-v"], (name, value)).assert_status(4);
        let secret = value.split("sig=").last().unwrap();
        assert!(!refused.err.contains(secret) && !refused.err.contains("\nRequestId"), "{name}: {}", refused.err);
        assert_eq!(server.served(), BTreeMap::new());
    }
    let absent = server.deploy_with(&site, "nowhere", &[], ("AZURE_STORAGE_ACCOUNT_KEY", KEY)).assert_status(4);
    assert!(absent.err.contains("The specified container does not exist. (ContainerNotFound)\n"), "{}", absent.err);
}

#[test]
fn a_shared_access_signature_works_in_place_of_a_key() {
    let Some(server) = AzuriteServer::start() else { return };
    let site = DeploySite::built("");
    std::fs::create_dir_all(site.path("guide/static")).unwrap();
    for words in ["one", "two"] {
        std::fs::write(site.path("guide/static/words.txt"), words).unwrap();
        site.on(&["build"]).assert_status(0);
        // The change deletes nothing, because Azurite fails to delete with a signature alone.
        let deployed = server.deploy_with(&site, "site", &[], ("AZURE_STORAGE_SAS_TOKEN", SIGNATURE)).assert_status(0);
        assert!(deployed.out.contains(", 0 deleted in "), "{}", deployed.out);
        assert!(server.served() == public(&site.path("guide/output")), "what is served is not what was built");
    }
}

#[test]
fn one_of_two_simultaneous_deploys_is_refused() {
    let Some(server) = AzuriteServer::start() else { return };
    let target = Target::parse(&format!("azblob://site?endpoint={}", server.endpoint())).unwrap();
    let variables = [("AZURE_STORAGE_ACCOUNT_NAME", ACCOUNT), ("AZURE_STORAGE_ACCOUNT_KEY", KEY)];
    let credentials = Credentials::of(variables.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let store = BucketStore::connect(&target, &credentials, &RetryPolicy::default()).unwrap();
    deploy(&store, &old_site()).unwrap();
    assert_the_record_is_guarded(&store);
}
