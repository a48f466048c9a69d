// Whether our output is Helm's. What is random or tells the time differs between two runs of Helm itself: such lines may
// differ from ours too, but not in their indentation, in their key, or in their number.

/** What stands before the value of a line. */
const head = (line) => line.match(/^\s*(?:- )*(?:[^:\s]+:(?= |$))?/)[0];

/** The first place where `ours` is not what `first` and `again`, two runs of Helm, say; `masked` counts lines. */
export function compare(first, again, ours) {
  const [a, b, c] = [first, again, ours].map((text) => text.split("\n"));
  if (a.length !== b.length) return { same: first === ours, masked: 0, why: "two runs of Helm have not as many lines" };
  let masked = 0;
  for (let i = 0; i < Math.max(a.length, c.length); i++) {
    const free = a[i] !== b[i];
    masked += free && i < a.length ? 1 : 0;
    const same = free ? c[i] !== undefined && a[i] !== undefined && head(a[i]) === head(c[i]) : a[i] === c[i];
    if (!same) return { same: false, masked, why: `line ${i + 1}: Helm has ${show(a[i])}, we have ${show(c[i])}` };
  }
  return { same: true, masked };
}

const show = (line) => (line === undefined ? "nothing more" : JSON.stringify(line.length > 120 ? `${line.slice(0, 120)}…` : line));

/** Standard error: the error that ends the run, and the other lines, sorted, for Helm tells them in an order of chance. */
export function said(stderr) {
  const at = stderr.search(/^Error: /m);
  const error = at < 0 ? "" : stderr.slice(at);
  const notes = (at < 0 ? stderr : stderr.slice(0, at)).split("\n").filter(Boolean);
  return { error, notes: notes.map((line) => line.replace(/^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d /, "").replace(/^time=\S+ /, "")).sort() };
}
