//! What the built-in kinds look like: their fields, the keys of their lists, how patches merge them.
//!
//! `schema.txt` has one line per type, made by `scripts/kubernetes-schema.mjs` from what Kubernetes publishes. A line
//! is the type's name and its fields, `name:shape`, where a field without a shape is text:
//!
//! | shape | means |
//! |---|---|
//! | `i` `l` `n` `b` | 32 bit number, 64 bit number, any number, boolean |
//! | `q` `p` `t` `y` | quantity, number or text, time, bytes in base64 |
//! | `o` | anything |
//! | `Name` | a type of its own |
//! | `{x` | a map of `x` |
//! | `[x` | a list of `x` that is one value for server-side apply; `[x=` a set, `[x=key,key` a map by keys |
//!
//! `~` after a type or a map makes it one value for server-side apply, `!key` after a list is the merge key of
//! strategic merge patches (empty for lists of plain values), `^` stands for the strategy `retainKeys`, `$` for `replace`.
//! `?` after a field's name: a server does not keep it when it is zero, for Go cannot tell that from nothing.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::text::{filled, sort_by};

static TEXT: &str = include_str!("schema.txt");

/// How deep types of a schema may nest before the rest counts as anything.
const DEEPEST: usize = 64;

/// Types, by number.
#[derive(Debug, Default)]
pub(super) struct Schema {
    types: Vec<Type>,
    by_name: BTreeMap<String, usize>,
}

/// A type with named fields.
#[derive(Debug, Default)]
pub(super) struct Type {
    /// As Go calls it.
    pub name: String,
    /// One value for server-side apply.
    pub atomic: bool,
    /// Keeps fields that are not declared (custom resources only).
    pub open: bool,
    /// Sorted by name.
    pub fields: Vec<Field>,
}

/// A field of a type.
#[derive(Debug)]
pub(super) struct Field {
    pub name: String,
    pub shape: Shape,
    pub merging: Patch,
    /// A zero is nothing.
    pub forgets_zero: bool,
}

/// How strategic merge patches treat a field.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Patch {
    /// The list is merged: by this key, or as a set of plain values for the empty key.
    pub merge: Option<String>,
    /// Keys that a patch does not name are cleared.
    pub retain_keys: bool,
    /// The map is replaced as a whole, and named by every patch, whether it differs or not.
    pub replaced: bool,
}

/// What a value may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    Int32,
    Int64,
    Number,
    Bool,
    Quantity,
    IntOrText,
    Time,
    Bytes,
    Any,
    Struct(usize),
    /// A type of the built-in schema, seen from a schema of custom resources.
    BuiltIn(usize),
    Map {
        of: Box<Shape>,
        atomic: bool,
    },
    List {
        of: Box<Shape>,
        relation: Relation,
    },
}

/// What tells the items of a list apart in server-side apply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Relation {
    /// Nothing: the list is one value.
    Atomic,
    /// Their values.
    Set,
    /// The values of these fields.
    Keys(Vec<String>),
}

impl Type {
    pub fn field(&self, name: &str) -> Option<&Field> {
        let at = self.fields.binary_search_by(|field| field.name.as_str().cmp(name)).ok()?;
        self.fields.get(at)
    }
}

impl Schema {
    /// The schema of the built-in kinds.
    pub fn built_in() -> Self {
        let names = TEXT.lines().map(|line| type_name(line).0);
        let mut schema = Schema {
            types: Vec::new(),
            by_name: filled(names.enumerate().map(|(number, name)| (name.to_owned(), number))),
        };
        schema.types = TEXT.lines().map(|line| schema.read_type(line)).collect();
        schema
    }

    /// A schema of its own for a custom kind, to be filled with [`Schema::add`].
    pub fn empty() -> Self {
        Schema::default()
    }

    pub fn add(&mut self, mut new: Type) -> Shape {
        sort_by(&mut new.fields, |a, b| a.name.cmp(&b.name));
        self.types.push(new);
        Shape::Struct(self.types.len().saturating_sub(1))
    }

    /// Takes out the type that was added last.
    pub fn take(&mut self, number: usize) -> Option<Type> {
        (number.checked_add(1) == Some(self.types.len())).then(|| self.types.pop())?
    }

    pub fn get(&self, number: usize) -> Option<&Type> {
        self.types.get(number)
    }

