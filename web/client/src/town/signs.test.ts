import { describe, expect, it } from "vitest";
import { english } from "../texts/english";
import type { PlacedMap } from "./places";
import { createSigns } from "./signs";

const place = (id: string, kind: string, name: string) => ({ id, kind, name, area: { x: 2, y: 4, width: 4, height: 2 } });
const map = {
  places: [place("cafe", "cafe", "Kettle Café"), place("home", "home", "Willow House"), place("park", "park", "Cherry Park")],
  buildings: [{ place: "cafe" }, { place: "home" }],
} as unknown as PlacedMap;

describe("signs", () => {
  const signs = createSigns()(map, english);

  it("name houses, with who is hidden in them", () => {
    expect(signs.plate("cafe", 0, false)).toBe("Kettle Café");
    expect(signs.plate("home", 2, false)).toBe("Willow House · 2 inside");
  });

  it("are fewer from afar", () => {
    expect(signs.plate("cafe", 0, true)).toBe("Kettle Café");
    expect(signs.plate("home", 0, true)).toBeNull();
    expect(signs.plate("home", 2, true)).toBe("2 inside");
  });

  it("stand at places under the sky too", () => {
    expect(signs.outdoors).toEqual([{ place: "park", x: 4, y: 6 }]);
  });

  it("are made once for a map and a language", () => {
    const make = createSigns();
    expect(make(map, english)).toBe(make(map, english));
  });
});
