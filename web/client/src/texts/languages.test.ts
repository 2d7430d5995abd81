import { describe, expect, it } from "vitest";
import { keepLanguage, preferredLanguage } from "./languages";

function storage(): Storage {
  const kept = new Map<string, string>();
  return {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, text: string) => kept.set(name, text),
  } as unknown as Storage;
}

function forbidden(): Storage {
  throw new Error("denied");
}

describe("the language", () => {
  it.each([
    [["de-AT", "en"], "de"],
    [["fr", "DE"], "de"],
    [["fr-FR", "en-GB", "de"], "en"],
    [["fa"], "en"],
    [[], "en"],
  ] as const)("for who reads %j is %s", (wanted, language) => {
    expect(preferredLanguage(wanted, storage)).toBe(language);
  });

  it("is the one that was chosen, whatever the browser's are", () => {
    const kept = storage();
    keepLanguage("de", () => kept);
    expect(preferredLanguage(["en"], () => kept)).toBe("de");
  });

  it("is the browser's where nothing can be kept", () => {
    keepLanguage("en", forbidden);
    expect(preferredLanguage(["de"], forbidden)).toBe("de");
  });
});
