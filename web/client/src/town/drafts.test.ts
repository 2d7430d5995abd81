import { describe, expect, it } from "vitest";
import type { DraftFrame, PlayerId } from "../wire/types";
import { DraftBoard } from "./drafts";

function draft(text: string, player: PlayerId = "p:1"): DraftFrame {
  return { kind: "draft", player, operation: "o:1", uuid: "m", text };
}

function textsAt(board: DraftBoard, timeMs: number): readonly string[] {
  return [...board.advance(timeMs).values()].map(({ text }) => text);
}

describe("drafts", () => {
  it("are shown as late as the world", () => {
    const board = new DraftBoard();
    board.receive(draft("Good"), 1_000, 600);
    board.receive(draft("Good morning"), 1_200, 600);
    expect(textsAt(board, 1_599)).toEqual([]);
    expect(textsAt(board, 1_600)).toEqual(["Good"]);
    expect(textsAt(board, 1_799)).toEqual(["Good"]);
    expect(textsAt(board, 1_800)).toEqual(["Good morning"]);
  });

  it("do not wait for a world that stands still", () => {
    const board = new DraftBoard();
    board.receive(draft("Good"), 1_000, 60_000);
    expect(textsAt(board, 3_000)).toEqual(["Good"]);
  });

  it("never go back, however the delay changes", () => {
    const board = new DraftBoard();
    board.receive(draft("Good"), 1_000, 1_500);
    board.receive(draft("Good morning"), 1_200, 100);
    expect(textsAt(board, 1_300)).toEqual(["Good morning"]);
    expect(textsAt(board, 5_000)).toEqual(["Good morning"]);
  });

  it("of several people are kept apart", () => {
    const board = new DraftBoard();
    board.receive(draft("Good"), 0, 0);
    board.receive(draft("Oh", "p:2"), 0, 0);
    expect(textsAt(board, 0)).toEqual(["Good", "Oh"]);
  });

  it("do not pile up for a page that nobody looks at", () => {
    const board = new DraftBoard();
    for (let count = 0; count < 1_000; count += 1) board.receive(draft(`${count}`), 0, 1_000);
    expect(textsAt(board, 1_000)).toEqual(["999"]);
  });
});
