//! Who owns which field of an object, and what server-side apply makes of it.
//!
//! As in structured-merge-diff: a manager that applies owns what it applies, one that creates, patches or replaces
//! owns what it changes. The two are different owners even under one name.

use serde_json::Value;

use super::fields::{FieldSet, Step};
use super::schema::Place;
use super::typed::{Comparison, compare, field_set, merge, with_named_fields, without};

/// Fields that nobody owns: names and what the server sets.
const STRIPPED: [&str; 8] =
    ["name", "namespace", "creationTimestamp", "selfLink", "uid", "generation", "managedFields", "resourceVersion"];

/// One owner and its fields.
#[derive(Debug, Clone, PartialEq)]
struct Owner {
    manager: String,
    /// Owns what it applied; otherwise what it changed.
    applies: bool,
    /// The version in which it named its fields.
    api_version: String,
    fields: FieldSet,
}

/// The owners of an object's fields.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Owners(Vec<Owner>);

/// The writer of a request.
#[derive(Debug, Clone, Copy)]
pub(super) struct Writer<'a> {
    pub manager: &'a str,
    pub api_version: &'a str,
}

impl Writer<'_> {
    fn owns(&self, owner: &Owner, applies: bool) -> bool {
        owner.manager == self.manager && owner.applies == applies && (applies || owner.api_version == self.api_version)
    }
}

/// Fields that an apply would take from others: `Apply failed with …`.
#[derive(Debug)]
pub(super) struct Conflicts(Vec<(Owner, Vec<String>)>);

impl Owners {
    /// Merges `config` over `live`, takes away what this manager applied before and no longer does, and returns the
    /// new object with its owners.
    ///
    /// # Errors
    /// Fields of others that would get another value, unless `force` takes them.
    pub fn apply(
        &self,
        place: Place<'_>,
        live: &Value,
        config: &Value,
        writer: Writer<'_>,
        force: bool,
    ) -> Result<(Value, Owners), Conflicts> {
        let merged = merge(place, live, config);
        let fields = strip(field_set(place, config));
        let mut owners = self.clone();
        let last = owners.take(writer, true);
        owners.put(writer, true, fields);
        let merged = match last {
            Some(last) if !last.is_within(&owners.of(writer, true)) => owners.prune(place, &merged, &last),
            _ => merged,
        };
        let others = |owner: &Owner| !writer.owns(owner, true);
        if !owners.0.iter().any(others) {
            return Ok((merged, owners));
        }
        let comparison = without_status(compare(place, live, &merged));
        let changed = comparison.modified.union(&comparison.added);
        let conflicts: Vec<(Owner, Vec<String>)> = owners
            .0
            .iter()
            .filter(|owner| others(owner))
            .map(|owner| (owner.clone(), owner.fields.intersection(&changed).paths()))
            .filter(|(_, paths)| !paths.is_empty())
            .collect();
        if !force && !conflicts.is_empty() {
            return Err(Conflicts(conflicts));
        }
        owners.lose(&changed, &comparison.removed, others);
        Ok((merged, owners))
    }

    /// The owners after somebody changed `live` to `new`.
    pub fn update(&self, place: Place<'_>, live: &Value, new: &Value, writer: Writer<'_>) -> Owners {
        let comparison = without_status(compare(place, live, new));
        let mut changed = strip(comparison.modified.union(&comparison.added));
        // The head of a pod template that names nothing has no owner, though other empty structs have.
        changed.remove_everywhere(&Step::Field("metadata".to_owned()));
        let mut owners = self.clone();
        owners.lose(&changed, &comparison.removed, |_| true);
        if !changed.is_empty() {
            let before = owners.take(writer, false).unwrap_or_default();
            owners.put(writer, false, before.union(&changed));
        }
        owners
    }

    /// Makes what `manager` changed what it applied, as clients do that change from one way to the other; `None`
    /// if there is nothing to hand over.
    pub fn hand_over(&self, manager: &str) -> Option<Owners> {
        let (changed, rest): (Vec<Owner>, Vec<Owner>) =
            self.0.iter().cloned().partition(|owner| owner.manager == manager && !owner.applies);
        let first = changed.first()?;
        let mut owners = Owners(rest);
        let writer = Writer { manager, api_version: &first.api_version };
        let applied = owners.take(writer, true).unwrap_or_default();
        owners.put(writer, true, changed.iter().fold(applied, |all, owner| all.union(&owner.fields)));
        Some(owners)
    }