    /// The type of a kind in one of its versions; anything, if nothing is known of it.
    pub fn of_kind(&self, kind: &str, version: &str) -> Shape {
        let exact = self.by_name.get(&format!("{kind}.{version}"));
        exact.or_else(|| self.by_name.get(kind)).map_or(Shape::Any, |number| Shape::Struct(*number))
    }

    fn read_type(&self, line: &str) -> Type {
        let (name, atomic) = type_name(line);
        let mut fields: Vec<Field> = line
            .split(' ')
            .skip(1)
            .map(|field| {
                let (name, shape) = field.split_once(':').unwrap_or((field, "s"));
                let (shape, merging) = self.read_shape(shape, DEEPEST);
                let (name, forgets_zero) = name.strip_suffix('?').map_or((name, false), |name| (name, true));
                Field { name: name.to_owned(), shape, merging, forgets_zero }
            })
            .collect();
        sort_by(&mut fields, |a, b| a.name.cmp(&b.name));
        // A second type of one name has its version behind a dot.
        let name = name.split('.').next().unwrap_or(name).to_owned();
        Type { name, atomic, open: false, fields }
    }

    fn read_shape(&self, text: &str, depth: usize) -> (Shape, Patch) {
        let (text, replaced) = text.strip_suffix('$').map_or((text, false), |text| (text, true));
        let (text, retain_keys) = text.strip_suffix('^').map_or((text, false), |text| (text, true));
        let (text, merge) = text.split_once('!').map_or((text, None), |(text, key)| (text, Some(key.to_owned())));
        let patch = Patch { merge, retain_keys, replaced };
        let Some(deeper) = depth.checked_sub(1) else { return (Shape::Any, patch) };
        let shape = if let Some(items) = text.strip_prefix('[') {
            let (items, relation) = match items.split_once('=') {
                None => (items, Relation::Atomic),
                Some((items, "")) => (items, Relation::Set),
                Some((items, keys)) => (items, Relation::Keys(keys.split(',').map(str::to_owned).collect())),
            };
            Shape::List { of: Box::new(self.read_shape(items, deeper).0), relation }
        } else if let Some(values) = text.strip_prefix('{') {
            let (values, atomic) = values.strip_suffix('~').map_or((values, false), |values| (values, true));
            Shape::Map { of: Box::new(self.read_shape(values, deeper).0), atomic }
        } else {
            self.read_name(text)
        };
        (shape, patch)
    }

    fn read_name(&self, text: &str) -> Shape {
        match text {
            "s" => Shape::Text,
            "i" => Shape::Int32,
            "l" => Shape::Int64,
            "n" => Shape::Number,
            "b" => Shape::Bool,
            "q" => Shape::Quantity,
            "p" => Shape::IntOrText,
            "t" => Shape::Time,
            "y" => Shape::Bytes,
            name => self.by_name.get(name.trim_end_matches('~')).map_or(Shape::Any, |number| Shape::Struct(*number)),
        }
    }
}

fn type_name(line: &str) -> (&str, bool) {
    let name = line.split(' ').next().unwrap_or(line);
    name.strip_suffix('~').map_or((name, false), |name| (name, true))
}

/// A place in a schema: what the value there may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place<'a> {
    built_in: &'a Schema,
    own: &'a Schema,
    pub shape: &'a Shape,
}

/// The root of a kind's objects.
#[derive(Debug, Clone)]
pub(super) struct Root {
    built_in: Arc<Schema>,
    own: Arc<Schema>,
    shape: Shape,
}

impl Root {
    /// The root of a built-in kind.
    pub fn built_in(schema: &Arc<Schema>, kind: &str, version: &str) -> Self {
        let shape = schema.of_kind(kind, version);
        Root { built_in: Arc::clone(schema), own: Arc::clone(schema), shape }
    }

    /// The root of a custom kind with a schema of its own.
    pub fn custom(built_in: &Arc<Schema>, own: Arc<Schema>, shape: Shape) -> Self {
        Root { built_in: Arc::clone(built_in), own, shape }
    }

    pub fn place(&self) -> Place<'_> {
        Place { built_in: &self.built_in, own: &self.own, shape: &self.shape }
    }
}

static ANY: Shape = Shape::Any;

impl<'a> Place<'a> {
    /// The type here, if it has one, and the place from which its fields are read.
    pub fn of_type(self) -> Option<(&'a Type, Place<'a>)> {
        match self.shape {
            Shape::Struct(number) => Some((self.own.get(*number)?, self)),
            Shape::BuiltIn(number) => {
                let place = Place { own: self.built_in, ..self };
                Some((self.built_in.get(*number)?, place))
            }
            _ => None,
        }
    }

