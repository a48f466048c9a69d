//! Charts: documents of many kinds, some of them hooks, and a second version of each chart.

use helm_hooks::story::Chart;

use crate::dice::Dice;

/// A document of a template.
#[derive(Debug, Clone)]
pub struct Document {
    pub kind: &'static str,
    pub name: String,
    /// Lines of annotations; those of a hook begin with `helm.sh/hook:`.
    annotations: Vec<String>,
    /// Which of its contents it has.
    variant: usize,
    /// The file it is in.
    file: &'static str,
}

const FILES: [(usize, &str); 4] = [(6, "app.yaml"), (4, "hooks.yaml"), (1, "sub/more.yaml"), (1, "zz.yml")];

/// Kinds of resources, by how often they come. Only kinds that live in namespaces: the others are shared by all
/// stories that run at the same time. No LimitRange and no ResourceQuota: what they do to other objects is not simulated.
const KINDS: [(usize, &str); 16] = [
    (30, "ConfigMap"),
    (12, "Job"),
    (8, "Pod"),
    (10, "Deployment"),
    (5, "Service"),
    (5, "Secret"),
    (4, "ServiceAccount"),
    (3, "StatefulSet"),
    (2, "DaemonSet"),
    (3, "PersistentVolumeClaim"),
    (2, "Role"),
    (2, "RoleBinding"),
    (2, "CronJob"),
    (1, "Ingress"),
    (1, "NetworkPolicy"),
    (1, "PodDisruptionBudget"),
];

const HOOK_KINDS: [(usize, &str); 8] = [
    (55, "Job"),
    (15, "Pod"),
    (15, "ConfigMap"),
    (3, "Secret"),
    (3, "ServiceAccount"),
    (2, "Deployment"),
    (2, "PersistentVolumeClaim"),
    (5, "List"),
];

const NAMES: [&str; 6] = ["a", "b", "c", "db", "web", "a-b"];

const EVENTS: [(usize, &str); 10] = [
    (6, "pre-install"),
    (6, "post-install"),
    (6, "pre-upgrade"),
    (6, "post-upgrade"),
    (4, "pre-rollback"),
    (4, "post-rollback"),
    (4, "pre-delete"),
    (4, "post-delete"),
    (5, "test"),
    (1, "test-success"),
];

/// How people write weights, the last ones by mistake.
const WEIGHTS: [(usize, &str); 12] = [
    (4, "\"-5\""),
    (4, "\"-1\""),
    (4, "\"0\""),
    (4, "\"1\""),
    (4, "\"5\""),
    (2, "\"10\""),
    (1, "\"+2\""),
    (1, "\" 3\""),
    (1, "\"1.5\""),
    (1, "first"),
    (1, "\"\""),
    (1, "7"),
];

const POLICIES: [(usize, &str); 12] = [
    (4, "before-hook-creation"),
    (4, "hook-succeeded"),
    (4, "hook-failed"),
    (3, "\"before-hook-creation,hook-succeeded\""),
    (2, "\"hook-succeeded, hook-failed\""),
    (2, "\"hook-failed,before-hook-creation\""),
    (2, "\"before-hook-creation,hook-succeeded,hook-failed\""),
    (1, "Hook-Succeeded"),
    (1, "hook-suceeded"),
    (1, "\"\""),
    (1, "\"hook-succeeded,hook-succeeded\""),
    (1, "\"hook-failed,never\""),
];

/// The documents of a chart.
pub fn documents(dice: &mut Dice) -> Vec<Document> {
    let mut all = Vec::new();
    for _ in 0..1 + dice.below(3) {
        add(&mut all, resource(dice));
    }
    for _ in 0..dice.below(5) {
        add(&mut all, hook(dice));
    }
    all
}

