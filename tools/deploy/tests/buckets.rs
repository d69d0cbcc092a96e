//! Publishing to buckets. The target is the store of `object_store` that keeps all in memory: conditions, headers and prefixes are the
//! real ones.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{Attribute, ObjectStoreExt};

use wellpress_deploy::{
    BucketStore, Consent, ContentEncoding, Credentials, DeployJob, Target, TargetStore, open, publish, rollback,
};
use wellpress_io::fs::Memory;

use crate::support::{Failing, Fault, Given, deploy, job, new_site, old_site, wanted};

fn read(memory: &InMemory, path: &str) -> (Vec<u8>, String, String, String) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let got = memory.get(&Path::parse(path).unwrap()).await.unwrap();
        let said = |name: Attribute| got.attributes.get(&name).map(|value| value.to_string()).unwrap_or_default();
        let (kind, cache) = (said(Attribute::ContentType), said(Attribute::CacheControl));
        let encoding = said(Attribute::ContentEncoding);
        (got.bytes().await.unwrap().to_vec(), kind, cache, encoding)
    })
}

#[test]
fn objects_have_their_headers_and_conditions_hold() {
    let memory = Arc::new(InMemory::new());
    let bucket = BucketStore::new(memory.clone());
    let mut site = old_site();
    site.insert("long/index.html".to_owned(), "index.html ".repeat(60).trim_end().to_owned());
    site.insert("assets/a b+c%20#é.css".to_owned(), "x".to_owned());
    let gzip = wanted(&bucket, &site, &[ContentEncoding::Gzip, ContentEncoding::Brotli]);
    publish(&job(&bucket), gzip.clone(), &Given(&site)).unwrap();
    let (bytes, kind, cache, encoding) = read(&memory, "long/index.html");
    assert_eq!(ContentEncoding::Gzip.decode(&bytes).unwrap(), site["long/index.html"].as_bytes());
    assert_eq!((&*kind, &*cache, &*encoding), ("text/html; charset=utf-8", "public, max-age=300", "gzip"));
    let (bytes, kind, cache, encoding) = read(&memory, "assets/well.1111111111.css");
    assert_eq!((&*bytes, &*kind, &*encoding), (&b"old"[..], "text/css; charset=utf-8", ""));
    assert_eq!(cache, "public, max-age=31536000, immutable");
    assert_eq!(read(&memory, "feed.xml").1, "application/atom+xml; charset=utf-8");
    assert_eq!(read(&memory, "assets/a b+c%20#é.css").0, b"x");

    let consented = DeployJob { consent: Consent::Given, ..job(&bucket) };
    publish(&consented, wanted(&bucket, &new_site(), &[]), &Given(&new_site())).unwrap();
    assert!(!bucket.exists("gone/index.html").unwrap() && !bucket.exists("assets/a b+c%20#é.css").unwrap());
    rollback(&job(&bucket), None).unwrap();
    assert_eq!(read(&memory, "long/index.html").3, "gzip");
    assert!(gzip.iter().all(|object| bucket.has_object(object).unwrap()), "all of it is as it was");
}

#[test]
fn a_bucket_stands_every_failure() {
    for fault in [Fault::Once, Fault::Lost, Fault::Kill] {
        for at in 0.. {
            let bucket = BucketStore::new(Arc::new(InMemory::new()));
            deploy(&bucket, &old_site()).unwrap();
            let store = Failing::new(&bucket, fault, at);
            let failed = deploy(&store, &new_site()).is_err();
            if failed {
                deploy(&bucket, &new_site()).unwrap();
            }
            let there = wanted(&bucket, &new_site(), &[]);
            assert!(there.iter().all(|object| bucket.has_object(object).unwrap()), "{fault:?} at {at}");
            assert!(!bucket.exists("gone/index.html").unwrap(), "{fault:?} at {at}");
            if store.request_count.load(Ordering::SeqCst) <= at {
                break;
            }
        }
    }
}

#[test]
fn without_credentials_nobody_is_asked() {
    for target in ["s3://bucket/a", "gs://bucket", "azblob://container/a"] {
        let why = refusal(target, &[]);
        assert!(why.contains("not complete: the environment does not set "), "{why}");
    }
}

#[test]
fn half_of_a_credential_names_the_other_half() {
    for (given, missing) in
        [("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), ("AWS_SECRET_ACCESS_KEY", "AWS_ACCESS_KEY_ID")]
    {
        let why = refusal("s3://bucket", &[(given, "a")]);
        assert!(why.ends_with(&format!("does not set {missing}")), "{why}");
    }
}

#[test]
fn what_is_no_credential_is_not_taken_for_one() {
    for (address, name) in [
        ("s3://bucket", "AWS_BUCKET"),
        ("gs://bucket", "GOOGLE_BUCKET"),
        ("azblob://container", "AZURE_ALLOW_HTTP"),
        ("azblob://container", "AZURE_CONTAINER_NAME"),
    ] {
        let why = refusal(address, &[(name, "true")]);
        assert!(why.contains("not complete: the environment does not set "), "{name}: {why}");
    }
}

#[test]
fn credentials_go_nowhere_without_encryption() {
    let s3 = [("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "b")];
    let google = [("GOOGLE_BEARER_TOKEN", "a"), ("GOOGLE_BASE_URL", "http://storage.example")];
    let azure = [("AZURE_STORAGE_ACCOUNT_NAME", "a"), ("AZURE_STORAGE_ACCOUNT_KEY", "YQ==")];
    let azure_with_endpoint = [azure[0], azure[1], ("AZURE_STORAGE_ENDPOINT", "http://storage.example")];
    for (address, variables) in [
        ("s3://bucket?endpoint=http://storage.example", &s3[..]),
        ("gs://bucket", &google),
        ("azblob://container?endpoint=http://storage.example", &azure),
        ("azblob://container", &azure_with_endpoint),
    ] {
        let why = refusal(address, variables);
        assert!(why.contains("`storage.example` would get credentials without encryption"), "{address}: {why}");
    }
}

fn refusal(address: &str, variables: &[(&str, &str)]) -> String {
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let target = Target::parse(address).unwrap();
    open(&Memory::new(), &target, &Credentials::of(variables)).err().unwrap().to_string()
}
