// Asks a real API server what it answers to the requests of cases.mjs or random.mjs, and writes the answers:
//
//   node tests/cluster/record.mjs https://127.0.0.1:6443 TOKEN cases > tests/cluster/cases.jsonl
//
// Every case runs in a namespace of its own, which is called demo in the answers. What differs from run to run (uids,
// times, resource versions, addresses) is made equal.
process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
process.removeAllListeners("warning");
const [server, token, name] = process.argv.slice(2);
const { cases } = await import(`./${name}.mjs`);

const PLURALS = {
  Ingress: "ingresses",
  NetworkPolicy: "networkpolicies",
  StorageClass: "storageclasses",
  PriorityClass: "priorityclasses",
  Endpoints: "endpoints",
};
const CLUSTER_WIDE = [
  "Namespace",
  "CustomResourceDefinition",
  "ClusterRole",
  "ClusterRoleBinding",
  "StorageClass",
  "PriorityClass",
  "PersistentVolume",
];
const PATCHES = {
  apply: "application/apply-patch+yaml",
  strategic: "application/strategic-merge-patch+json",
  merge: "application/merge-patch+json",
};

const address = (object, namespace) => {
  const [group, version] = object.apiVersion.includes("/") ? object.apiVersion.split("/") : ["", object.apiVersion];
  const plural = PLURALS[object.kind] ?? `${object.kind.toLowerCase()}s`;
  const root = group ? `/apis/${group}/${version}` : `/api/${version}`;
  const space = CLUSTER_WIDE.includes(object.kind) ? "" : `/namespaces/${namespace}`;
  return `${root}${space}/${plural}`;
};

const send = async (method, path, body, type = "application/json") => {
  const headers = { Authorization: `Bearer ${token}`, Accept: "application/json", "User-Agent": "somebody-else" };
  if (body) headers["Content-Type"] = type;
  const answer = await fetch(server + path, { method, headers, body: body && JSON.stringify(body) });
  const warnings = [...(answer.headers.get("warning") ?? "").matchAll(/299 - "((?:[^"\\]|\\.)*)"/g)].map((w) =>
    w[1].replace(/\\(.)/g, "$1"),
  );
  const text = await answer.text();
  // Clients make this of an answer that is no JSON.
  const unknown = { reason: "NotFound", message: "the server could not find the requested resource" };
  return { code: answer.status, body: text.startsWith("{") ? JSON.parse(text) : unknown, warnings };
};

const equal = (text, namespace) =>
  text
    .replaceAll(namespace, "demo")
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, "UID")
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, "TIME")
    .replace(/\b10\.0\.\d+\.\d+\b/g, "ADDRESS")
    .replace(/"nodePort":\d+/g, '"nodePort":"PORT"')
    // Dumps of internal types, which only the server has.
    .replace(/Invalid value: \{.{150,}?\}: field is immutable/g, "Invalid value: {...}: field is immutable")
    .replace(/\n@@ [^]*$/, "");

const stripped = (object, namespace) => {
  const copy = structuredClone(object);
  for (const field of ["managedFields", "resourceVersion", "uid", "creationTimestamp"]) delete copy.metadata[field];
  delete copy.status;
  return JSON.parse(equal(JSON.stringify(copy), namespace));
};

const established = async (path) => {
  for (let round = 0; round < 100; round++) {
    const { body } = await send("GET", path);
    if (body.status?.conditions?.some(({ type, status }) => type === "Established" && status === "True")) break;
    await new Promise((done) => setTimeout(done, 50));
  }
  // The handlers of the new kind come a little later.
  await new Promise((done) => setTimeout(done, 1500));
};

let number = 0;
for (const { id, requests } of cases) {
  const namespace = `demo-${process.pid}-${++number}`;
  await send("POST", "/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  const answers = [];
  for (const request of requests) {
    const object = structuredClone(request.object);
    if (!CLUSTER_WIDE.includes(object.kind)) object.metadata.namespace ??= namespace;
    const list = address(object, namespace);
    const one = `${list}/${object.metadata.name}`;
    const query = new URLSearchParams({ fieldManager: request.manager ?? "helm" });
    if (request.strict) query.set("fieldValidation", "Strict");
    if (request.force) query.set("force", "true");
    const before = await send("GET", one);
    const body = request.patch ?? object;
    if (request.do === "replace" && before.code === 200)
      body.metadata.resourceVersion = before.body.metadata.resourceVersion;
    if (request.do === "delete") query.set("propagationPolicy", request.propagation ?? "Background");
    const answer = await {
      create: () => send("POST", `${list}?${query}`, body),
      apply: () => send("PATCH", `${one}?${query}`, body, PATCHES.apply),
      strategic: () => send("PATCH", `${one}?${query}`, body, PATCHES.strategic),
      merge: () => send("PATCH", `${one}?${query}`, body, PATCHES.merge),
      replace: () => send("PUT", `${one}?${query}`, body),
      delete: () => send("DELETE", `${one}?${query}`),
    }[request.do]();
    const result = { code: answer.code };
    if (answer.warnings.length) result.warnings = answer.warnings;
    if (answer.code >= 300) {
      Object.assign(result, { reason: answer.body.reason ?? "", message: equal(answer.body.message, namespace) });
    } else if (request.do !== "delete") {
      const same = before.code === 200 && before.body.metadata.resourceVersion === answer.body.metadata.resourceVersion;
      result.result = before.code !== 200 ? "created" : same ? "unchanged" : "changed";
      const { deletionTimestamp, finalizers } = answer.body.metadata;
      // The last state of an object whose last finalizer was taken away is seen by nobody else.
      if (!deletionTimestamp || finalizers) result.object = stripped(answer.body, namespace);
    }
    answers.push(result);
    if (object.kind === "CustomResourceDefinition" && answer.code === 201) await established(one);
  }
  console.log(JSON.stringify({ id, requests, answers }));
  for (const { object } of requests)
    await send("DELETE", `${address(object, namespace)}/${object.metadata.name}?gracePeriodSeconds=0`);
  await send("DELETE", `/api/v1/namespaces/${namespace}`);
}
