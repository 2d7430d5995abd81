import { describe, expect, it } from "vitest";
import { FIRST_WAY, type Ways, afterLoss, proven } from "./ways";

const UNOPENED = { opened: false, heard: false };
const SILENT = { opened: true, heard: false };
const HEARD = { opened: true, heard: true };

function after(...losses: Parameters<typeof afterLoss>[1][]): Ways {
  return losses.reduce(afterLoss, FIRST_WAY);
}

describe("the ways to a town", () => {
  it("stay with the socket as long as it brings anything", () => {
    expect(after(HEARD, HEARD, UNOPENED, HEARD)).toMatchObject({ way: "socket" });
    expect(afterLoss(proven(after(UNOPENED)), UNOPENED).way).toBe("socket");
  });

  it("turn to events when no socket passes, and stay there once they come", () => {
    const turned = after(UNOPENED, UNOPENED);
    expect(turned).toEqual({ way: "events", fruitless: 0, held: false });
    expect(afterLoss(proven(turned), HEARD).way).toBe("events");
  });

  it("notice that events are held back, and take turns", () => {
    const held = after(UNOPENED, SILENT, SILENT, SILENT);
    expect(held).toEqual({ way: "socket", fruitless: 0, held: true });
    expect(after(UNOPENED, UNOPENED, UNOPENED, UNOPENED).held).toBe(false);
    expect(proven(held).held).toBe(false);
  });
});
