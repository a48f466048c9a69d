//! Requests that the server refuses by script, and requests at which the client gets a signal.

use crate::story::{Fault, Signal, Stop};

use super::{ApiError, Failure, Verb};

/// A request as faults and stops see it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Request<'a> {
    pub verb: Verb,
    pub group: &'a str,
    pub kind: &'a str,
    pub plural: &'a str,
    /// Empty for LIST and WATCH of a whole kind.
    pub name: &'a str,
    /// A second name under which a script may know the object: `Record/1`.
    pub alias: &'a str,
    /// Whether the object is there.
    pub exists: bool,
}

/// The faults and stops of an operation, and how often each has matched.
#[derive(Debug, Clone, Default)]
pub(super) struct Faults {
    faults: Vec<(Fault, u32)>,
    stops: Vec<(Stop, u32)>,
}

/// What happens to a request that was let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Admitted {
    /// A signal that reaches the client before the request is carried out, or after it.
    pub signal: Option<Signal>,
}

impl Faults {
    pub fn new(faults: &[Fault], stops: &[Stop]) -> Self {
        Faults {
            faults: faults.iter().map(|fault| (fault.clone(), 0)).collect(),
            stops: stops.iter().map(|stop| (stop.clone(), 0)).collect(),
        }
    }

    /// Whether there are any, so that the same request may get another answer the next time.
    pub fn are_any(&self) -> bool {
        !self.faults.is_empty() || !self.stops.is_empty()
    }

    /// Passes a request by the script: the first stop that matches counts, then the first fault.
    pub fn admit(&mut self, request: &Request<'_>) -> (Admitted, Result<(), Failure>) {
        let stop = self.take_stop(request);
        let signal = stop.as_ref().map(|stop| stop.signal);
        if stop.is_some_and(|stop| !stop.after && stop.signal == Signal::Kill) {
            return (Admitted { signal }, Err(Failure::Cut));
        }
        let result = self.refuse(request).map_or(Ok(()), |error| Err(Failure::Api(error)));
        (Admitted { signal }, result)
    }

    fn take_stop(&mut self, request: &Request<'_>) -> Option<Stop> {
        for (at, (stop, seen)) in self.stops.iter_mut().enumerate() {
            if !matches(&stop.verb, &stop.object, request) {
                continue;
            }
            *seen = seen.saturating_add(1);
            if *seen > stop.skip {
                return Some(self.stops.remove(at).0);
            }
        }
        None
    }

    fn refuse(&mut self, request: &Request<'_>) -> Option<ApiError> {
        for (fault, seen) in &mut self.faults {
            if !matches(&fault.verb, &fault.object, request) {
                continue;
            }
            *seen = seen.saturating_add(1);
            if *seen > fault.skip && (fault.times == 0 || *seen <= fault.skip.saturating_add(fault.times)) {
                return Some(answer(fault, request));
            }
        }
        None
    }
}

fn matches(verb: &str, object: &str, request: &Request<'_>) -> bool {
    matches_verb(verb, request) && matches_object(object, request)
}

/// `create` is also an apply of an object that is not there, `update` everything that changes an object
/// that is, `write` both.
fn matches_verb(wanted: &str, request: &Request<'_>) -> bool {
    use Verb::{Apply, Create, Delete, Get, List, Patch, Replace, Watch};
    let verb = request.verb;
    match wanted {
        "" | "*" => true,
        "create" => verb == Create || (verb == Apply && !request.exists),
        "update" => verb == Replace || (matches!(verb, Apply | Patch) && request.exists),
        "write" => matches!(verb, Create | Apply | Patch | Replace),
        "apply" => verb == Apply,
        "patch" => verb == Patch,
        "replace" => verb == Replace,
        "delete" => verb == Delete,
        "get" => verb == Get,
        "list" => verb == List,
        "watch" => verb == Watch,
        _ => false,
    }
}

/// `Kind/name`, where `*` stands for any part and a bare kind for all its objects.
fn matches_object(pattern: &str, request: &Request<'_>) -> bool {
    if pattern.is_empty() || pattern == "*" {
        return true;
    }
    let (kind, name) = pattern.split_once('/').unwrap_or((pattern, "*"));
    let fits = |own_kind: &str, own_name: &str| (kind == "*" || kind == own_kind) && (name == "*" || name == own_name);
    fits(request.kind, request.name) || request.alias.split_once('/').is_some_and(|(k, n)| kind == k && fits(k, n))
}

/// The answer of a fault, in the words of a real server where the fault has none of its own.
fn answer(fault: &Fault, request: &Request<'_>) -> ApiError {
    let name = request.name;
    let resource = qualified(request.plural, request.group);
    let (reason, message) = match fault.code {
        403 => ("Forbidden", format!("{resource} \"{name}\" is forbidden: rejected by script")),
        404 => ("NotFound", format!("{resource} \"{name}\" not found")),
        409 if request.verb == Verb::Create => ("AlreadyExists", format!("{resource} \"{name}\" already exists")),
        409 => ("Conflict", format!("Operation cannot be fulfilled on {resource} \"{name}\": rejected by script")),
        422 => {
            ("Invalid", format!("{} \"{name}\" is invalid: rejected by script", qualified(request.kind, request.group)))
        }
        429 => ("TooManyRequests", "too many requests, rejected by script".to_owned()),
        503 => (
            "ServiceUnavailable",
            "the server is currently unable to handle the request, rejected by script".to_owned(),
        ),
        _ => ("InternalError", "Internal error occurred: rejected by script".to_owned()),
    };
    ApiError {
        code: fault.code,
        reason: if fault.reason.is_empty() { reason.to_owned() } else { fault.reason.clone() },
        message: if fault.message.is_empty() { message } else { fault.message.clone() },
    }
}

