// Random requests to ask a real API server about, made so that managers get in each other's way; record.mjs asks.

const COUNT = 40;
let seed = 7;
const rnd = () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const pick = (list) => list[Math.floor(rnd() * list.length)];
const maybe = (p, f) => (rnd() < p ? f() : undefined);
const clean = (o) => JSON.parse(JSON.stringify(o));
const map = (keys, values, p) => {
  const m = {};
  for (const k of keys) if (rnd() < p) m[k] = pick(values);
  return Object.keys(m).length || rnd() < 0.2 ? m : undefined;
};
const meta = (name) => ({
  name,
  labels: map(["a", "b"], ["1", "2"], 0.3),
  annotations: map(["x", "y"], ["1", "2"], 0.3),
  finalizers: maybe(0.15, () => [...new Set([pick(["q.r/a", "q.r/b"]), pick(["q.r/b", "q.r/c"])])]),
});
const configMap = () => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: meta("r"),
  data: map(["k", "l", "m"], ["1", "2"], 0.6),
});
const container = (name) => ({
  name,
  image: pick(["i:1", "i:2"]),
  env: maybe(0.5, () =>
    ["A", "B", "C"]
      .filter(() => rnd() < 0.5)
      .sort(() => rnd() - 0.5)
      .map((n) => ({ name: n, value: pick(["1", "2"]) })),
  ),
  args: maybe(0.3, () => [pick(["a", "b"])]),
  ports: maybe(0.4, () =>
    [80, 81]
      .filter(() => rnd() < 0.6)
      .map((p) => clean({ containerPort: p, protocol: maybe(0.4, () => "TCP"), name: maybe(0.4, () => `p${p}`) })),
  ),
  resources: maybe(0.4, () => clean({ limits: map(["cpu", "memory"], ["1", "1000m", "2Gi"], 0.5) })),
  volumeMounts: undefined,
  livenessProbe: maybe(0.2, () => clean({ httpGet: { port: pick([80, 81]) }, periodSeconds: maybe(0.5, () => 5) })),
  securityContext: maybe(0.2, () => ({ runAsNonRoot: pick([true, false]) })),
});
const podSpec = () => ({
  containers: pick([["m"], ["m", "n"], ["n", "m"], ["o", "m", "n"]]).map(container),
  volumes: maybe(0.3, () => [
    pick([
      { name: "v", emptyDir: {} },
      { name: "v", configMap: { name: "c" } },
      { name: "w", secret: { secretName: "s" } },
    ]),
  ]),
  nodeSelector: map(["z"], ["1", "2"], 0.2),
  tolerations: maybe(0.2, () => [{ key: pick(["t", "u"]), operator: "Exists" }]),
  imagePullSecrets: maybe(0.2, () => [{ name: pick(["s", "t"]) }]),
  hostAliases: maybe(0.1, () => [{ ip: "192.0.2.7", hostnames: [pick(["h", "i"])] }]),
  securityContext: maybe(0.2, () => ({ runAsUser: pick([1, 2]) })),
  serviceAccountName: maybe(0.1, () => "sa"),
});
const deployment = () => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: meta("r"),
  spec: {
    replicas: maybe(0.5, () => pick([1, 2])),
    paused: maybe(0.1, () => true),
    strategy: maybe(0.2, () => pick([{ type: "Recreate" }, { type: "RollingUpdate", rollingUpdate: { maxSurge: 1 } }])),
    selector: { matchLabels: { app: "r" } },
    template: {
      metadata: { labels: { app: "r", ...map(["b"], ["1", "2"], 0.3) }, annotations: map(["x"], ["1", "2"], 0.2) },
      spec: podSpec(),
    },
  },
});
const service = () => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: meta("r"),
  spec: {
    type: maybe(0.3, () => pick(["NodePort", "ClusterIP"])),
    selector: map(["app"], ["r", "q"], 0.7),
    ports: pick([[80], [80, 81], [81, 80]]).map((p) => ({ name: `n${p}`, port: p, targetPort: pick([80, 8080]) })),
  },
});
const role = () => ({
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "Role",
  metadata: meta("r"),
  rules: maybe(0.8, () => [{ apiGroups: [""], resources: [pick(["pods", "services"])], verbs: ["get"] }]),
});
const secret = () => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: meta("r"),
  data: map(["k"], ["MQ==", "Mg=="], 0.5),
  stringData: map(["k", "l"], ["1", "2"], 0.4),
});
const claim = () => ({
  apiVersion: "v1",
  kind: "ServiceAccount",
  metadata: meta("r"),
  imagePullSecrets: maybe(0.5, () => [{ name: pick(["a", "b"]) }]),
  automountServiceAccountToken: maybe(0.3, () => pick([true, false])),
});
const netpol = () => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: meta("r"),
  spec: {
    podSelector: pick([{}, { matchLabels: { a: "b" } }]),
    ingress: maybe(0.5, () => [pick([{}, { ports: [{ port: 80 }] }, { from: [{ podSelector: {} }] }])]),
    egress: maybe(0.3, () => [{}]),
  },
});
const kinds = [
  configMap,
  configMap,
  deployment,
  deployment,
  deployment,
  deployment,
  service,
  service,
  role,
  secret,
  claim,
  netpol,
];
// a random partial object as merge patch
const nulled = (o, depth) => {
  const out = {};
  for (const [k, v] of Object.entries(o)) {
    if (["apiVersion", "kind", "name", "selector", "podSelector"].includes(k)) continue;
    if (rnd() < 0.4) continue;
    if (rnd() < 0.15 && !["metadata", "spec", "template", "containers", "ports", "labels", "annotations"].includes(k)) {
      out[k] = null;
      continue;
    }
    out[k] = v && typeof v === "object" && !Array.isArray(v) ? nulled(v) : v;
  }
  return out;
};
export const cases = [];
for (let n = 0; n < COUNT; n++) {
  const make = pick(kinds);
  const requests = [];
  const first = clean(make());
  requests.push(
    rnd() < 0.5
      ? { do: "create", object: first, manager: pick(["helm", "other"]) }
      : { do: "apply", object: first, manager: pick(["helm", "other"]) },
  );
  for (let i = 0; i < 6; i++) {
    const object = clean(make());
    const manager = pick(["helm", "helm", "other"]);
    const what = pick(["apply", "apply", "apply", "apply-force", "merge", "strategic", "replace", "again"]);
    if (what === "again") requests.push(clean(requests[requests.length - 1]));
    else if (what === "apply-force") requests.push({ do: "apply", object, manager, force: true });
    else if (what === "merge" || what === "strategic")
      requests.push({
        do: what,
        object: { apiVersion: object.apiVersion, kind: object.kind, metadata: { name: "r" } },
        patch: nulled(object),
        manager,
      });
    else requests.push({ do: what, object, manager });
  }
  cases.push({ id: `random-${n}`, requests });
}