    /// The place of a key of the map or type here; `None` for a field that is not declared.
    pub fn key(self, name: &str) -> Option<Place<'a>> {
        match self.shape {
            Shape::Map { of, .. } => Some(Place { shape: of, ..self }),
            Shape::Struct(_) | Shape::BuiltIn(_) => {
                let (own, place) = self.of_type()?;
                match own.field(name) {
                    Some(field) => Some(Place { shape: &field.shape, ..place }),
                    None if own.open => Some(Place { shape: &ANY, ..self }),
                    None => None,
                }
            }
            _ => Some(Place { shape: &ANY, ..self }),
        }
    }

    /// Whether `name` is a declared field of the type here.
    pub fn declares(self, name: &str) -> bool {
        self.of_type().is_some_and(|(own, _)| own.field(name).is_some())
    }

    /// How strategic merge patches treat the field `name`.
    pub fn patch(self, name: &str) -> Option<&'a Patch> {
        self.of_type()?.0.field(name).map(|field| &field.merging)
    }

    /// Whether the type here is Kubernetes' own.
    pub fn is_built_in(self) -> bool {
        std::ptr::eq(self.own, self.built_in) || matches!(self.shape, Shape::BuiltIn(_))
    }

    /// The place of the items of the list here.
    pub fn item(self) -> Place<'a> {
        match self.shape {
            Shape::List { of, .. } => Place { shape: of, ..self },
            _ => Place { shape: &ANY, ..self },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place<'a>(root: &'a Root, path: &[&str]) -> Place<'a> {
        path.iter().fold(root.place(), |place, key| if *key == "*" { place.item() } else { place.key(key).unwrap() })
    }

    fn root(kind: &str) -> Root {
        Root::built_in(&Arc::new(Schema::built_in()), kind, "v1")
    }

    #[test]
    fn every_shape_of_the_schema_is_known() {
        let schema = Schema::built_in();
        let anything = |shape: &Shape| *shape == Shape::Any;
        let open: Vec<_> = schema
            .types
            .iter()
            .flat_map(|own| own.fields.iter().map(move |field| (own.name.as_str(), field)))
            .filter(|(_, field)| anything(&field.shape))
            .map(|(own, field)| (own, field.name.as_str()))
            .filter(|(_, field)| *field != "status")
            .collect();
        let known = ["ControllerRevision", "JSONSchemaProps", "ManagedFieldsEntry", "WorkloadPodGroup"];
        assert!(open.iter().all(|(own, _)| known.iter().any(|known| own.starts_with(known))), "{open:?}");
        assert!(schema.types.len() > 300);
    }

    #[test]
    fn a_pod_template_has_ports_with_two_keys() {
        let root = root("Deployment");
        let ports = place(&root, &["spec", "template", "spec", "containers", "*", "ports"]);
        let Shape::List { relation, .. } = ports.shape else { panic!("{ports:?}") };
        assert_eq!(*relation, Relation::Keys(vec!["containerPort".into(), "protocol".into()]));
        let container = place(&root, &["spec", "template", "spec", "containers", "*"]);
        assert_eq!(container.patch("ports").unwrap().merge.as_deref(), Some("containerPort"));
        let pod = place(&root, &["spec", "template", "spec"]);
        assert!(pod.patch("volumes").unwrap().retain_keys);
        assert_eq!(pod.patch("tolerations").unwrap().merge, None);
        assert!(place(&root, &["spec"]).patch("strategy").unwrap().retain_keys);
    }

    #[test]
    fn maps_and_versions() {
        let config_map = root("ConfigMap");
        assert_eq!(*place(&config_map, &["data", "x"]).shape, Shape::Text);
        assert!(config_map.place().key("nonsense").is_none());
        assert_eq!(config_map.place().key("metadata").unwrap().patch("finalizers").unwrap().merge.as_deref(), Some(""));
        let schema = Arc::new(Schema::built_in());
        let scaler = |version| Root::built_in(&schema, "HorizontalPodAutoscaler", version);
        let metrics = |root: &Root| root.place().key("spec").unwrap().key("metrics").is_some();
        assert!(metrics(&scaler("v2")));
        assert!(!metrics(&scaler("v1")));
        assert_eq!(*root("Nonesuch").place().shape, Shape::Any);
    }
}