/// `jobs.batch`, `Job.batch`, `configmaps`.
pub(super) fn qualified(name: &str, group: &str) -> String {
    if group.is_empty() { name.to_owned() } else { format!("{name}.{group}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(verb: &str, object: &str, code: u16) -> Fault {
        Fault {
            verb: verb.into(),
            object: object.into(),
            code,
            reason: String::new(),
            message: String::new(),
            times: 0,
            skip: 0,
        }
    }

    fn job(verb: Verb, exists: bool) -> Request<'static> {
        Request { verb, group: "batch", kind: "Job", plural: "jobs", name: "two", alias: "", exists }
    }

    fn refusal(faults: &mut Faults, request: &Request<'_>) -> Option<String> {
        match faults.admit(request).1 {
            Err(Failure::Api(error)) => Some(format!("{} {}: {}", error.code, error.reason, error.message)),
            _ => None,
        }
    }

    #[test]
    fn verbs_mean_what_the_format_says() {
        let table = [
            ("create", vec![(Verb::Create, false), (Verb::Apply, false)]),
            ("update", vec![(Verb::Apply, true), (Verb::Patch, true), (Verb::Replace, true)]),
            (
                "write",
                vec![
                    (Verb::Create, false),
                    (Verb::Apply, false),
                    (Verb::Apply, true),
                    (Verb::Patch, true),
                    (Verb::Replace, true),
                ],
            ),
            ("apply", vec![(Verb::Apply, false), (Verb::Apply, true)]),
            ("patch", vec![(Verb::Patch, true)]),
            ("replace", vec![(Verb::Replace, true)]),
            ("delete", vec![(Verb::Delete, true)]),
        ];
        let requests = [
            (Verb::Get, true),
            (Verb::Create, false),
            (Verb::Apply, false),
            (Verb::Apply, true),
            (Verb::Patch, true),
            (Verb::Replace, true),
            (Verb::Delete, true),
        ];
        for (verb, wanted) in table {
            let found: Vec<_> = requests
                .into_iter()
                .filter(|(sent, exists)| {
                    refusal(&mut Faults::new(&[fault(verb, "*", 403)], &[]), &job(*sent, *exists)).is_some()
                })
                .collect();
            assert_eq!(found, wanted, "{verb}");
        }
    }

    #[test]
    fn answers_are_those_of_the_recorder() {
        let said = |code, verb| refusal(&mut Faults::new(&[fault("*", "Job/*", code)], &[]), &job(verb, true)).unwrap();
        assert_eq!(said(403, Verb::Apply), r#"403 Forbidden: jobs.batch "two" is forbidden: rejected by script"#);
        assert_eq!(said(409, Verb::Create), r#"409 AlreadyExists: jobs.batch "two" already exists"#);
        assert_eq!(
            said(409, Verb::Patch),
            r#"409 Conflict: Operation cannot be fulfilled on jobs.batch "two": rejected by script"#
        );
        assert_eq!(said(422, Verb::Create), r#"422 Invalid: Job.batch "two" is invalid: rejected by script"#);
        assert_eq!(said(500, Verb::Create), "500 InternalError: Internal error occurred: rejected by script");
    }

    #[test]
    fn a_fault_skips_and_counts() {
        let rule = Fault { skip: 1, times: 2, ..fault("*", "Job/two", 403) };
        let mut faults = Faults::new(&[rule], &[]);
        let said: Vec<_> = (0..5).map(|_| refusal(&mut faults, &job(Verb::Get, true)).is_some()).collect();
        assert_eq!(said, [false, true, true, false, false]);
    }

    #[test]
    fn a_record_has_two_names() {
        let record = Request { kind: "Secret", name: "sh.x.v1", alias: "Record/1", ..job(Verb::Create, false) };
        for (object, wanted) in
            [("Record/1", true), ("Record/*", true), ("Record/2", false), ("Secret/*", true), ("Secret/1", false)]
        {
            let mut faults = Faults::new(&[fault("create", object, 403)], &[]);
            assert_eq!(refusal(&mut faults, &record).is_some(), wanted, "{object}");
        }
    }

    #[test]
    fn a_stop_comes_once() {
        let stop = |signal, after| Stop { verb: "create".into(), object: "Job/two".into(), signal, after, skip: 0 };
        let mut faults = Faults::new(&[], &[stop(Signal::Kill, false)]);
        assert_eq!(faults.admit(&job(Verb::Create, false)).1, Err(Failure::Cut));
        assert_eq!(faults.admit(&job(Verb::Create, false)), (Admitted::default(), Ok(())));
        let mut faults = Faults::new(&[], &[stop(Signal::Term, false)]);
        assert_eq!(
            faults.admit(&job(Verb::Create, false)),
            (Admitted { signal: Some(Signal::Term) }, Ok(())),
            "the request is carried out, the signal is on its way"
        );
    }
}
