//! Where the file differs from the type: commands by field, words for flags, values as text or as map.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::duration::{parse_duration, write_duration};
use super::place::{self, unique};
use super::write::yaml_text;
use super::{Command, Fault, Json, Operation, Outside, RecordEdit, Stop, World};

/// For `skip_serializing_if`: what is as if it were not there is not written.
pub(super) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The pattern of a fault or stop that names none.
pub(super) fn any() -> String {
    "*".into()
}

pub(super) fn is_any(pattern: &str) -> bool {
    pattern == "*"
}

/// `namespace: absent`
pub(super) mod absent {
    use super::{Deserializer, Serializer, place};

    #[allow(clippy::trivially_copy_pass_by_ref)] // serde hands over a reference.
    pub(in crate::story) fn serialize<S: Serializer>(_absent: &bool, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str("absent")
    }

    pub(in crate::story) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
        place::text(from, "`absent`", |text| match text {
            "" => Ok(false),
            "absent" => Ok(true),
            _ => Err(format!("`{text}` says nothing about the namespace, only `absent` does")),
        })
    }
}

/// `when: before` and `when: after`
pub(super) mod when {
    use super::{Deserializer, Serializer, place};

    #[allow(clippy::trivially_copy_pass_by_ref)] // serde hands over a reference.
    pub(in crate::story) fn serialize<S: Serializer>(_after: &bool, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str("after")
    }

    pub(in crate::story) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
        place::text(from, "`before` or `after`", |text| match text {
            "" | "before" => Ok(false),
            "after" => Ok(true),
            _ => Err(format!("unknown word `{text}`, expected `before` or `after`")),
        })
    }
}

/// `values:`, a text or a map; kept as text, because people write comments into it.
pub(super) mod values {
    use super::{Deserialize, Deserializer, Map, Value, place, yaml_text};

    pub(in crate::story) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
        let text = Option::<Text>::deserialize(from)?;
        Ok(text.map(|text| text.0).unwrap_or_default())
    }

    struct Text(String);

    impl<'de> Deserialize<'de> for Text {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            place::text_or_map(from, "a map or a text", |text| Ok(Text(text.into())), |map| Ok(Text(from_map(map))))
        }
    }

    fn from_map(map: Map<String, Value>) -> String {
        if map.is_empty() { String::new() } else { yaml_text(&Value::Object(map)) }
    }
}

/// An [`Operation`] as it stands in a file.
#[derive(Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
struct OperationFile {
    #[serde(skip_serializing_if = "is_default")]
    install: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    upgrade: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    rollback: Option<i64>,
    #[serde(skip_serializing_if = "is_default")]
    uninstall: Option<bool>,
    #[serde(skip_serializing_if = "is_default")]
    test: Option<bool>,
    #[serde(skip_serializing_if = "is_default")]
    helm: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    title: String,
    #[serde(skip_serializing_if = "is_default")]
    flags: Vec<String>,
    #[serde(rename = "helm3-flags", skip_serializing_if = "is_default")]
    helm3_flags: Vec<String>,
    #[serde(rename = "helm4-flags", skip_serializing_if = "is_default")]
    helm4_flags: Vec<String>,
    #[serde(deserialize_with = "values::deserialize", skip_serializing_if = "is_default")]
    values: String,
    #[serde(deserialize_with = "unique::deserialize", skip_serializing_if = "is_default")]
    world: World,
    #[serde(skip_serializing_if = "is_default")]
    reject: Vec<Fault>,
    #[serde(skip_serializing_if = "is_default")]
    stop: Vec<Stop>,
    #[serde(skip_serializing_if = "is_default")]
    before: Vec<Outside>,
    #[serde(skip_serializing_if = "is_default")]
    only: Vec<String>,
}

