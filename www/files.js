// Files from outside the page and back out. Texts cross the border to Rust as one list: path, text, path, text.

/** So deep are folders read, so many files of them, and so many bytes of a file. */
const DEEPEST = 12;
const MOST_FILES = 2000;
const MOST_BYTES = 20_000_000;

/** Bytes that are no text, each as the character that stands for it in the engine (`src/text/bytes.rs`). */
function packed(bytes) {
  let text = "";
  for (const byte of bytes) text += String.fromCodePoint(byte < 0x80 ? byte : 0x10f700 + byte);
  return text;
}

/** Reads a file; one that is too large or cannot be read is left out. */
async function read(file, path) {
  if (file.size > MOST_BYTES) return undefined;
  let bytes;
  try {
    bytes = await file.arrayBuffer();
    return { path, text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return bytes && { path, text: packed(new Uint8Array(bytes)) };
  }
}

/** All files of a folder that was dropped. */
async function walk(entry, files, depth = 0) {
  if (files.length >= MOST_FILES || depth > DEEPEST) return;
  const path = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) {
    const file = await new Promise((resolve) => entry.file(resolve, () => resolve(undefined)));
    if (file) files.push(await read(file, path));
    return;
  }
  const reader = entry.createReader();
  // A reader gives entries in portions, an empty one at the end.
  for (;;) {
    const entries = await new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
    if (entries.length === 0) return;
    for (const inner of entries) await walk(inner, files, depth + 1);
  }
}

const report = (files, onFiles) => onFiles(files.filter(Boolean).flatMap(({ path, text }) => [path, text]));

/** Whether what is typed there goes into a text: then a paste is none of our business. */
function isEditable(event) {
  const target = event.composedPath()[0];
  return target instanceof Element && (target.closest("input, textarea, select") !== null || target.isContentEditable);
}

/** Watches the page for files that are dropped and text that is pasted; `onDrag(true)` while files hover over it. */
export class Outside {
  constructor(onFiles, onDrag) {
    const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
    // Before anybody else: the editor would put dropped files into its own text.
    const listen = (name, handle) => window.addEventListener(name, handle, { signal: this.ended.signal, capture: true });
    this.ended = new AbortController();
    let over = 0;
    listen("dragenter", (event) => {
      if (!carriesFiles(event)) return;
      over += 1;
      onDrag(true);
    });
    listen("dragleave", (event) => {
      if (!carriesFiles(event)) return;
      over = Math.max(0, over - 1);
      if (over === 0) onDrag(false);
    });
    listen("dragover", (event) => carriesFiles(event) && event.preventDefault());
    listen("drop", async (event) => {
      if (!carriesFiles(event)) return;
      event.preventDefault();
      event.stopPropagation();
      over = 0;
      onDrag(false);
      // Must be asked for before the first await: the list is emptied then. Only what comes from a disk has an entry.
      const given = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry() ?? item.getAsFile()).filter(Boolean);
      const files = [];
      for (const one of given) {
        if (one instanceof File) files.push(await read(one, one.name));
        else await walk(one, files);
      }
      report(files, onFiles);
    });
    listen("paste", (event) => {
      if (isEditable(event)) return;
      const text = event.clipboardData?.getData("text/plain").replace(/\r\n?/g, "\n");
      if (!text?.trim()) return;
      event.preventDefault();
      report([{ path: "pasted.yaml", text }], onFiles);
    });
  }

  end() {
    this.ended.abort();
  }
}

/** Lets a person choose files. */
export function chooseFiles(onFiles) {
  const input = Object.assign(document.createElement("input"), { type: "file", multiple: true });
  input.addEventListener("change", async () => {
    report(await Promise.all([...input.files].map((file) => read(file, file.name))), onFiles);
  });
  input.click();
}

/** Offers `text` as a download. */
export function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/yaml" }));
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** Copies `text`; tells whether that was allowed. */
export async function copy(text, onDone) {
  try {
    await navigator.clipboard.writeText(text);
    onDone(true);
  } catch {
    onDone(false);
  }
}
