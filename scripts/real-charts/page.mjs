// docs/real-charts.md from what was compared.

const link = ({ repository, path, commit }) => `[${repository}](https://github.com/${repository}/tree/${commit}/${path === "." ? "" : path}) \`${commit.slice(0, 10)}\``;

/** Why a chart is not as it stands in its repository. */
function changes(chart) {
  const without = (chart.without ?? []).map((name) => `dependency ${name} taken out of Chart.yaml: it is off by default and in none of the repositories`);
  const replace = (chart.replace ?? []).map(([file, old, now]) => `\`${old}\` in ${file} set to ${now}`);
  return [...without, ...replace].join("; ");
}

const HEAD = `# Real charts

Public charts rendered by \`helm-hooks render\` and by \`helm template\` of v4.3.1 and v3.22.0: output, errors and warnings, byte for byte. Written
by \`node scripts/real-charts.mjs CLONES --write\`; which charts, at which commits, with which subcharts and calls stands in
\`tests/real-charts.json\`. The charts are other people's work and not in this repository.

Every chart is asked with its defaults, with \`--is-upgrade\`, with \`--include-crds --skip-tests\`, with each value set it brings along for its
own tests (\`ci/\`, examples), and with a few calls more where defaults leave its hooks off. "errors" counts calls that Helm refuses, where
its words are compared.

**What is random.** Helm is asked twice. A line that differs between Helm's own two runs (passwords, keys, certificates, times, and the checksums
of them) may differ in ours, but its indentation and its key may not, and neither may the number of lines. "masked" counts such lines.

| chart | source | calls | errors | v4.3.1 equal | v3.22.0 equal | masked |
|---|---|---:|---:|---:|---:|---:|
`;

export function page(results) {
  const of = (asked, helm) => asked.filter((one) => one.helm === helm);
  const equal = (asked) => asked.filter((one) => one.why.length === 0).length;
  const count = (asked, what) => asked.reduce((sum, one) => sum + Number(what(one)), 0);
  const rows = results.map(({ chart, asked }) => {
    const newest = of(asked, "v4.3.1");
    const cells = [chart.name, link(chart), newest.length, count(newest, (one) => one.refused), equal(newest), equal(of(asked, "v3.22.0")), count(newest, (one) => one.masked)];
    return `| ${cells.join(" | ")} |`;
  });
  const all = results.flatMap((result) => result.asked);
  const total = `\nTogether ${all.length} comparisons, ${equal(all)} of them equal.\n`;
  const changed = results.filter(({ chart }) => changes(chart)).map(({ chart }) => `- **${chart.name}**: ${changes(chart)}.`);
  const wrong = results.flatMap(({ chart, asked }) => asked.filter((one) => one.why.length > 0).map((one) => `- **${chart.name}** ${one.helm} \`${one.call}\`: ${one.why[0]}`));
  const installed = results.filter(({ chart }) => chart.installs).map(({ chart }) => chart.name);
  const parts = [HEAD + rows.join("\n"), total];
  if (installed.length > 0) {
    parts.push(`Played on a real API server, too, with both versions (\`scripts/real-charts-hooks.mjs\`: install, upgrade, test, uninstall; every request,\nrecord and line the same, hooks and their order among them): ${installed.join(", ")}.\n`);
  }
  if (changed.length > 0) parts.push(`## Changed before they were asked\n\n${changed.join("\n")}\n`);
  parts.push(wrong.length > 0 ? `## What differs\n\n${wrong.join("\n")}\n` : "Nothing differs.\n");
  return parts.join("\n");
}
