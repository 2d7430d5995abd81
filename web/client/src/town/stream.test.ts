import { describe, expect, it } from "vitest";
import type { KeptMemory, MemoryPage } from "../wire/types";
import { type Stream, extended, renewed } from "./stream";

function memory(number: number, accessedMs = number): KeptMemory {
  return {
    id: `m${number}`,
    kind: "observation",
    text: `Saw ${number}.`,
    atMs: number,
    place: null,
    importance: 1,
    source: null,
    evidence: [],
    about: [],
    tags: [],
    accessedMs,
    embeddingModel: "words",
    archivedIn: null,
  };
}

/** Memories from the newest to the oldest, as the server pages them. */
function page(newest: number, oldest: number): MemoryPage {
  const memories = Array.from({ length: newest - oldest + 1 }, (_, back) => memory(newest - back));
  return { memories, next: oldest === 0 ? null : `${oldest}.m${oldest}` };
}

function sameMoment(id: string): KeptMemory {
  return { ...memory(5), id };
}

function numbers(stream: Stream): readonly number[] {
  return stream.memories.map(({ atMs }) => atMs);
}

describe("a memory stream", () => {
  it("reads on to the end without a gap or a double", () => {
    const stream = extended(extended(renewed(null, page(9, 6)), page(6, 3)), page(2, 0));
    expect(numbers(stream)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect(stream.next).toBeNull();
  });

  it("takes in what is new at its head and keeps what was read below", () => {
    const read = extended(renewed(null, page(9, 6)), page(5, 2));
    const next = renewed(read, page(11, 8));
    expect(numbers(next)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    expect(next.next).toBe(read.next);
    expect(next.memories[2]).toBe(read.memories[0]);
  });

  it("is the same value as long as nothing is new", () => {
    const read = extended(renewed(null, page(9, 6)), page(5, 2));
    expect(renewed(read, page(9, 6))).toBe(read);
  });

  it("shows when a memory came to mind again", () => {
    const read = renewed(null, page(9, 6));
    const next = renewed(read, { ...page(9, 6), memories: [memory(9, 50), memory(8)] });
    expect(next.memories[0]?.accessedMs).toBe(50);
    expect(next.memories[1]).toBe(read.memories[1]);
  });

  it("forgets what has faded from within the page", () => {
    const read = extended(renewed(null, page(9, 6)), page(5, 2));
    const head = page(9, 5);
    const next = renewed(read, { ...head, memories: head.memories.filter(({ atMs }) => atMs !== 7) });
    expect(numbers(next)).toEqual([9, 8, 6, 5, 4, 3, 2]);
  });

  it("begins anew where so much has come that something may lie between", () => {
    const read = extended(renewed(null, page(9, 6)), page(5, 2));
    const next = renewed(read, page(40, 37));
    expect(numbers(next)).toEqual([40, 39, 38, 37]);
    expect(next.next).toBe("37.m37");
  });

  it("tells memories of one moment apart by their ids", () => {
    const read: Stream = { memories: [sameMoment("d"), sameMoment("c"), sameMoment("b"), sameMoment("a")], next: null };
    const next = renewed(read, { memories: [sameMoment("e"), sameMoment("d"), sameMoment("c")], next: "5.c" });
    expect(next.memories.map(({ id }) => id)).toEqual(["e", "d", "c", "b", "a"]);
  });
});