impl OperationFile {
    fn read(self) -> Result<Operation, String> {
        let commands = [
            self.install.map(Command::Install),
            self.upgrade.map(Command::Upgrade),
            self.rollback.map(Command::Rollback),
            self.uninstall.map(|_| Command::Uninstall),
            self.test.map(|_| Command::Test),
            self.helm.map(Command::Helm),
        ];
        let mut commands = commands.into_iter().flatten();
        let (Some(command), None) = (commands.next(), commands.next()) else {
            return Err("an operation has exactly one of install, upgrade, rollback, uninstall, test, helm".into());
        };
        Ok(Operation {
            command,
            title: self.title,
            flags: self.flags,
            helm3_flags: self.helm3_flags,
            helm4_flags: self.helm4_flags,
            values: self.values,
            world: self.world,
            reject: self.reject,
            stop: self.stop,
            before: self.before,
            only: self.only,
        })
    }

    fn of(operation: Operation) -> Self {
        let mut file = OperationFile {
            title: operation.title,
            flags: operation.flags,
            helm3_flags: operation.helm3_flags,
            helm4_flags: operation.helm4_flags,
            values: operation.values,
            world: operation.world,
            reject: operation.reject,
            stop: operation.stop,
            before: operation.before,
            only: operation.only,
            ..OperationFile::default()
        };
        match operation.command {
            Command::Install(chart) => file.install = Some(chart),
            Command::Upgrade(chart) => file.upgrade = Some(chart),
            Command::Rollback(revision) => file.rollback = Some(revision),
            Command::Uninstall => file.uninstall = Some(true),
            Command::Test => file.test = Some(true),
            Command::Helm(line) => file.helm = Some(line),
        }
        file
    }
}

impl Serialize for Operation {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        OperationFile::of(self.clone()).serialize(to)
    }
}

impl<'de> Deserialize<'de> for Operation {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        place::map(from, "an operation such as `install: a`", OperationFile::read)
    }
}

/// An [`Outside`] as it stands in a file.
#[derive(Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct OutsideFile {
    #[serde(skip_serializing_if = "is_default")]
    create: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    delete: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    edit: Option<String>,
    #[serde(skip_serializing_if = "is_default")]
    patch: Option<Json>,
    #[serde(skip_serializing_if = "is_default")]
    record: Option<RecordEdit>,
    #[serde(skip_serializing_if = "is_default")]
    sleep: Option<String>,
}

impl OutsideFile {
    fn read(self) -> Result<Outside, String> {
        let OutsideFile { create, delete, edit, patch, record, sleep } = self;
        if edit.is_some() != patch.is_some() {
            return Err("edit and patch belong together".into());
        }
        let sleep = match sleep {
            Some(text) => {
                Some(parse_duration(&text).ok_or_else(|| format!("`{text}` is not a duration such as `1s`"))?)
            }
            None => None,
        };
        let deeds = [
            create.map(Outside::Create),
            delete.map(Outside::Delete),
            edit.zip(patch).map(|(object, patch)| Outside::Edit { object, patch }),
            record.map(Outside::Record),
            sleep.map(Outside::Sleep),
        ];
        let mut deeds = deeds.into_iter().flatten();
        let (Some(deed), None) = (deeds.next(), deeds.next()) else {
            return Err("a step before an operation has exactly one of create, delete, edit, record, sleep".into());
        };
        Ok(deed)
    }

    fn of(outside: Outside) -> Self {
        let none = OutsideFile::default();
        match outside {
            Outside::Create(text) => OutsideFile { create: Some(text), ..none },
            Outside::Delete(object) => OutsideFile { delete: Some(object), ..none },
            Outside::Edit { object, patch } => OutsideFile { edit: Some(object), patch: Some(patch), ..none },
            Outside::Record(edit) => OutsideFile { record: Some(edit), ..none },
            Outside::Sleep(milliseconds) => OutsideFile { sleep: Some(write_duration(milliseconds)), ..none },
        }
    }
}

impl Serialize for Outside {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        OutsideFile::of(self.clone()).serialize(to)
    }
}

impl<'de> Deserialize<'de> for Outside {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        place::map(from, "a deed such as `delete: Job/migrate`", OutsideFile::read)
    }
}