/// The next version of a chart: documents that stay, change, go, come, and turn from hook to resource.
pub fn next_version(before: &[Document], dice: &mut Dice) -> Vec<Document> {
    let mut all: Vec<Document> = Vec::new();
    for document in before {
        let mut document = document.clone();
        match dice.below(100) {
            0..12 => continue,
            12..50 => document.variant = dice.below(4),
            50..54 if document.is_hook() && document.kind != "List" => document.annotations.clear(),
            54..58 if !document.is_hook() => document.annotations = hook_annotations(dice),
            58..63 if document.is_hook() => document.annotations = hook_annotations(dice),
            _ => {}
        }
        add(&mut all, document);
    }
    for _ in 0..dice.below(3) {
        let new = if dice.chance(50) { resource(dice) } else { hook(dice) };
        add(&mut all, new);
    }
    all
}

/// Hooks may meet. Resources of one kind and name would be sent at the same time, so which is first would be chance; and
/// the recorder could only guess which is deleted, a hook or a resource.
fn add(all: &mut Vec<Document>, new: Document) {
    let met = |old: &&Document| (old.kind, &old.name) == (new.kind, &new.name);
    if !all.iter().filter(met).any(|old| !old.is_hook() || !new.is_hook()) {
        all.push(new);
    }
}

fn resource(dice: &mut Dice) -> Document {
    let mut annotations = Vec::new();
    if dice.chance(8) {
        annotations.push("helm.sh/resource-policy: keep".into());
    }
    document(dice.weighed(&KINDS), annotations, dice)
}

fn hook(dice: &mut Dice) -> Document {
    let annotations = hook_annotations(dice);
    document(dice.weighed(&HOOK_KINDS), annotations, dice)
}

fn document(kind: &'static str, annotations: Vec<String>, dice: &mut Dice) -> Document {
    let name = dice.pick(&NAMES).to_owned();
    Document { kind, name, annotations, variant: dice.below(4), file: dice.weighed(&FILES) }
}

fn hook_annotations(dice: &mut Dice) -> Vec<String> {
    let mut events: Vec<&str> = Vec::new();
    for _ in 0..dice.weighed(&[(5, 1), (4, 2), (2, 3), (1, 4)]) {
        events.push(dice.weighed(&EVENTS));
    }
    let mut events = events.join(",");
    match dice.below(100) {
        0..2 => events.push_str(",pre-everything"),
        2..5 => events = events.to_uppercase(),
        5..8 => events = events.replace(',', ", "),
        _ => {}
    }
    let mut lines = vec![format!("helm.sh/hook: \"{events}\"")];
    if dice.chance(60) {
        lines.push(format!("helm.sh/hook-weight: {}", dice.weighed(&WEIGHTS)));
    }
    if dice.chance(60) {
        lines.push(format!("helm.sh/hook-delete-policy: {}", dice.weighed(&POLICIES)));
    }
    if dice.chance(8) {
        let policy = dice.pick(&["hook-succeeded", "hook-failed", "\"hook-succeeded,hook-failed\""]);
        lines.push(format!("helm.sh/hook-output-log-policy: {policy}"));
    }
    if dice.chance(3) {
        lines.push("helm.sh/resource-policy: keep".into());
    }
    lines
}

/// The chart of these documents.
pub fn chart(documents: &[Document]) -> Chart {
    let mut chart = Chart { values: "v: x\n".into(), ..Chart::default() };
    for document in documents {
        let file = chart.templates.entry(document.file.to_owned()).or_default();
        if !file.is_empty() {
            file.push_str("---\n");
        }
        file.push_str(&document.text());
    }
    chart
}

impl Document {
    pub fn is_hook(&self) -> bool {
        self.annotations.iter().any(|line| line.starts_with("helm.sh/hook:"))
    }

    /// `Kind/name`; of a List that of its first object.
    pub fn reference(&self) -> String {
        match self.kind {
            "List" => format!("Job/{}", self.name),
            kind => format!("{kind}/{}", self.name),
        }
    }

