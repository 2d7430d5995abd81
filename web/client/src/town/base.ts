/** Where the page is served from: all else lies beside it, under whatever path a proxy has put it. */

/** An address below the page's own folder; `path` begins with a slash. */
export function below(path: string, page: string = document.baseURI): URL {
  return new URL(path.slice(1), new URL(".", page));
}

/** The same for a WebSocket. */
export function socketBelow(path: string, page: string = document.baseURI): string {
  const address = below(path, page);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  return address.href;
}
