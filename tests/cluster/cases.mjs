// Requests to ask a real API server about; record.mjs asks, ../cluster.rs compares.

const meta = (name, more) => ({ metadata: { name, ...more } });
const configMap = (name, data, more) => ({ apiVersion: "v1", kind: "ConfigMap", ...meta(name, more), ...(data && { data }) });
const secret = (more) => ({ apiVersion: "v1", kind: "Secret", ...meta("s"), ...more });
const container = (more) => ({ name: "main", image: "busybox:1", ...more });
const job = (spec, pod, template) => ({
  apiVersion: "batch/v1", kind: "Job", ...meta("j"),
  spec: { ...spec, template: { ...template, spec: { restartPolicy: "Never", containers: [container()], ...pod } } },
});
const workload = (kind, spec, pod) => ({
  apiVersion: "apps/v1", kind, ...meta("w"),
  spec: {
    selector: { matchLabels: { app: "w" } }, ...spec,
    template: { metadata: { labels: { app: "w" } }, spec: { containers: [container()], ...pod } },
  },
});
const deployment = (spec, pod) => workload("Deployment", spec, pod);
const pod = (spec, name = "p") => ({ apiVersion: "v1", kind: "Pod", ...meta(name), spec: { containers: [container()], ...spec } });
const service = (spec) => ({ apiVersion: "v1", kind: "Service", ...meta("s"), spec });
const rule = { apiGroups: [""], resources: ["pods"], verbs: ["get"] };
const role = (rules) => ({ apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role", ...meta("r"), ...(rules && { rules }) });
const hpa = (apiVersion, spec) => ({
  apiVersion, kind: "HorizontalPodAutoscaler", ...meta("h"),
  ...(spec && { spec: { scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "w" }, ...spec } }),
});
const crd = (plural, kind, schema, version) => ({
  apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", ...meta(`${plural}.oracle.test`),
  spec: {
    group: "oracle.test", scope: "Namespaced", names: { plural, kind },
    versions: [{ name: "v1", served: true, storage: true, subresources: { status: {} }, schema: { openAPIV3Schema: schema }, ...version }],
  },
});

const create = (object, more) => ({ do: "create", object, ...more });
const apply = (object, more) => ({ do: "apply", object, ...more });
const replace = (object, more) => ({ do: "replace", object, ...more });
const strategic = (object, patch, more) => ({ do: "strategic", object, patch, ...more });
const merge = (object, patch, more) => ({ do: "merge", object, patch, ...more });
const remove = (object) => ({ do: "delete", object });
const other = { manager: "somebody-else" };
const strict = { strict: true };
const force = { force: true };

export const cases = [
  // Server-side apply
  { id: "apply-twice", requests: [apply(configMap("a", { v: "1" })), apply(configMap("a", { v: "1" })), apply(configMap("a", { v: "2" }))] },
  { id: "apply-drops-keys", requests: [apply(configMap("a", { v: "1", w: "1" })), merge(configMap("a"), { data: { theirs: "1" } }, other), apply(configMap("a", { v: "1" })), apply(configMap("a"))] },
  { id: "apply-conflict", requests: [create(configMap("a", { v: "0", w: "0" }), other), apply(configMap("a", { v: "1" })), apply(configMap("a", { v: "1", w: "1" })), apply(configMap("a", { v: "0" })), apply(configMap("a", { v: "1" }), force), apply(configMap("a", { v: "1" }))] },
  { id: "apply-conflict-labels", requests: [create(configMap("a", null, { labels: { "app.kubernetes.io/managed-by": "x" }, annotations: { "meta.helm.sh/release-name": "x" } }), other), apply(configMap("a", { v: "1" }, { labels: { "app.kubernetes.io/managed-by": "Helm" }, annotations: { "meta.helm.sh/release-name": "demo" } }))] },
  { id: "apply-after-create", requests: [create(configMap("a", { v: "1" })), apply(configMap("a", { v: "1" })), apply(configMap("a", { v: "1" })), apply(configMap("a", { v: "2" }))] },
  { id: "apply-two-appliers", requests: [apply(configMap("a", { v: "1" })), apply(configMap("a", { v: "1", w: "1" }), other), apply(configMap("a", { w: "2" })), apply(configMap("a", { w: "1" })), apply(configMap("a"), other)] },
  { id: "apply-removed-by-other", requests: [apply(configMap("a", { v: "1", w: "1" })), merge(configMap("a"), { data: { v: null } }, other), apply(configMap("a", { v: "1", w: "1" })), apply(configMap("a", { w: "1" }))] },
  { id: "apply-empty", requests: [apply(configMap("a", {})), apply(configMap("a", {})), apply({ ...configMap("a"), data: null })] },
  { id: "apply-unknown-field", requests: [apply({ ...configMap("a", { v: "1" }), nonsense: 1 }), apply(job({ nonsense: 1 }))] },
  { id: "apply-wrong-types", requests: [apply(configMap("a", { v: 1 })), apply(configMap("a", { v: true })), apply(configMap("a", { v: { x: 1 } })), apply(deployment({ replicas: "2" })), apply(job({}, { containers: [container({ env: [{ name: "PORT", value: 8080 }] })] })), apply(job({}, { containers: container() })), apply(deployment({ paused: "yes" })), apply({ ...configMap("a"), data: "x" })] },
  { id: "apply-duplicates", requests: [apply(job({}, { containers: [container({ env: [{ name: "A", value: "1" }, { name: "A", value: "2" }] })] })), apply(job({}, { containers: [container(), container()] })), apply(pod({ containers: [{ image: "x" }] }))] },
  // Without labels of its own a Job gets them when it is read, and its next write is a change.
  { id: "apply-job-again", requests: ["busybox:1", "busybox:1", "busybox:2"].map((image) => apply({ ...job({ backoffLimit: 3 }, { containers: [container({ image })] }), ...meta("j", { labels: { a: "b" } }) })) },
  { id: "apply-deployment-again", requests: [apply(deployment()), apply(deployment()), apply(deployment({ replicas: 3 })), apply(deployment()), apply(deployment({}, { containers: [container({ image: "x:2", env: [{ name: "A", value: "1" }], ports: [{ containerPort: 80 }] })] })), apply(deployment({}, { containers: [container({ image: "x:2", ports: [{ containerPort: 80, protocol: "TCP" }, { containerPort: 80, protocol: "UDP", name: "u" }] })] }))] },
  { id: "apply-injected-container", requests: [apply(deployment({}, { containers: [container(), container({ name: "old" })] })), strategic(deployment(), { spec: { template: { spec: { containers: [{ name: "side", image: "s:1" }, { name: "old", tty: true }] } } } }, other), apply(deployment({}, { containers: [container({ name: "first" }), container()] }))] },
  { id: "apply-quantities", requests: [apply(deployment({}, { containers: [container({ resources: { limits: { cpu: "1000m", memory: "1024Mi" }, requests: { cpu: 0.5, memory: "0.5Gi" } } })] })), apply(deployment({}, { containers: [container({ resources: { limits: { cpu: "1000m", memory: "1024Mi" }, requests: { cpu: 0.5, memory: "0.5Gi" } } })] }))] },
  { id: "apply-service", requests: [apply(service({ ports: [{ port: 80 }], selector: { app: "w" } })), apply(service({ ports: [{ port: 80 }], selector: { app: "w" } })), apply(service({ ports: [{ port: 81 }], selector: { app: "x" } })), apply(service({ ports: [{ port: 81 }], clusterIP: "10.0.77.77" }))] },
  { id: "apply-secret", requests: [apply(secret({ stringData: { a: "x" } })), apply(secret({ stringData: { a: "x" } })), apply(secret({ stringData: { a: "y" } })), apply(secret({ stringData: {} })), apply(secret({ type: "Other" }))] },
  { id: "apply-finalizers", requests: [apply(configMap("a", null, { finalizers: ["x.y/a", "x.y/b"] })), merge(configMap("a"), { metadata: { finalizers: ["x.y/a", "x.y/b", "x.y/c"] } }, other), apply(configMap("a", null, { finalizers: ["x.y/b"] })), merge(configMap("a"), { metadata: { finalizers: null } })] },
  { id: "apply-status", requests: [apply({ ...deployment(), status: { replicas: 5 } }), apply({ ...configMap("a"), status: {} })] },

  // Plain writes
  { id: "create-twice", requests: [create(configMap("a", { v: "1" })), create(configMap("a", { v: "2" }))] },
  { id: "create-unknown-fields", requests: [create({ ...configMap("a", { v: "1" }), nonsense: 1, more: {} }), create({ ...job({ nonsense: 1 }, { foo: 1, containers: [container({ bar: 1 })] }) }), create({ ...configMap("b"), nonsense: 1 }, strict), create(job({ b: 1, a: 1 }, {}), strict)] },
  { id: "create-wrong-types", requests: [create(configMap("a", { v: 1 })), create(configMap("a", { v: true })), create(deployment({ replicas: "2" })), create(deployment({ replicas: 1.5 })), create(job({}, { containers: [container({ env: [{ name: "PORT", value: 8080 }] })] })), create(job({}, { containers: container() })), create({ ...configMap("a"), data: "x" }), create({ ...configMap("a"), metadata: { name: "a", labels: { a: 1 } } })] },
  { id: "replace", requests: [create(configMap("a", { v: "1", w: "1" })), replace(configMap("a", { v: "2" })), replace(configMap("a", { v: "2" })), replace(configMap("b"))] },
  { id: "replace-kinds", requests: [create(service({ ports: [{ port: 80 }] })), replace(service({ ports: [{ port: 80 }] })), create(deployment()), replace(deployment()), create(job()), replace(job())] },
  { id: "merge-patch", requests: [create(configMap("a", { v: "1", w: "1" })), merge(configMap("a"), { data: { v: null, x: "1" } }), merge(configMap("a"), { data: { x: "1" } }), merge(configMap("a"), { metadata: { uid: null, resourceVersion: null, creationTimestamp: null, name: "a" } }), merge(configMap("b"), {})] },
  { id: "strategic-lists", requests: [create(deployment({}, { containers: [container({ env: [{ name: "A", value: "1" }, { name: "B", value: "1" }] }), container({ name: "two" })], volumes: [{ name: "v", emptyDir: {} }] })), strategic(deployment(), { spec: { template: { spec: { "$setElementOrder/containers": [{ name: "two" }, { name: "main" }], containers: [{ name: "main", "$setElementOrder/env": [{ name: "C" }, { name: "A" }], env: [{ name: "C", value: "3" }, { name: "B", $patch: "delete" }] }], volumes: [{ $retainKeys: ["configMap", "name"], name: "v", configMap: { name: "m" } }] } } } }), strategic(deployment(), { spec: { template: { spec: { containers: [{ $patch: "replace" }, { name: "new", image: "n:1" }] } } } }), strategic(deployment(), { spec: { strategy: { $retainKeys: ["type"], type: "Recreate" } } }), strategic(deployment(), { spec: { template: { spec: { volumes: [{ $patch: "delete", name: "v" }] } } } })] },
  { id: "strategic-sets", requests: [create(configMap("a", null, { finalizers: ["x.y/a", "x.y/b"] })), strategic(configMap("a"), { metadata: { "$deleteFromPrimitiveList/finalizers": ["x.y/a"], "$setElementOrder/finalizers": ["x.y/c", "x.y/b"], finalizers: ["x.y/c"] } }), strategic(configMap("a"), { metadata: { finalizers: null } })] },
  { id: "strategic-wrong-types", requests: [create(configMap("a", { v: "1" })), strategic(configMap("a"), { data: { v: 1 } }), create(deployment()), strategic(deployment(), { spec: { replicas: "x" } })] },
  { id: "strategic-unknown-field", requests: [create(configMap("a", { v: "1" })), strategic(configMap("a"), { nonsense: 1, data: { v: "2" } })] },
  { id: "strategic-live-as-base-job", requests: [create(job({}, {})), strategic(job(), { metadata: { labels: null, uid: null, generation: null, creationTimestamp: null }, spec: { selector: null, parallelism: null, completions: null, backoffLimit: null, template: { metadata: { labels: null }, spec: { dnsPolicy: null } } }, status: null })] },

  // What the server fills in
  ...["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"].map((kind) => ({ id: `defaults-${kind.toLowerCase()}`, requests: [create(workload(kind, {}, { containers: [container({ image: "nginx", ports: [{ containerPort: 80 }], livenessProbe: { httpGet: { port: 80 } }, readinessProbe: { grpc: { port: 90 } } })], serviceAccountName: "me", volumes: [{ name: "a" }, { name: "b", secret: { secretName: "s" } }, { name: "c", configMap: { name: "c" } }, { name: "d", hostPath: { path: "/" } }, { name: "e", projected: { sources: [{ serviceAccountToken: { path: "t" } }, { downwardAPI: { items: [{ path: "l", fieldRef: { fieldPath: "metadata.labels" } }] } }] } }] }))] })),
  { id: "defaults-stateful-claims", requests: [create(workload("StatefulSet", { serviceName: "w", volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } }] }, { containers: [container({ volumeMounts: [{ name: "data", mountPath: "/d" }] })] }))] },
  { id: "defaults-job", requests: [create(job()), create({ ...job({ completions: 3 }, {}, { metadata: { labels: { a: "b" } } }), metadata: { name: "k" } })] },
  { id: "defaults-cron-job", requests: [create({ apiVersion: "batch/v1", kind: "CronJob", ...meta("c"), spec: { schedule: "* * * * *", jobTemplate: { spec: { template: { spec: { restartPolicy: "OnFailure", containers: [container()] } } } } } })] },
  { id: "defaults-pod", requests: [create(pod({ containers: [container({ resources: { limits: { cpu: "1", memory: "1Gi" } } })] })), create(pod({ restartPolicy: "Never", initContainers: [container({ name: "i" })] }, "q"))] },
  { id: "defaults-services", requests: [create(service({ ports: [{ port: 80 }] })), create({ ...service({ type: "NodePort", ports: [{ port: 80, targetPort: "http" }] }), ...meta("n") }), create({ ...service({ type: "LoadBalancer", ports: [{ port: 80 }] }), ...meta("l") }), create({ ...service({ clusterIP: "None", ports: [{ port: 80 }] }), ...meta("h") }), create({ ...service({ type: "ExternalName", externalName: "x.example" }), ...meta("e") }), create({ ...service({ ports: [{ port: 80 }], sessionAffinity: "ClientIP" }), ...meta("a") })] },
  { id: "defaults-others", requests: [
    create(secret({ stringData: { a: "x" } })),
    create({ apiVersion: "v1", kind: "PersistentVolumeClaim", ...meta("c"), spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1024Mi" } } } }),
    create({ apiVersion: "networking.k8s.io/v1", kind: "Ingress", ...meta("i"), spec: { rules: [{ host: "x.example", http: { paths: [{ path: "/", pathType: "Prefix", backend: { service: { name: "s", port: { number: 80 } } } }] } }] } }),
    create({ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", ...meta("n"), spec: { podSelector: {}, ingress: [{ ports: [{ port: 80 }] }], egress: [{}] } }),
    create({ apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler", ...meta("h"), spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "w" } } }),
    create({ apiVersion: "autoscaling/v1", kind: "HorizontalPodAutoscaler", ...meta("h1"), spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "w" }, targetCPUUtilizationPercentage: 70 } }),
    create({ apiVersion: "policy/v1", kind: "PodDisruptionBudget", ...meta("b"), spec: { minAvailable: 1, selector: { matchLabels: { a: "b" } } } }),
    create({ apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role", ...meta("r"), rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] }),
    create({ apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding", ...meta("r"), roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "r" }, subjects: [{ kind: "ServiceAccount", name: "x", namespace: "demo" }, { kind: "User", name: "u" }] }),
    create({ apiVersion: "v1", kind: "ServiceAccount", ...meta("a") }),
    create({ apiVersion: "v1", kind: "Endpoints", ...meta("e"), subsets: [{ addresses: [{ ip: "192.0.2.1" }], ports: [{ port: 80 }] }] }),
    create({ apiVersion: "v1", kind: "ResourceQuota", ...meta("q"), spec: { hard: { pods: 10, "requests.cpu": "1500m" } } }),
    create({ apiVersion: "v1", kind: "LimitRange", ...meta("l"), spec: { limits: [{ type: "Container", max: { cpu: "2" } }] } }),
  ] },

  // What the server refuses
  { id: "refuses-names", requests: [create(configMap("My_App")), create({ ...service({ ports: [{ port: 80 }] }), ...meta("a.b") }), create({ ...service({ ports: [{ port: 80 }] }), ...meta("A_b") }), ...[{ "a b": "c" }, { d: "e f" }, { g: "x".repeat(64) }].map((labels) => create(configMap("a", null, { labels }))), create(configMap(`a${"b".repeat(253)}`)), create({ apiVersion: "batch/v1", kind: "CronJob", ...meta("c".repeat(53)), spec: { schedule: "* * * * *", jobTemplate: { spec: { template: { spec: { restartPolicy: "Never", containers: [container()] } } } } } }), create({ apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role", ...meta("a:b.C") }), create({ ...workload("StatefulSet"), ...meta("a.b") }), create({ ...deployment(), ...meta("a.b") })] },
  { id: "refuses-jobs", requests: [create({ ...job(), spec: {} }), create(job({}, { restartPolicy: "Always" })), create(job({}, { restartPolicy: undefined })), create(job({}, { restartPolicy: "Sometimes" })), create(job({ backoffLimit: -1 })), create(job({}, { containers: [] })), create({ apiVersion: "batch/v1", kind: "CronJob", ...meta("c"), spec: { jobTemplate: { spec: { template: { spec: { containers: [container()] } } } } } })] },
  { id: "refuses-pods", requests: [create(pod({ containers: [{ name: "a" }] })), create(pod({ containers: [container({ name: "A_b" })] })), create(pod({ containers: [container(), container()] })), create(pod({ containers: [container({ volumeMounts: [{ name: "x", mountPath: "/x" }] })] })), create(pod({ containers: [container({ ports: [{ containerPort: 70000 }] })] })), create(pod({ containers: [container({ env: [{ value: "x" }] })] })), create(pod({ containers: [container({ imagePullPolicy: "Maybe" })] })), create(pod({ containers: [container({ resources: { requests: { cpu: "2" }, limits: { cpu: "500m" } } })] })), create(pod({ volumes: [{ name: "a" }, { name: "a" }] })), create(pod({ restartPolicy: "Maybe" })), create(pod({ initContainers: [container()] })), create(pod({ containers: [container({ env: [{ name: "A", value: "x", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }] })] })), create(pod({ containers: [container({ volumeMounts: [{ name: "v", mountPath: "/x" }, { name: "v", mountPath: "/x" }] })], volumes: [{ name: "v", emptyDir: {} }] }))] },
  { id: "refuses-workloads", requests: [create(deployment({ selector: undefined })), create(deployment({ selector: {} })), create(deployment({ selector: { matchLabels: { app: "x" } } })), create(deployment({ replicas: -1 })), create(deployment({}, { restartPolicy: "Never" })), create(workload("StatefulSet", { selector: undefined })), create(workload("DaemonSet", { selector: { matchLabels: { app: "x" } } })), create(deployment({}, { containers: [] }))] },
  { id: "refuses-services", requests: [create(service({})), create(service({ ports: [{ port: 0 }] })), create(service({ ports: [{ port: 80 }, { port: 81 }] })), create(service({ type: "Nonsense", ports: [{ port: 80 }] })), create(service({ type: "ExternalName" })), create(service({ ports: [{ port: 80, name: "A_b" }] }))] },
  { id: "refuses-others", requests: [
    create({ apiVersion: "v1", kind: "PersistentVolumeClaim", ...meta("c"), spec: {} }),
    create({ apiVersion: "networking.k8s.io/v1", kind: "Ingress", ...meta("i"), spec: { rules: [{ http: { paths: [{ path: "/", backend: { service: { name: "s", port: { number: 80 } } } }] } }] } }),
    create({ apiVersion: "networking.k8s.io/v1", kind: "Ingress", ...meta("i"), spec: {} }),
    create({ apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding", ...meta("r"), roleRef: { kind: "Nonsense", name: "" } }),
    create({ apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler", ...meta("h"), spec: {} }),
    create({ apiVersion: "v1", kind: "Secret", ...meta("s"), data: { a: "not base64" } }),
    create({ apiVersion: "v1", kind: "Secret", ...meta("s"), type: "kubernetes.io/tls" }),
    create(configMap("a", { "a/b": "x" })),
  ] },
  { id: "immutable-fields", requests: [
    create(deployment()), strategic(deployment(), { spec: { selector: { matchLabels: { app: "x" } }, template: { metadata: { labels: { app: "x" } } } } }),
    create(job()), strategic(job(), { spec: { completions: 2 } }), strategic(job(), { spec: { template: { spec: { restartPolicy: "OnFailure" } } } }), strategic(job(), { spec: { parallelism: 2 } }),
    create({ ...secret({ type: "a/b" }) }), merge(secret(), { type: "c/d" }),
    create({ ...configMap("f", { v: "1" }), immutable: true }), merge(configMap("f"), { data: { v: "2" } }), merge(configMap("f"), { immutable: false }),
    create(workload("StatefulSet", { serviceName: "a" })), merge(workload("StatefulSet"), { spec: { serviceName: "b" } }), merge(workload("StatefulSet"), { spec: { replicas: 2 } }),
    create({ apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding", ...meta("r"), roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "r" } }), merge({ apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding", ...meta("r") }, { roleRef: { name: "s" } }),
    create(workload("DaemonSet")), merge(workload("DaemonSet"), { spec: { selector: { matchLabels: { app: "x" } } } }),
  ] },
  { id: "immutable-pods", requests: [create(pod()), strategic(pod(), { spec: { containers: [{ name: "main", image: "busybox:2" }] } }), strategic(pod(), { spec: { containers: [{ name: "main", command: ["x"] }] } }), strategic(pod(), { spec: { containers: [{ name: "more", image: "x:1" }] } }), strategic(pod(), { metadata: { labels: { a: "b" } } })] },
  { id: "immutable-claims", requests: [create({ apiVersion: "v1", kind: "PersistentVolumeClaim", ...meta("c"), spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "1Gi" } } } }), merge({ apiVersion: "v1", kind: "PersistentVolumeClaim", ...meta("c") }, { spec: { resources: { requests: { storage: "2Gi" } } } }), merge({ apiVersion: "v1", kind: "PersistentVolumeClaim", ...meta("c") }, { spec: { accessModes: ["ReadWriteMany"] } })] },

  // Custom kinds
  { id: "custom-open", requests: [create(crd("opens", "Open", { type: "object", "x-kubernetes-preserve-unknown-fields": true })), apply({ apiVersion: "oracle.test/v1", kind: "Open", ...meta("o"), spec: { v: 1, list: [1, 2], map: { a: "b" } } }), apply({ apiVersion: "oracle.test/v1", kind: "Open", ...meta("o"), spec: { v: 1, list: [1, 2], map: { a: "b" } } }), apply({ apiVersion: "oracle.test/v1", kind: "Open", ...meta("o"), spec: { v: 2, list: [2], map: {} } }), merge({ apiVersion: "oracle.test/v1", kind: "Open", ...meta("o") }, { spec: { v: null, w: 1 } }), strategic({ apiVersion: "oracle.test/v1", kind: "Open", ...meta("o") }, { spec: {} }), replace({ apiVersion: "oracle.test/v1", kind: "Open", ...meta("o"), spec: { v: 3 } })] },
  { id: "custom-closed", requests: [create(crd("closeds", "Closed", { type: "object", properties: { spec: { type: "object", required: ["v"], properties: { v: { type: "integer" }, items: { type: "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"], items: { type: "object", required: ["name"], properties: { name: { type: "string" }, value: { type: "string" } } } }, free: { type: "object", "x-kubernetes-preserve-unknown-fields": true } } } } })), create({ apiVersion: "oracle.test/v1", kind: "Closed", ...meta("c"), spec: { v: 1, nonsense: 1, free: { x: 1 } } }), apply({ apiVersion: "oracle.test/v1", kind: "Closed", ...meta("d"), spec: { v: 1, nonsense: 1 } }), apply({ apiVersion: "oracle.test/v1", kind: "Closed", ...meta("d"), spec: { v: 1, items: [{ name: "a", value: "1" }, { name: "b" }] } }), apply({ apiVersion: "oracle.test/v1", kind: "Closed", ...meta("d"), spec: { v: 1, items: [{ name: "b", value: "2" }] } }), create({ apiVersion: "oracle.test/v1", kind: "Closed", ...meta("e"), spec: {} }), create({ apiVersion: "oracle.test/v1", kind: "Closed", ...meta("e"), spec: { v: "x" } })] },
  { id: "custom-bad-name", requests: [create({ ...crd("rights", "Right", { type: "object" }), ...meta("wrong") })] },
  { id: "refuses-more", requests: [
    create({ ...service({ ports: [{ port: 80 }] }), ...meta("a".repeat(64)) }), create(pod({ containers: [container({ name: "a".repeat(64) })] })), create(service({ ports: [{ port: 80, targetPort: "a_b" }] })), create(service({ ports: [{ port: 80, name: "a" }, { port: 81, name: "a" }] })),
    apply(secret({ data: { a: "not base64" } })), create(secret({ data: { a: "YQ" } })), create(secret({ data: { a: "YQ=" } })), create(secret({ data: { a: "YW Jj" } })), create(secret({ type: "kubernetes.io/dockerconfigjson" })),
    create({ apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRoleBinding", ...meta("oracle-wrong"), roleRef: { kind: "Role", name: "x" } }),
    create({ apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler", ...meta("h"), spec: { minReplicas: 3, maxReplicas: 2, scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "w" } } }),
    create(job({}, { containers: [container({ env: [{ name: "A", value: "1" }, { name: "A", value: "2" }], ports: [{ containerPort: 80 }, { containerPort: 80 }] })] })),
    strategic(job(), { spec: { template: { spec: { containers: [{ name: "main", env: "x" }] } } } }), strategic(job(), { spec: { suspend: "x" } }), strategic(job(), { spec: { template: { spec: { containers: [{ name: "main", stdin: 1 }] } } } }), strategic(job(), { metadata: { labels: "x" } }),
  ] },
  { id: "daemon-set-changes", requests: [create(workload("DaemonSet")), strategic(workload("DaemonSet"), { spec: { template: { spec: { containers: [{ name: "main", image: "busybox:2" }] } } } }), strategic(workload("DaemonSet"), { spec: { minReadySeconds: 3 } })] },
  { id: "service-changes", requests: [create(service({ type: "NodePort", ports: [{ port: 80 }] })), replace(service({ type: "NodePort", ports: [{ port: 80 }] })), replace(service({ type: "ClusterIP", ports: [{ port: 80 }] })), merge(service(), { spec: { type: "ExternalName", externalName: "x.example", clusterIP: null } }), merge(service(), { spec: { type: "ClusterIP", externalName: null } })] },
  { id: "service-types", requests: [create(service({ type: "LoadBalancer", ports: [{ port: 80 }] })), merge(service(), { spec: { type: "NodePort" } }), merge(service(), { spec: { type: "ClusterIP" } }), merge(service(), { spec: { type: "NodePort" } }), strategic(service(), { spec: { ports: [{ port: 81, name: "b" }, { port: 80, name: "a" }] } }), apply(service({ ports: [{ port: 80, name: "a" }] }), force)] },
  { id: "two-versions", requests: [
    create(hpa("autoscaling/v1", { maxReplicas: 3 })), apply(hpa("autoscaling/v2", { maxReplicas: 4 }), force), apply(hpa("autoscaling/v2", { maxReplicas: 4 })), apply(hpa("autoscaling/v1", { maxReplicas: 3, targetCPUUtilizationPercentage: 70 })),
    merge(hpa("autoscaling/v1"), { spec: { targetCPUUtilizationPercentage: 60 } }), merge(hpa("autoscaling/v2"), { spec: { metrics: [{ type: "Resource", resource: { name: "memory", target: { type: "Utilization", averageUtilization: 50 } } }] } }), merge(hpa("autoscaling/v2"), { metadata: { labels: { a: "b" } } }), replace(hpa("autoscaling/v2", { maxReplicas: 5 })),
  ] },
  { id: "custom-two-versions", requests: [create({ ...crd("twos", "Two", { type: "object", "x-kubernetes-preserve-unknown-fields": true }), spec: { ...crd("twos", "Two").spec, versions: ["v1", "v1beta1"].map((name) => ({ name, served: true, storage: name === "v1", schema: { openAPIV3Schema: { type: "object", "x-kubernetes-preserve-unknown-fields": true } } })) } }), create({ apiVersion: "oracle.test/v1beta1", kind: "Two", ...meta("t"), spec: { v: 1 } }), apply({ apiVersion: "oracle.test/v1", kind: "Two", ...meta("t"), spec: { v: 1 } }), merge({ apiVersion: "oracle.test/v1beta1", kind: "Two", ...meta("t") }, { spec: { v: 2 } })] },
  { id: "role-rules", requests: [create(role([rule])), replace(role()), apply(role([rule]), other), create({ ...role(), ...meta("r2") }), apply({ ...role([rule]), ...meta("r2") }, other)] },
  { id: "empty-selector", requests: [create({ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", ...meta("n"), spec: { podSelector: {} } }), apply({ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", ...meta("n"), spec: { podSelector: { matchLabels: { a: "b" } } } }, other)] },
  { id: "two-owners-of-one-name", requests: [apply(configMap("a", { v: "1", w: "1" })), merge(configMap("a"), { data: { w: "2", x: "2" } }), apply(configMap("a", { v: "2", w: "3", x: "3" }), other)] },
  { id: "deployment-annotations", requests: [create(deployment()), merge(deployment(), { metadata: { annotations: { a: "b" } } }), merge(deployment(), { metadata: { labels: { a: "b" } } })] },
  { id: "one-thing-too-much", requests: [create(deployment({ strategy: { type: "Recreate", rollingUpdate: { maxSurge: 1 } } })), create(pod({ volumes: [{ name: "a", emptyDir: {}, configMap: { name: "x" } }] }))] },
  { id: "apply-last-key-of-a-secret", requests: [apply(secret({ data: { k: "MQ==" }, stringData: { l: "1" } })), apply(secret({ data: { k: "MQ==" } })), apply(secret({ data: {} }))] },
  { id: "duplicate-ports", requests: [create(deployment({}, { containers: ["a", "b", "c"].map((name) => container({ name, ports: [{ containerPort: 80, name: "http" }] })) }))] },
  { id: "custom-values", requests: [create(crd("valueds", "Valued", { type: "object", properties: { spec: { type: "object", properties: { n: { type: "integer", minimum: 1, maximum: 3 }, mode: { type: "string", enum: ["a", "b"] }, list: { type: "array", items: { type: "string" } }, flag: { type: "boolean" }, either: { "x-kubernetes-int-or-string": true } } } } })), ...[{ n: 0 }, { n: 4 }, { mode: "c" }, { list: [1] }, { flag: "x" }, { list: "x" }, { either: true }, { n: 2, mode: "a", list: ["x"], either: "x" }].map((spec) => create({ apiVersion: "oracle.test/v1", kind: "Valued", ...meta("v"), spec })), apply({ apiVersion: "oracle.test/v1", kind: "Valued", ...meta("w"), spec: { n: 0 } }), apply({ apiVersion: "oracle.test/v1", kind: "Valued", ...meta("w"), spec: { n: "x" } }), merge({ apiVersion: "oracle.test/v1", kind: "Valued", ...meta("v") }, { spec: { n: "x" } })] },
  { id: "hand-over-like", requests: [create(configMap("a", { v: "1", w: "1" })), apply(configMap("a", { v: "1" })), apply(configMap("a", { v: "2" }), force), apply(configMap("a", {})), apply(configMap("a"))] },
  { id: "apply-then-merge", requests: [apply(deployment({ replicas: 2 })), merge(deployment(), { spec: { replicas: 5 } }, other), apply(deployment({ replicas: 2 })), apply(deployment()), apply(deployment({ replicas: 5 })), merge(deployment(), { spec: { replicas: null } }, other), apply(deployment({ replicas: 5 }))] },
  { id: "apply-atomic", requests: [apply(pod({ nodeSelector: { a: "b" }, tolerations: [{ key: "x" }], containers: [container({ args: ["1"], env: [{ name: "A", valueFrom: { configMapKeyRef: { name: "m", key: "k" } } }] })] })), apply(deployment({}, { containers: [container({ args: ["1", "2"], command: ["x"] })], nodeSelector: { a: "b" } })), apply(deployment({}, { containers: [container({ args: ["2"] })], nodeSelector: { c: "d" } }))] },
  { id: "delete", requests: [remove(configMap("a")), create(configMap("a", null, { finalizers: ["x.y/z"] })), remove(configMap("a")), create(configMap("a")), apply(configMap("a", { v: "1" })), merge(configMap("a"), { metadata: { finalizers: null } })] },
];
