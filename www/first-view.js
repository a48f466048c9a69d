// What a first visit sees was played beforehand. It is loaded with the page and before its program starts, which
// then need not wait for anything. Without it the page begins with no story.
const place = globalThis.document?.querySelector("meta[name=first-view]")?.content;
const answer = place && (await fetch(place).catch(() => undefined));
const bytes = answer?.ok ? new Uint8Array(await answer.arrayBuffer()) : new Uint8Array();

export const firstView = () => bytes;
