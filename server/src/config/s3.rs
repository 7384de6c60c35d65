//! The access to the S3 server that stores files. It uses our own settings; where they are
//! empty, it uses the variables that other programs use.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ConfigError, Limits};

/// The S3 server of `evidence_url`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct S3 {
    /// Its address. Where this, `AWS_ENDPOINT_URL_S3` and `AWS_ENDPOINT_URL` are all empty,
    /// it is Amazon's own.
    pub endpoint: String,
    /// Its region; if empty, `AWS_REGION`, then `AWS_DEFAULT_REGION`, then `us-east-1`.
    pub region: String,
    /// The access key; if empty, `AWS_ACCESS_KEY_ID`, then the role of the machine.
    pub access_key_id: String,
    /// Its secret; else `AWS_SECRET_ACCESS_KEY`.
    pub secret_access_key: String,
    /// The token of temporary keys; if empty, `AWS_SESSION_TOKEN`.
    pub session_token: String,
    /// Whether the bucket's name stands in the path of addresses. Otherwise it is part of
    /// the host's name in `endpoint`.
    pub path_style: bool,
    /// Whether an endpoint of plain http may be used.
    pub allow_http: bool,
    /// The variables of other programs. They are no settings of ours, and their values are
    /// never printed.
    #[serde(skip)]
    pub(super) variables: BTreeMap<String, String>,
}

impl Default for S3 {
    fn default() -> S3 {
        S3 {
            endpoint: String::new(),
            region: String::new(),
            access_key_id: String::new(),
            secret_access_key: String::new(),
            session_token: String::new(),
            path_style: true,
            allow_http: false,
            variables: BTreeMap::new(),
        }
    }
}

impl std::fmt::Debug for S3 {
    /// Without the keys.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("S3")
            .field("endpoint", &self.endpoint)
            .field("region", &self.region)
            .finish_non_exhaustive()
    }
}

impl S3 {
    /// The settings, with empty ones taken from the variables. The two halves of a key must
    /// have one source: a half from the variables is never combined with a half from the
    /// settings.
    fn filled(&self) -> S3 {
        let mut filled = self.clone();
        filled.fill(&self.variables);
        filled
    }

    fn fill(&mut self, variables: &BTreeMap<String, String>) {
        let fill = |setting: &mut String, names: &[&str]| {
            let mut values = names.iter().filter_map(|name| variables.get(*name));
            if let Some(value) = values.find(|value| !value.is_empty())
                && setting.is_empty()
            {
                setting.clone_from(value);
            }
        };
        fill(
            &mut self.endpoint,
            &["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"],
        );
        fill(&mut self.region, &["AWS_REGION", "AWS_DEFAULT_REGION"]);
        if self.access_key_id.is_empty() && self.secret_access_key.is_empty() {
            fill(&mut self.access_key_id, &["AWS_ACCESS_KEY_ID"]);
            fill(&mut self.secret_access_key, &["AWS_SECRET_ACCESS_KEY"]);
            fill(&mut self.session_token, &["AWS_SESSION_TOKEN"]);
        }
    }

    /// Checks that these settings are usable.
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let filled = self.filled();
        if filled.endpoint.starts_with("http://") && !filled.allow_http {
            return Err(ConfigError::BucketWithoutTls);
        }
        match filled.access_key_id.is_empty() == filled.secret_access_key.is_empty() {
            true => Ok(()),
            false => Err(ConfigError::HalfAKey),
        }
    }

    /// What the store takes.
    pub(super) fn options(&self, url: &str, limits: &Limits) -> store::BucketOptions {
        let filled = self.filled();
        store::BucketOptions {
            url: url.to_owned(),
            endpoint: filled.endpoint,
            region: filled.region,
            access_key_id: filled.access_key_id,
            secret_access_key: filled.secret_access_key,
            session_token: filled.session_token,
            path_style: filled.path_style,
            allow_http: filled.allow_http,
            request_seconds_max: limits.storage.s3_request_seconds_max,
            retries_max: limits.storage.s3_retries_max,
            cache_bytes_max: limits.storage.s3_cache_bytes_max,
        }
    }
}
