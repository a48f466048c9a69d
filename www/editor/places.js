// Ways between a source and what is rendered of it: each source is a file with a key, as the page gives it.
const sources = new Set();
const followers = new Set();
let openFile = () => {};
let wish;
let last;

/** Calls `then` with the key of a file that is to be opened. */
export function onOpenFile(then) {
  openFile = then;
}

/** A text that shows files: `fulfil()` is called when one of its places is wished for. */
export const addSource = (source) => sources.add(source);
export const removeSource = (source) => sources.delete(source);

/** A text that follows the cursor of the sources: `follow(file, line)`. */
export function addFollower(follower) {
  followers.add(follower);
  if (last) follower.follow(...last);
}
export const removeFollower = (follower) => followers.delete(follower);

/** Puts the cursor at a line of a file, wherever that is shown. */
export function goTo(file, line) {
  wish = { file, line };
  openFile(file);
  for (const source of sources) source.fulfil();
}

/** The line of `file` that is wished for, once. */
export function wishedLine(file) {
  if (wish?.file !== file) return undefined;
  const { line } = wish;
  wish = undefined;
  return line;
}

/** The cursor of a source has moved. */
export function moved(file, line) {
  last = [file, line];
  for (const follower of followers) follower.follow(file, line);
}