    fn of(&self, writer: Writer<'_>, applies: bool) -> FieldSet {
        let own = self.0.iter().find(|owner| writer.owns(owner, applies));
        own.map(|owner| owner.fields.clone()).unwrap_or_default()
    }

    fn take(&mut self, writer: Writer<'_>, applies: bool) -> Option<FieldSet> {
        let at = self.0.iter().position(|owner| writer.owns(owner, applies))?;
        Some(self.0.remove(at).fields)
    }

    fn put(&mut self, writer: Writer<'_>, applies: bool, mut fields: FieldSet) {
        if fields.is_empty() {
            return;
        }
        fields.shrink();
        let owner =
            Owner { manager: writer.manager.to_owned(), applies, api_version: writer.api_version.to_owned(), fields };
        // In the order in which messages name them; a fixed one, so that equal owners are equal.
        let key = |owner: &Owner| (owner.manager.clone(), !owner.applies, owner.api_version.clone());
        let at = self.0.partition_point(|other| key(other) < key(&owner));
        self.0.insert(at, owner);
    }

    /// Takes changed and removed fields from some of the owners.
    fn lose(&mut self, changed: &FieldSet, removed: &FieldSet, from: impl Fn(&Owner) -> bool) {
        for owner in self.0.iter_mut().filter(|owner| from(owner)) {
            owner.fields = owner.fields.difference(changed).difference(removed);
        }
        self.0.retain(|owner| !owner.fields.is_empty());
    }

    /// Takes away what is in `last` and in nobody's set any more.
    fn prune(&self, place: Place<'_>, merged: &Value, last: &FieldSet) -> Value {
        let named = |set: &FieldSet| with_named_fields(place, set);
        let minus = |set: &FieldSet| without(place, merged, set);
        let owned = self.0.iter().fold(FieldSet::default(), |all, owner| all.union(&owner.fields));
        let (last, everything) = (named(last), named(&field_set(place, merged)));
        let bare = minus(&last);
        // What others own comes back, …
        let kept = named(&field_set(place, &bare)).union(&named(&owned));
        let bare = minus(&everything.difference(&kept));
        // … and what nobody owned in the first place.
        let gone = everything.difference(&named(&field_set(place, &bare)));
        minus(&gone.intersection(&last))
    }
}

fn strip(mut set: FieldSet) -> FieldSet {
    for name in ["apiVersion", "kind", "metadata"] {
        set.remove(&Step::Field(name.to_owned()));
    }
    set.drop_below(&Step::Field("status".to_owned()));
    let step = Step::Field("metadata".to_owned());
    if let Some(mut metadata) = set.take_below(&step) {
        for name in STRIPPED {
            metadata.remove(&Step::Field(name.to_owned()));
        }
        set.graft(step, metadata);
    }
    set
}

/// The status belongs to controllers: it has owners of its own.
fn without_status(mut comparison: Comparison) -> Comparison {
    for set in [&mut comparison.removed, &mut comparison.modified, &mut comparison.added] {
        set.drop_below(&Step::Field("status".to_owned()));
    }
    comparison
}

impl std::fmt::Display for Conflicts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Conflicts(conflicts) = self;
        if let [(owner, paths)] = conflicts.as_slice()
            && let [path] = paths.as_slice()
        {
            return write!(f, "Apply failed with 1 conflict: conflict with {}: {path}", title(owner));
        }
        let count = conflicts.iter().map(|(_, paths)| paths.len()).fold(0, usize::saturating_add);
        let lines: Vec<String> = conflicts
            .iter()
            .flat_map(|(owner, paths)| {
                let head = format!("conflicts with {}:", title(owner));
                std::iter::once(head).chain(paths.iter().map(|path| format!("- {path}")))
            })
            .collect();
        write!(f, "Apply failed with {count} conflicts: {}", lines.join("\n"))
    }
}

