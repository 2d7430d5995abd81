import { describe, expect, it } from "vitest";
import { loadKeys, saveKeys } from "./keys";

function storageOf(entries = new Map<string, string>()): () => Storage {
  const storage = {
    getItem: (name: string) => entries.get(name) ?? null,
    setItem: (name: string, text: string) => void entries.set(name, text),
  };
  return () => storage as Storage;
}

function forbidden(): Storage {
  throw new DOMException("denied", "SecurityError");
}

const NO_KEYS = { owner: null, player: null };

describe("keys", () => {
  it("are there again after a reload, each world's for itself", () => {
    const storage = storageOf();
    const keys = { owner: "own", player: { id: "p:9", key: "secret" } } as const;
    saveKeys("home", keys, storage);
    expect(loadKeys("home", storage)).toEqual(keys);
    expect(loadKeys("elsewhere", storage)).toEqual(NO_KEYS);
  });

  it("are none where storage is forbidden or holds something else", () => {
    saveKeys("home", NO_KEYS, forbidden);
    expect(loadKeys("home", forbidden)).toEqual(NO_KEYS);
    const strange = storageOf(new Map([["everbrook.keys.home", "{"]]));
    expect(loadKeys("home", strange)).toEqual(NO_KEYS);
  });
});
