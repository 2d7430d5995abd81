import { describe, expect, it } from "vitest";
import { createMinds, streamQuery } from "./minds";

const ANYTHING = {
  kinds: null,
  about: null,
  leastImportance: 1,
  fromMs: null,
  toMs: null,
  text: "",
} as const;

describe("streamQuery", () => {
  it("leaves out what is not asked for", () => {
    expect(streamQuery(ANYTHING, null)).toBe("limit=30");
  });

  it("asks for all that narrows the stream", () => {
    const query = new URLSearchParams(
      streamQuery(
        {
          kinds: ["plan", "told"],
          about: "p:2",
          leastImportance: 5,
          fromMs: 0,
          toMs: 99,
          text: "rye & salt",
        },
        "7.o:1/plan",
      ),
    );
    expect(query.getAll("kind")).toEqual(["plan", "told"]);
    expect(Object.fromEntries(query)).toMatchObject({
      about: "p:2",
      leastImportance: "5",
      from: "0",
      to: "99",
      text: "rye & salt",
      before: "7.o:1/plan",
    });
  });
});

describe("createMinds", () => {
  it("gives the last failure, or none", async () => {
    const answers: unknown[] = [[], [{ number: 4 }]];
    const asked: string[] = [];
    const minds = createMinds((rest) => {
      asked.push(rest);
      return Promise.resolve(answers.shift() as never);
    });
    const { signal } = new AbortController();
    expect(await minds.lastFailure("p:1", signal)).toBeNull();
    expect(await minds.lastFailure("p:1", signal)).toEqual({ number: 4 });
    expect(asked[0]).toBe("/players/p%3A1/failures?limit=1");
  });

  it("encodes whatever stands in a question or an id", async () => {
    const asked: string[] = [];
    const minds = createMinds((rest) => {
      asked.push(rest);
      return Promise.resolve([] as never);
    });
    const { signal } = new AbortController();
    await minds.evidence("p:1", "o:7/reflection/0", signal);
    await minds.search("p:1", "who & what?", ["told"], signal);
    expect(asked).toEqual([
      "/players/p%3A1/memories/evidence?of=o%3A7%2Freflection%2F0",
      "/players/p%3A1/memories/search?question=who+%26+what%3F&limit=20&kind=told",
    ]);
  });
});
