// Makes src/cluster/schema.txt, which says what the built-in kinds of Kubernetes look like, from Kubernetes' own
// api/openapi-spec/swagger.json, and from the Go types of k8s.io/api and k8s.io/apimachinery, which say what a server
// forgets because it is zero:
//
//   node scripts/kubernetes-schema.mjs swagger.json api-folder apimachinery-folder > src/cluster/schema.txt
//
// src/cluster/schema.rs says how the lines read.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const definitions = JSON.parse(readFileSync(process.argv[2], "utf8")).definitions;

// Groups whose objects no chart has: their kinds are known, what is in them is not looked at.
const WITHOUT_SCHEMA = new Set([
  "resource.k8s.io",
  "flowcontrol.apiserver.k8s.io",
  "storagemigration.k8s.io",
  "certificates.k8s.io",
  "events.k8s.io",
]);
// Questions and actions, which are no objects.
const NO_OBJECTS = /Review$|List$|^(DeleteOptions|WatchEvent|Binding|Eviction|Scale|TokenRequest|Status|ComponentStatus)$/;

const SCALARS = { "int-or-string": "p", "date-time": "t", byte: "y", int64: "l" };
const WHOLE = { Quantity: "q", IntOrString: "p", Time: "t", MicroTime: "t", RawExtension: "o", JSON: "o", FieldsV1: "o" };
const SCALAR = new Set(["s", "i", "l", "n", "b"]);
const TYPES = { string: "s", integer: "i", boolean: "b", number: "n", object: "o" };

const names = new Map(); // definition -> name of the type here
const types = new Map(); // name -> { atomic, fields }

/** Where the Go types of a definition stand. */
const goFile = (definition) => {
  const [, api, machinery] = process.argv.slice(2);
  const parts = definition.split(".").slice(0, -1);
  if (definition.startsWith("io.k8s.api.")) return join(api, ...parts.slice(3), "types.go");
  return definition.startsWith("io.k8s.apimachinery.") ? join(machinery, ...parts.slice(3), "types.go") : "";
};

/** The fields of a Go struct that are no pointers and left out when they are zero. */
const leftOut = (file, struct) => {
  const body = readFileSync(file, "utf8").match(new RegExp(`^type ${struct} struct \\{\\n([\\s\\S]*?)^\\}`, "m"))?.[1] ?? "";
  const inline = [...body.matchAll(/^\t(\w+) `json:",inline"/gm)].flatMap(([, inner]) => leftOut(file, inner));
  const own = [...body.matchAll(/^\t\w+\s+([\w.]+)\s+`json:"([^",]+),(?:omitempty|omitzero)/gm)].map(([, , field]) => field);
  return [...inline, ...own];
};

const nameOf = (definition) => {
  if (names.has(definition)) return names.get(definition);
  const parts = definition.split(".");
  let name = parts.at(-1);
  if ([...names.values()].includes(name)) name += `.${parts.at(-2)}`;
  if ([...names.values()].includes(name)) name += `.${parts.at(-3)}`;
  names.set(definition, name);
  return name;
};

const struct = (definition) => {
  const schema = definitions[definition];
  const last = definition.split(".").at(-1);
  if (WHOLE[last]) return WHOLE[last];
  if (!schema.properties) return TYPES[schema.type] ?? "o";
  const name = nameOf(definition);
  if (types.has(name)) return name;
  types.set(name, null);
  const file = goFile(definition);
  const zero = new Set(existsSync(file) ? leftOut(file, last) : []);
  const fields = Object.entries(schema.properties).map(([field, property]) => {
    const own = field === "status" ? "o" : shape(property);
    return [zero.has(field) && SCALAR.has(own) ? `${field}?` : field, own];
  });
  types.set(name, { atomic: schema["x-kubernetes-map-type"] === "atomic", fields });
  return name;
};

const shape = (property) => {
  const strategy = property["x-kubernetes-patch-strategy"] ?? "";
  const retain = strategy.includes("retainKeys") ? "^" : "";
  const atomic = property["x-kubernetes-map-type"] === "atomic" ? "~" : "";
  const replace = strategy.split(",").includes("replace") ? "$" : "";
  if (property.$ref) return struct(property.$ref.split("/").at(-1)) + atomic + retain + replace;
  if (property.type === "array") {
    const keys = property["x-kubernetes-list-map-keys"] ?? [];
    const relation = { map: `=${keys.join()}`, set: "=" }[property["x-kubernetes-list-type"]] ?? "";
    const mergeKey = property["x-kubernetes-patch-merge-key"] ?? "";
    const merge = strategy.includes("merge") ? `!${mergeKey}` : "";
    return `[${shape(property.items)}${relation}${merge}${retain}`;
  }
  if (property.additionalProperties) return `{${shape(property.additionalProperties)}${atomic}`;
  return SCALARS[property.format] ?? TYPES[property.type] ?? "o";
};

const kinds = Object.entries(definitions).flatMap(([definition, schema]) =>
  (schema["x-kubernetes-group-version-kind"] ?? [])
    .filter(({ group, version, kind }) => /^v\d+$/.test(version) && !WITHOUT_SCHEMA.has(group) && !NO_OBJECTS.test(kind))
    .filter(() => schema.properties?.metadata)
    .map(() => definition),
);
for (const definition of kinds.sort()) struct(definition);

const lines = [...types].map(([name, { atomic, fields }]) =>
  [name + (atomic ? "~" : ""), ...fields.map(([field, type]) => (type === "s" ? field : `${field}:${type}`))].join(" "),
);
process.stdout.write(lines.sort().join("\n") + "\n");
