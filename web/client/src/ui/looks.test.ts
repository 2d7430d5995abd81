import { expect, it } from "vitest";
import { freeLooks } from "./looks";

const LOOKS = ["look-01", "look-02", "look-03"].map((id) => ({ id, description: id }));

it("no villager's look is offered, but a visitor's is", () => {
  const players = [
    { look: "look-01", human: false },
    { look: "look-02", human: true },
  ];
  expect(freeLooks(LOOKS, players).map(({ id }) => id)).toEqual(["look-02", "look-03"]);
});

it("all are offered where villagers have all", () => {
  const players = LOOKS.map(({ id }) => ({ look: id, human: false }));
  expect(freeLooks(LOOKS, players)).toEqual(LOOKS);
});
