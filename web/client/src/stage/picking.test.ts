import { describe, expect, it } from "vitest";
import { REACH, personAt } from "./picking";

const ada = { id: "p:1", x: 100, y: 100, width: 32, height: 48 };
const ben = { id: "p:2", x: 120, y: 110, width: 32, height: 48 };

describe("personAt", () => {
  it("finds the one whose middle is nearest", () => {
    expect(personAt({ x: 104, y: 78 }, [ada, ben], REACH.mouse)).toBe("p:1");
    expect(personAt({ x: 118, y: 84 }, [ada, ben], REACH.mouse)).toBe("p:2");
  });

  it("finds nobody on open ground", () => {
    expect(personAt({ x: 300, y: 78 }, [ada, ben], REACH.touch)).toBeNull();
    expect(personAt({ x: 100, y: 78 }, [], REACH.touch)).toBeNull();
  });

  it("reaches at least 12 pixels around someone tiny for a finger", () => {
    const tiny = { id: "p:3", x: 50, y: 50, width: 8, height: 12 };
    expect(personAt({ x: 62, y: 56 }, [tiny], REACH.touch)).toBe("p:3");
    expect(personAt({ x: 62, y: 56 }, [tiny], REACH.mouse)).toBeNull();
  });
});
