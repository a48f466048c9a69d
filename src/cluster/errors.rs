//! The server's answers that are no successes, in its own words.

use serde_json::Value;

use super::faults::qualified;
use super::value::at;
use super::{ApiError, Failure, Resource};

pub(super) fn api(code: u16, reason: &str, message: impl Into<String>) -> Failure {
    Failure::Api(ApiError { code, reason: reason.to_owned(), message: message.into() })
}

pub(super) fn no_such_resource() -> Failure {
    api(404, "NotFound", "the server could not find the requested resource")
}

pub(super) fn not_found(resource: &Resource, name: &str) -> Failure {
    api(404, "NotFound", format!("{} \"{name}\" not found", qualified(&resource.plural, &resource.group)))
}

pub(super) fn already_exists(resource: &Resource, name: &str, old: &Value) -> Failure {
    let dying = if at(old, &["metadata", "deletionTimestamp"]).is_null() { "" } else { "object is being deleted: " };
    let resource = qualified(&resource.plural, &resource.group);
    api(409, "AlreadyExists", format!("{dying}{resource} \"{name}\" already exists"))
}

pub(super) fn terminating_namespace(resource: &Resource, name: &str, namespace: &str) -> Failure {
    let message = format!(
        "{} \"{name}\" is forbidden: unable to create new content in namespace {namespace} because it is being terminated",
        qualified(&resource.plural, &resource.group),
    );
    api(403, "Forbidden", message)
}

/// What validation found: `Job.batch "x" is invalid: …`.
pub(super) fn invalid(resource: &Resource, name: &str, errors: &[String]) -> Failure {
    let errors = match errors {
        [error] => error.clone(),
        errors => format!("[{}]", errors.join(", ")),
    };
    let kind = qualified(&resource.kind, &resource.group);
    api(422, "Invalid", format!("{kind} \"{name}\" is invalid: {errors}"))
}

/// What the decoder could not read.
pub(super) fn cannot_be_handled(resource: &Resource, error: &str) -> Failure {
    let Resource { kind, version, .. } = resource;
    api(400, "BadRequest", format!("{kind} in version \"{version}\" cannot be handled as a {kind}: {error}"))
}
