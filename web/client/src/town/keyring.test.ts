import { describe, expect, it } from "vitest";
import type { LinkedKeys, OpenedByKey } from "../wire/types";
import type { Api } from "./http";
import { UnusableKey, keyringFile, takeIn, takeLink } from "./keyring";
import { loadKeys, loadOperator, saveKeys, saveOperator, worldsWithKeys } from "./keys";

function storageOf(entries = new Map<string, string>()): () => Storage {
  const storage = {
    getItem: (name: string) => entries.get(name) ?? null,
    setItem: (name: string, text: string) => void entries.set(name, text),
    key: (at: number) => [...entries.keys()][at] ?? null,
    get length() {
      return entries.size;
    },
  };
  return () => storage as Storage;
}

const OPENED: Record<string, Partial<OpenedByKey>> = {
  all: { role: "operator", world: null },
  own: { role: "owner", world: "home" },
  co: { role: "co-owner", world: "other" },
  ada: { role: "player", world: "home", subject: "p:9" },
  eye: { role: "viewer", world: "home" },
};

const api = {
  openedBy: (key: string) => {
    const opened = OPENED[key];
    if (opened === undefined) return Promise.reject(new Error("opens nothing"));
    return Promise.resolve({ id: "k", subject: null, label: "", ...opened } as OpenedByKey);
  },
  useLink: (token: string): Promise<LinkedKeys> =>
    token === "t"
      ? Promise.resolve({ operatorKey: "all", owned: { world: "home", ownerKey: "own" } })
      : Promise.reject(new Error("used")),
} as unknown as Api;

describe("the keyring", () => {
  it("keeps each key where it opens something, and says what", async () => {
    const storage = storageOf();
    for (const [key, opened] of Object.entries(OPENED)) {
      expect(await takeIn(` ${key}\n`, api, storage)).toMatchObject([opened]);
    }
    expect(loadOperator(storage)).toBe("all");
    expect(loadKeys("home", storage)).toEqual({ owner: "own", player: { id: "p:9", key: "ada" } });
    expect(loadKeys("other", storage).owner).toBe("co");
    expect(loadKeys("elsewhere", storage).owner).toBe("all");
  });

  it("moves to another browser as a file", async () => {
    const here = storageOf();
    for (const key of ["all", "own", "ada"]) await takeIn(key, api, here);
    const there = storageOf();
    expect(await takeIn(keyringFile(here), api, there)).toHaveLength(3);
    expect(keyringFile(there)).toBe(keyringFile(here));
  });

  it("takes in nothing that is no key, and keeps what it has", async () => {
    const storage = storageOf();
    saveOperator("all", storage);
    for (const text of ["", "  ", "two words", "{}", "{", '{"format": "else"}', "x".repeat(201)]) {
      await expect(takeIn(text, api, storage)).rejects.toThrow(UnusableKey);
    }
    await expect(takeIn("unknown", api, storage)).rejects.toThrow("opens nothing");
    expect(worldsWithKeys(storage).size).toBe(0);
    expect(loadOperator(storage)).toBe("all");
  });

  it("does not take the operator's key for a world's own", () => {
    const storage = storageOf();
    saveOperator("all", storage);
    saveKeys("home", { ...loadKeys("home", storage), player: null }, storage);
    expect(worldsWithKeys(storage).size).toBe(0);
  });
});

describe("a link of the terminal", () => {
  it("is exchanged for keys", async () => {
    const storage = storageOf();
    await takeLink("#link=t", api, storage);
    expect(loadOperator(storage)).toBe("all");
    expect(loadKeys("home", storage).owner).toBe("own");
  });

  it("is none where the fragment says something else", async () => {
    const storage = storageOf();
    for (const fragment of ["", "#", "#place"]) await takeLink(fragment, api, storage);
    await expect(takeLink("#link=old", api, storage)).rejects.toThrow("used");
    expect(loadOperator(storage)).toBeNull();
  });
});