    /// Its YAML.
    pub fn text(&self) -> String {
        let version = match self.kind {
            "Job" | "CronJob" => "batch/v1",
            "Deployment" | "StatefulSet" | "DaemonSet" => "apps/v1",
            "Role" | "RoleBinding" => "rbac.authorization.k8s.io/v1",
            "Ingress" | "NetworkPolicy" => "networking.k8s.io/v1",
            "PodDisruptionBudget" => "policy/v1",
            _ => "v1",
        };
        let mut text = format!("apiVersion: {version}\nkind: {}\nmetadata:\n", self.kind);
        if self.kind != "List" {
            text.push_str(&format!("  name: {}\n", self.name));
        }
        if !self.annotations.is_empty() {
            text.push_str("  annotations:\n");
            for line in &self.annotations {
                text.push_str(&format!("    {line}\n"));
            }
        }
        text.push_str(&self.body());
        text
    }

    /// What stands below the metadata; the third variant tells by its labels only.
    fn body(&self) -> String {
        let Document { name, variant, .. } = self;
        let pod = |policy: &str| {
            format!("restartPolicy: {policy}, containers: [{{name: main, image: \"busybox:{variant}\"}}]")
        };
        let pods = format!(
            "selector: {{matchLabels: {{app: {name}}}}}, template: {{metadata: {{labels: {{app: {name}}}}}, spec: {{{}}}}}",
            pod("Always")
        );
        let replicas = 1 + variant % 2;
        match self.kind {
            "ConfigMap" if *variant == 3 => "data: {v: {{ .Values.v | quote }}}\n".into(),
            "ConfigMap" if *variant == 2 => "data: {v: \"0\", w: \"1\"}\n".into(),
            "ConfigMap" => format!("data: {{v: \"{variant}\"}}\n"),
            "Secret" => format!("data: {{v: {}}}\n", ["MA==", "MQ==", "Mg==", "Mw=="][*variant]),
            "Job" => format!("spec: {{template: {{spec: {{{}}}}}}}\n", pod("Never")),
            "Pod" => format!("spec: {{{}}}\n", pod(if *variant == 2 { "Always" } else { "Never" })),
            "Deployment" => format!("spec: {{replicas: {replicas}, {pods}}}\n"),
            "StatefulSet" => format!("spec: {{serviceName: {name}, replicas: {replicas}, {pods}}}\n"),
            "DaemonSet" => format!("spec: {{{pods}}}\n"),
            "Service" if *variant == 2 => {
                format!("spec: {{type: LoadBalancer, selector: {{app: {name}}}, ports: [{{port: 80}}]}}\n")
            }
            "Service" => format!("spec: {{selector: {{app: {name}}}, ports: [{{port: {}}}]}}\n", 80 + variant),
            "PersistentVolumeClaim" => {
                "spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}\n".into()
            }
            "Role" => format!(
                "rules: [{{apiGroups: [\"\"], resources: [pods], verbs: [{}]}}]\n",
                ["get", "list", "\"get\", \"list\"", "watch"][*variant]
            ),
            "RoleBinding" => format!(
                "roleRef: {{apiGroup: rbac.authorization.k8s.io, kind: Role, name: {name}}}\nsubjects: [{{kind: User, name: u{variant}, apiGroup: rbac.authorization.k8s.io}}]\n"
            ),
            "CronJob" => format!(
                "spec: {{schedule: \"{variant} * * * *\", jobTemplate: {{spec: {{template: {{spec: {{{}}}}}}}}}}}\n",
                pod("OnFailure")
            ),
            "Ingress" => {
                format!("spec: {{defaultBackend: {{service: {{name: {name}, port: {{number: {}}}}}}}}}\n", 80 + variant)
            }
            "NetworkPolicy" => format!("spec: {{podSelector: {{matchLabels: {{app: a{variant}}}}}}}\n"),
            "PodDisruptionBudget" => {
                format!("spec: {{minAvailable: {variant}, selector: {{matchLabels: {{app: {name}}}}}}}\n")
            }
            "List" => self.items(&pod("Never")),
            _ => String::new(),
        }
    }

    /// The objects of a List: a Job and a ConfigMap.
    fn items(&self, pod: &str) -> String {
        let Document { name, variant, .. } = self;
        format!(
            "items:\n  - {{apiVersion: batch/v1, kind: Job, metadata: {{name: {name}}}, spec: {{template: {{spec: {{{pod}}}}}}}}}\n  - {{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}-list}}, data: {{v: \"{variant}\"}}}}\n"
        )
    }
}
