//! Sets of fields: who owns what of an object.

use std::fmt;

use serde_json::Value;

/// A plain value that tells items of a list apart. Sorted as structured-merge-diff sorts: numbers, texts, booleans.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Plain {
    Number(i64),
    /// A number that is not whole, as written.
    Fraction(String),
    Text(String),
    Bool(bool),
}

impl Plain {
    pub fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Number(number) => {
                Some(number.as_i64().map_or_else(|| Plain::Fraction(number.to_string()), Plain::Number))
            }
            Value::String(text) => Some(Plain::Text(text.clone())),
            Value::Bool(bool) => Some(Plain::Bool(*bool)),
            _ => None,
        }
    }
}

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Plain::Number(number) => write!(f, "{number}"),
            Plain::Fraction(number) => write!(f, "{number}"),
            Plain::Text(text) => write!(f, "{text:?}"),
            Plain::Bool(bool) => write!(f, "{bool}"),
        }
    }
}

/// One step of the way to a field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    /// A key of a map.
    Field(String),
    /// An item of a list, by the values of its keys.
    Keys(Vec<(String, Plain)>),
    /// An item of a set.
    Item(Plain),
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Step::Field(name) => write!(f, ".{name}"),
            Step::Item(value) => write!(f, "[={value}]"),
            Step::Keys(keys) => {
                let keys: Vec<String> = keys.iter().map(|(name, value)| format!("{name}={value}")).collect();
                write!(f, "[{}]", keys.join(","))
            }
        }
    }
}

/// A set of fields, as a tree without empty branches. Both lists are sorted: every object has several of these sets,
/// and most are too small for the nodes of a B-tree.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct FieldSet {
    members: Vec<Step>,
    children: Vec<(Step, FieldSet)>,
}

impl FieldSet {
    pub fn is_empty(&self) -> bool {
        self.members.is_empty() && self.children.iter().all(|(_, below)| below.is_empty())
    }

    pub fn has(&self, step: &Step) -> bool {
        self.members.binary_search(step).is_ok()
    }

    pub fn insert(&mut self, step: Step) {
        if let Err(place) = self.members.binary_search(&step) {
            self.members.insert(place, step);
        }
    }

    pub fn remove(&mut self, step: &Step) {
        if let Ok(place) = self.members.binary_search(step) {
            self.members.remove(place);
        }
    }

    /// Takes away a step wherever it is, and leaves what is below it.
    pub fn remove_everywhere(&mut self, step: &Step) {
        self.remove(step);
        self.children.iter_mut().for_each(|(_, below)| below.remove_everywhere(step));
    }

    /// Takes away a step and all fields below it.
    pub fn drop_below(&mut self, step: &Step) {
        self.remove(step);
        self.take_below(step);
    }

    /// Takes out the fields below a step.
    pub fn take_below(&mut self, step: &Step) -> Option<FieldSet> {
        self.place(step).ok().map(|place| self.children.remove(place).1)
    }

    /// The fields below a step.
    pub fn below(&self, step: &Step) -> Option<&FieldSet> {
        self.children.get(self.place(step).ok()?).map(|(_, below)| below)
    }

    /// Where the fields below a step are, or would be.
    fn place(&self, step: &Step) -> Result<usize, usize> {
        self.children.binary_search_by(|(own, _)| own.cmp(step))
    }

    /// Adds the fields below a step, if there are any.
    pub fn graft(&mut self, step: Step, below: FieldSet) {
        if below.is_empty() {
            return;
        }
        match self.place(&step) {
            Ok(place) => {
                if let Some((_, own)) = self.children.get_mut(place) {
                    *own = own.union(&below);
                }
            }
            Err(place) => self.children.insert(place, (step, below)),
        }
    }

    /// Steps that lead to fields further down.
    pub fn children(&self) -> impl Iterator<Item = (&Step, &FieldSet)> {
        self.children.iter().map(|(step, below)| (step, below))
    }

    pub fn union(&self, other: &FieldSet) -> FieldSet {
        let mut union = self.clone();
        other.members.iter().for_each(|step| union.insert(step.clone()));
        other.children.iter().for_each(|(step, below)| union.graft(step.clone(), below.clone()));
        union
    }

    pub fn intersection(&self, other: &FieldSet) -> FieldSet {
        let mut both = self.members_that(|step| other.has(step));
        for (step, below) in &self.children {
            if let Some(other) = other.below(step) {
                both.graft(step.clone(), below.intersection(other));
            }
        }
        both
    }

    pub fn difference(&self, other: &FieldSet) -> FieldSet {
        let mut rest = self.members_that(|step| !other.has(step));
        for (step, below) in &self.children {
            match other.below(step) {
                Some(other) => rest.graft(step.clone(), below.difference(other)),
                None => rest.graft(step.clone(), below.clone()),
            }
        }
        rest
    }

    fn members_that(&self, belong: impl Fn(&Step) -> bool) -> FieldSet {
        let members = self.members.iter().filter(|step| belong(step)).cloned().collect();
        FieldSet { members, children: Vec::new() }
    }

    /// Gives back what room there is to spare, for a set that is kept.
    pub fn shrink(&mut self) {
        self.members.shrink_to_fit();
        self.children.shrink_to_fit();
        self.children.iter_mut().for_each(|(_, below)| below.shrink());
    }

    /// Whether every field of this set is in `other`.
    pub fn is_within(&self, other: &FieldSet) -> bool {
        self.members.iter().all(|step| other.has(step))
            && self
                .children
                .iter()
                .all(|(step, below)| other.below(step).map_or_else(|| below.is_empty(), |other| below.is_within(other)))
    }

    /// The ways to all fields, those near the root first.
    pub fn paths(&self) -> Vec<String> {
        let mut paths = Vec::new();
        self.collect_paths("", &mut paths);
        paths
    }

    fn collect_paths(&self, prefix: &str, paths: &mut Vec<String>) {
        paths.extend(self.members.iter().map(|step| format!("{prefix}{step}")));
        for (step, below) in &self.children {
            below.collect_paths(&format!("{prefix}{step}"), paths);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str) -> Step {
        Step::Field(name.into())
    }

    fn set(paths: &[&[&str]]) -> FieldSet {
        let mut set = FieldSet::default();
        for path in paths {
            let (last, parents) = path.split_last().unwrap();
            let mut leaf = FieldSet::default();
            leaf.insert(field(last));
            for parent in parents.iter().rev() {
                let mut above = FieldSet::default();
                above.graft(field(parent), leaf);
                leaf = above;
            }
            set = set.union(&leaf);
        }
        set
    }

    #[test]
    fn sets_are_sets() {
        let (left, right) = (set(&[&["a"], &["b", "x"], &["b", "y"]]), set(&[&["b", "y"], &["c"]]));
        assert_eq!(left.union(&right).paths(), [".a", ".c", ".b.x", ".b.y"]);
        assert_eq!(left.intersection(&right).paths(), [".b.y"]);
        assert_eq!(left.difference(&right).paths(), [".a", ".b.x"]);
        assert!(left.difference(&left).is_empty());
        assert!(left.intersection(&right).is_within(&left));
        assert!(!left.is_within(&right));
    }

    #[test]
    fn steps_print_as_the_server_prints_them() {
        let port = Step::Keys(vec![
            ("containerPort".into(), Plain::Number(80)),
            ("protocol".into(), Plain::Text("TCP".into())),
        ]);
        assert_eq!(port.to_string(), r#"[containerPort=80,protocol="TCP"]"#);
        assert_eq!(Step::Item(Plain::Text("a".into())).to_string(), r#"[="a"]"#);
        assert_eq!(field("data").to_string(), ".data");
    }
}
