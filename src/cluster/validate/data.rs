//! ConfigMaps and Secrets.

use serde_json::{Value, json};

use super::super::value::{at, text};
use super::{invalid, required};

const KEY: &str = "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

/// What a Secret of a type must have.
const NEEDED: [(&str, &[&str]); 4] = [
    ("kubernetes.io/dockercfg", &[".dockercfg"]),
    ("kubernetes.io/dockerconfigjson", &[".dockerconfigjson"]),
    ("kubernetes.io/ssh-auth", &["ssh-privatekey"]),
    ("kubernetes.io/tls", &["tls.crt", "tls.key"]),
];

/// What is wrong with the data of a ConfigMap or a Secret.
pub(super) fn check(object: &Value) -> Vec<String> {
    let mut errors = Vec::new();
    for field in ["data", "binaryData"] {
        for key in at(object, &[field]).as_object().into_iter().flat_map(|data| data.keys()) {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
            if key.is_empty() || !key.chars().all(plain) {
                errors.push(invalid(&format!("{field}[{key}]"), &json!(key), KEY));
            }
        }
    }
    let needed = NEEDED.iter().find(|(kind, _)| *kind == text(object, &["type"])).map_or(&[][..], |(_, keys)| keys);
    for key in needed {
        if at(object, &["data", key]).is_null() {
            errors.push(required(&format!("data[{key}]"), ""));
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_file_names() {
        assert_eq!(check(&json!({"data": {"a.b-c_D": "x"}})), [""; 0]);
        let errors = check(&json!({"data": {"a/b": "x"}}));
        assert_eq!(errors, [format!("data[a/b]: Invalid value: \"a/b\": {KEY}")]);
    }

    #[test]
    fn a_tls_secret_has_a_pair() {
        let errors = check(&json!({"type": "kubernetes.io/tls", "data": {"tls.crt": ""}}));
        assert_eq!(errors, ["data[tls.key]: Required value"]);
    }
}