fn title(owner: &Owner) -> String {
    let name = format!("{:?}", owner.manager);
    if owner.applies { name } else { format!("{name} using {}", owner.api_version) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::super::schema::{Root, Schema};
    use super::*;

    fn writer(manager: &str) -> Writer<'_> {
        Writer { manager, api_version: "v1" }
    }

    fn root(kind: &str) -> Root {
        Root::built_in(&Arc::new(Schema::built_in()), kind, "v1")
    }

    fn config_map(data: Value) -> Value {
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": data})
    }

    #[test]
    fn what_is_no_longer_applied_goes_unless_others_own_it() {
        let root = root("ConfigMap");
        let place = root.place();
        let first = config_map(json!({"a": "1", "b": "1"}));
        let (live, owners) = Owners::default().apply(place, &Value::Null, &first, writer("helm"), false).unwrap();
        let edited = config_map(json!({"a": "1", "b": "1", "c": "1"}));
        let owners = owners.update(place, &live, &edited, writer("else"));
        let (live, owners) =
            owners.apply(place, &edited, &config_map(json!({"a": "2"})), writer("helm"), false).unwrap();
        assert_eq!(live["data"], json!({"a": "2", "c": "1"}));
        let (live, _) = owners.apply(place, &live, &config_map(json!({})), writer("helm"), false).unwrap();
        assert_eq!(live["data"], json!({"c": "1"}));
    }

    #[test]
    fn a_whole_branch_goes_when_nobody_is_left_in_it() {
        let root = root("ConfigMap");
        let place = root.place();
        let first = config_map(json!({"a": "1"}));
        let (live, owners) = Owners::default().apply(place, &Value::Null, &first, writer("helm"), false).unwrap();
        let bare = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}});
        let (live, _) = owners.apply(place, &live, &bare, writer("helm"), false).unwrap();
        assert_eq!(live.get("data"), None);
    }

    #[test]
    fn conflicts_speak_the_servers_words() {
        let root = root("ConfigMap");
        let place = root.place();
        let live = config_map(json!({"v": "0", "w": "0"}));
        let owners = Owners::default().update(place, &Value::Null, &live, writer("somebody-else"));
        let refuse =
            |data| owners.apply(place, &live, &config_map(data), writer("helm"), false).unwrap_err().to_string();
        assert_eq!(
            refuse(json!({"v": "1"})),
            r#"Apply failed with 1 conflict: conflict with "somebody-else" using v1: .data.v"#
        );
        assert_eq!(
            refuse(json!({"v": "1", "w": "1"})),
            "Apply failed with 2 conflicts: conflicts with \"somebody-else\" using v1:\n- .data.v\n- .data.w"
        );
        assert!(owners.apply(place, &live, &config_map(json!({"v": "0", "x": "1"})), writer("helm"), false).is_ok());
        let (forced, owners) =
            owners.apply(place, &live, &config_map(json!({"v": "1"})), writer("helm"), true).unwrap();
        assert_eq!(forced["data"], json!({"v": "1", "w": "0"}));
        assert_eq!(owners.of(writer("somebody-else"), false).paths(), [".data", ".data.w"]);
    }

    #[test]
    fn one_name_can_be_two_owners() {
        let root = root("ConfigMap");
        let place = root.place();
        let live = config_map(json!({"v": "0"}));
        let owners = Owners::default().update(place, &Value::Null, &live, writer("helm"));
        let changed = config_map(json!({"v": "1"}));
        let refused = owners.apply(place, &live, &changed, writer("helm"), false).unwrap_err().to_string();
        assert_eq!(refused, r#"Apply failed with 1 conflict: conflict with "helm" using v1: .data.v"#);
        let owners = owners.hand_over("helm").unwrap();
        assert!(owners.apply(place, &live, &changed, writer("helm"), false).is_ok());
        assert_eq!(owners.hand_over("helm"), None);
    }

    #[test]
    fn containers_are_told_apart_by_name() {
        let root = root("Pod");
        let place = root.place();
        let pod = |containers: Value| json!({"apiVersion": "v1", "kind": "Pod", "spec": {"containers": containers}});
        let one = pod(
            json!([{"name": "a", "image": "x"}, {"name": "b", "image": "x", "env": [{"name": "E", "value": "1"}]}]),
        );
        let (live, owners) = Owners::default().apply(place, &Value::Null, &one, writer("helm"), false).unwrap();
        let injected = pod(json!([
            {"name": "a", "image": "x", "tty": false}, {"name": "side", "image": "y"},
            {"name": "b", "image": "x", "env": [{"name": "E", "value": "1"}]},
        ]));
        let owners = owners.update(place, &live, &injected, writer("mesh"));
        let two = pod(json!([{"name": "b", "image": "z"}]));
        let (live, _) = owners.apply(place, &injected, &two, writer("helm"), false).unwrap();
        assert_eq!(
            live["spec"]["containers"],
            json!([{"name": "side", "image": "y"}, {"name": "b", "image": "z"}]),
            "nobody else had named container a as a whole"
        );
    }
}
