import { describe, expect, it } from "vitest";
import { AGENT, PLAYER, WRITING as MESSAGE, talk } from "../../tests/samples";
import type { Agent, DraftFrame, OperationId, PlayerId, Typing } from "../wire/types";
import { EMPTY_TOWN, type TownState, advanceTown } from "./model";
import { type LinesInWriting, linesInWriting, sameLines } from "./writing";

const TEXT = "The mill stands still, and so do I.";

function thinking(operation: OperationId | null): Agent {
  const underWay = { kind: "generateMessage", startedAtMs: 0, conversation: null };
  return { ...AGENT, id: "a:2", operation: operation === null ? null : { id: operation, ...underWay } };
}

/** Somebody has the turn to write, and an operation under way or the message at hand. */
function town(typing: Typing | null, operation: OperationId | null): TownState {
  return advanceTown(
    EMPTY_TOWN,
    [
      ["players", "p:1", PLAYER],
      ["conversations", "c:1", { ...talk(), typing }],
      ["agents", "a:2", thinking(operation)],
    ],
    [],
  );
}

type Drafts = ReadonlyMap<PlayerId, DraftFrame>;

const TYPING: Typing = { player: "p:1", sinceMs: 1_000, message: null };
const WRITING: Typing = { ...TYPING, message: { ...MESSAGE, text: TEXT } };

function drafts(text: string, operation: OperationId = "o:7", uuid = "m"): Drafts {
  return new Map([["p:1", { kind: "draft", player: "p:1", operation, uuid, text }]]);
}

const NO_DRAFTS: Drafts = new Map();

function textIn(lines: LinesInWriting): string | null {
  return lines.get("p:1")?.text ?? null;
}

describe("a draft", () => {
  it("is shown while its operation is seen under way", () => {
    const line = linesInWriting(town(TYPING, "o:7"), drafts("The mill"), 1_200).get("p:1");
    expect(line).toMatchObject({ uuid: "m", text: "The mill" });
  });

  it.each<[string, TownState, OperationId]>([
    ["before its writer is seen to have the turn", town(null, null), "o:7"],
    ["of a later message", town(TYPING, "o:7"), "o:9"],
    ["of an earlier message", town(TYPING, "o:9"), "o:7"],
    ["once the message is said", town(null, null), "o:7"],
    ["when the other has the turn", town({ ...TYPING, player: "p:2" }, "o:7"), "o:7"],
  ])("is not shown %s", (_when, state, operation) => {
    expect(linesInWriting(state, drafts("The mill", operation), 1_200).size).toBe(0);
  });

  it("that is empty leaves the dots", () => {
    expect(linesInWriting(town(TYPING, "o:7"), drafts(""), 1_200).size).toBe(0);
  });

  it("stays what is shown at least when it is how the message begins", () => {
    const shown = linesInWriting(town(WRITING, null), drafts("The mill stands"), 1_001);
    expect(textIn(shown)).toBe("The mill stands");
  });

  it("makes place for a message that begins otherwise", () => {
    const shown = linesInWriting(town(WRITING, null), drafts("A mill stands"), 1_500);
    expect(textIn(shown)).toBe("The mill stands");
  });

  it("of another message is no part of this one", () => {
    const shown = linesInWriting(town(WRITING, null), drafts("The mill stands still", "o:7", "m2"), 1_300);
    expect(textIn(shown)).toBe("The mill");
  });
});

describe("a message being written", () => {
  const texts = Array.from({ length: 101 }, (_, percent) =>
    textIn(linesInWriting(town(WRITING, null), NO_DRAFTS, 1_000 + percent * 10)),
  );

  it("grows by whole words until it is said", () => {
    expect(texts[0]).toBeNull();
    expect(texts.at(-1)).toBe(TEXT);
    const grown = texts.filter((text) => text !== null);
    for (const [index, text] of grown.entries()) {
      expect(text.startsWith(grown[index - 1] ?? "")).toBe(true);
      expect(`${TEXT} `.startsWith(`${text} `)).toBe(true);
    }
    expect(new Set(grown).size).toBe(TEXT.split(" ").length);
  });

  it("is whole when its step comes late", () => {
    expect(textIn(linesInWriting(town(WRITING, null), NO_DRAFTS, 2_400))).toBe(TEXT);
  });
});

describe("sameLines", () => {
  const line: LinesInWriting = new Map([["p:1", { uuid: "m", text: "The mill" }]]);

  it.each<[LinesInWriting, boolean]>([
    [new Map([["p:1", { uuid: "m", text: "The mill" }]]), true],
    [new Map([["p:1", { uuid: "m", text: "The mill stands" }]]), false],
    [new Map([["p:1", { uuid: "n", text: "The mill" }]]), false],
    [new Map([["p:2", { uuid: "m", text: "The mill" }]]), false],
    [new Map(), false],
  ])("tells whether anything is new", (other, same) => {
    expect(sameLines(line, other)).toBe(same);
  });
});
