/** Unpacks a live message; rejects what is no zlib stream. */
export type Inflate = (message: ArrayBuffer) => Promise<ArrayBuffer>;

/** The browser's own, where it has one: then messages may come compressed. */
export const nativeInflate: Inflate | null =
  typeof DecompressionStream === "undefined"
    ? null
    : (message) =>
        new Response(
          new Blob([message]).stream().pipeThrough(new DecompressionStream("deflate")),
        ).arrayBuffer();
