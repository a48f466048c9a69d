// Keeps the page's files, so that it works offline once loaded. scripts/finish-page.mjs fills in the
// version and the list; while the page is served for development the list is empty and nothing is kept.
const VERSION = "VERSION";
const FILES = ["FILES"];
const CACHE = `helm-hooks ${VERSION}`;

self.addEventListener("install", (event) => {
  const requests = FILES.map((file) => new Request(file, { cache: "no-cache" }));
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(requests))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => name.startsWith("helm-hooks ") && name !== CACHE))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (FILES.length === 0 || request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  // The page goes by the folder's name; other pages by their own.
  const page = request.mode === "navigate" && !request.url.includes("/documentation.html");
  const key = page ? "./" : request;
  event.respondWith(caches.match(key, { ignoreSearch: true }).then((kept) => kept ?? fetch(request)));
});
