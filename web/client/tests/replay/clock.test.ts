import { describe, expect, it } from "vitest";
import { broken, FRAME_MS, jittery, type Shown, SPEED, watch, World } from "./simulation";

const UNITS_PER_MS = SPEED / 1000;
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

function from(shown: readonly Shown[], fromMs: number, toMs = Infinity): readonly Shown[] {
  return shown.filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs);
}

/** Movement from each frame to the next, in units. */
function movements(shown: readonly Shown[]): readonly number[] {
  return shown.slice(1).map(({ x }, index) => x - (shown[index]?.x ?? 0));
}

function lowestRate(shown: readonly Shown[]): number {
  return Math.min(...shown.map(({ status }) => status.rate));
}

function expectSmooth(shown: readonly Shown[], speed = 1, fastest = 1.26): void {
  const moved = movements(shown);
  expect(Math.min(...moved)).toBeGreaterThanOrEqual(0);
  // A world time is whole milliseconds, so a sample may be off by the walk of one.
  expect(Math.max(...moved)).toBeLessThan((FRAME_MS * fastest + 1.5) * UNITS_PER_MS * speed);
  const rates = shown.map(({ status }) => status.rate);
  const changes = rates.slice(1).map((rate, index) => Math.abs(rate - (rates[index] ?? rate)));
  expect(Math.max(...changes)).toBeLessThan(0.3);
}

/** Real time from a click, in the middle of a quiet world's step, to its result on the page. */
function seenAfterMs(hasten: boolean): number {
  const world = new World(jittery(5, 20, 10));
  world.runFor(20_000, 1000);
  world.run(400);
  const clickedMs = 20_400;
  const result = world.nowMs;
  for (const stepMs of [100, 150, 225, 340, 510, 765]) world.run(stepMs);
  world.runFor(20_000, 1000);
  let asked = false;
  const shown = watch(world.deliveries, {
    untilMs: 40_000,
    before(clock, timeMs) {
      if (hasten && !asked && timeMs > clickedMs + 25) {
        clock.hasten(timeMs);
        asked = true;
      }
    },
  });
  expectSmooth(from(shown, 2_000), 1, 1.61);
  // The buffer that haste used up may be missed for an instant when steps are long again.
  const slow = from(shown, 15_000).filter(({ status }) => status.rate < 0.5);
  expect(slow.length * FRAME_MS).toBeLessThan(200);
  const seen = shown.find(({ worldMs }) => worldMs >= result);
  return (seen?.timeMs ?? Infinity) - clickedMs;
}

describe("steps of a second on an even line", () => {
  const world = new World(jittery(1, 40, 0));
  world.runFor(30_000, 1000);
  const shown = watch(world.deliveries, { untilMs: 29_000 });

  it("are shown after little more than the second that they take to come", () => {
    for (const { status } of from(shown, 8_000)) {
      expect(status.delayMs).toBeGreaterThan(1000);
      expect(status.delayMs).toBeLessThan(1120);
    }
  });

  it("play at the world's own speed", () => {
    expectSmooth(from(shown, 2_000));
    expect(lowestRate(from(shown, 8_000))).toBeGreaterThan(0.97);
  });

  it("are each given once, in order, when their time has come", () => {
    const given = shown.flatMap(({ due, worldMs }) => due.map((frame) => ({ frame, worldMs })));
    expect(given.map(({ frame }) => frame.step)).toEqual(given.map((_, index) => index));
    for (const { frame, worldMs } of given) expect(worldMs).toBeGreaterThanOrEqual(frame.nowMs);
    expect(given.length).toBeGreaterThan(26);
  });
});

describe.each(SEEDS)("jitter of up to 400 ms, seed %i", (seed) => {
  const world = new World(jittery(seed, 50, 400));
  world.runFor(90_000, 1000);
  const shown = watch(world.deliveries, { untilMs: 88_000 });
  const settled = from(shown, 15_000);

  it("does not stall", () => {
    expect(lowestRate(settled)).toBeGreaterThan(0.5);
    expect(settled.every(({ status }) => status.phase === "playing")).toBe(true);
  });

  it("moves smoothly and only forward", () => {
    expectSmooth(from(shown, 2_000));
  });

  it("delays no more than the line calls for", () => {
    for (const { status } of settled) expect(status.delayMs).toBeLessThan(1550);
    const delays = settled.map(({ status }) => status.delayMs);
    expect(Math.max(...delays) - Math.min(...delays)).toBeLessThan(300);
  });
});

describe.each(SEEDS)("steps of 30 to 1000 ms on a jittery line, seed %i", (seed) => {
  it("do not stall either", () => {
    const world = new World(jittery(seed, 20, 60));
    const length = jittery(seed + 100, 30, 970);
    for (let passed = 0; passed < 60_000; passed += 500) world.run(length.delayMs(0));
    const shown = from(watch(world.deliveries, { untilMs: 50_000 }), 12_000);
    expectSmooth(shown);
    expect(lowestRate(shown)).toBeGreaterThan(0.3);
  });
});

describe("the delay", () => {
  it("shrinks with short steps, smoothly, and grows again without going back", () => {
    const world = new World(jittery(3, 30, 20));
    world.runFor(15_000, 1000);
    world.runFor(30_000, 60);
    world.runFor(30_000, 1000);
    const shown = watch(world.deliveries, { untilMs: 70_000 });
    expectSmooth(from(shown, 2_000));
    const delayAt = (timeMs: number): number => from(shown, timeMs)[0]?.status.delayMs ?? Number.NaN;
    expect(delayAt(14_000)).toBeGreaterThan(1000);
    expect(delayAt(44_000)).toBeLessThan(250);
    expect(delayAt(69_000)).toBeGreaterThan(1000);
  });

  it("is shorter for what a visitor's own input did", () => {
    expect(seenAfterMs(false)).toBeGreaterThan(900);
    expect(seenAfterMs(true)).toBeLessThan(850);
  });
});

describe("an outage of three seconds", () => {
  const world = new World(broken(jittery(2, 40, 30), 20_000, 23_000));
  world.runFor(60_000, 1000);
  const shown = watch(world.deliveries, { untilMs: 58_000 });

  it("stops the picture softly, without a jump", () => {
    expectSmooth(from(shown, 2_000));
    const still = from(shown, 22_000, 23_000);
    expect(Math.max(...movements(still))).toBeLessThan(0.5);
    expect(still.some(({ status }) => status.phase === "stalled")).toBe(true);
  });

  it("is caught up with after it", () => {
    expect(from(shown, 38_000)[0]?.status.delayMs).toBeLessThan(1300);
    expect(from(shown, 57_000)[0]?.status.delayMs).toBeLessThan(1200);
  });
});

it("jumps forward once when it is too far behind to catch up", () => {
  const world = new World(broken(jittery(2, 40, 0), 20_000, 32_000));
  world.runFor(60_000, 1000);
  const shown = watch(world.deliveries, { untilMs: 50_000 });
  const jumps = movements(from(shown, 2_000)).filter((moved) => moved > 30);
  expect(jumps.length).toBe(1);
  expect(Math.min(...movements(shown))).toBeGreaterThanOrEqual(0);
  expect(from(shown, 40_000)[0]?.status.delayMs).toBeLessThan(1300);
});

it("goes on in the present after a hidden tab", () => {
  const world = new World(jittery(4, 40, 20));
  world.runFor(60_000, 1000);
  const shown = watch(world.deliveries, { untilMs: 40_000, hidden: [20_000, 24_000] });
  expect(from(shown, 24_100)[0]?.status.delayMs).toBeLessThan(1200);
  expectSmooth(from(shown, 24_100));
  expect(lowestRate(from(shown, 24_100))).toBeGreaterThan(0.8);
});

describe("a pause", () => {
  const world = new World(jittery(6, 40, 60));
  world.runFor(20_000, 1000);
  world.run(300, { paused: true });
  world.runFor(15_000, 5_000);
  world.run(200, { paused: false });
  world.runFor(30_000, 1000);
  const shown = watch(world.deliveries, { untilMs: 60_000 });

  it("comes to rest at the moment of the pause", () => {
    const resting = from(shown, 23_000, 35_000);
    for (const { worldMs, status } of resting) {
      expect(worldMs).toBe(20_300);
      expect(status.phase).toBe("paused");
    }
  });

  it("skips nothing, and ends softly", () => {
    expectSmooth(from(shown, 2_000));
    expect(lowestRate(from(shown, 39_000))).toBeGreaterThan(0.5);
  });

  it("leaves the delay as it was", () => {
    expect(from(shown, 45_000)[0]?.status.delayMs).toBeLessThan(1250);
  });
});

describe.each([
  [250, 1],
  [4000, 1],
  [64_000, 1],
])("a world at %i permille", (speedPermille) => {
  it("plays at its own speed as smoothly", () => {
    const world = new World(jittery(7, 40, 100));
    world.run(0, { speedPermille });
    world.runFor(40_000, 1000);
    const shown = from(watch(world.deliveries, { untilMs: 38_000 }), 12_000);
    expectSmooth(shown, Math.max(1, speedPermille / 1000));
    expect(lowestRate(shown)).toBeGreaterThan(0.5);
    const first = shown[0];
    const last = shown.at(-1);
    const worldMs = (last?.worldMs ?? 0) - (first?.worldMs ?? 0);
    const realMs = (last?.timeMs ?? 0) - (first?.timeMs ?? 0);
    expect(worldMs / realMs).toBeCloseTo(speedPermille / 1000, 0);
  });
});

it("changes speed where the world did", () => {
  const world = new World(jittery(8, 40, 50));
  world.runFor(15_000, 1000);
  world.run(500, { speedPermille: 8000 });
  world.runFor(20_000, 1000);
  const shown = watch(world.deliveries, { untilMs: 34_000 });
  const before = from(shown, 2_000).filter(({ worldMs }) => worldMs < 15_400);
  expectSmooth(before);
  expectSmooth(from(shown, 2_000), 8);
});

it("follows a world on a machine too slow for its speed without stalling at each step", () => {
  const world = new World(jittery(9, 40, 50));
  world.runFor(10_000, 1000);
  world.runFor(60_000, 1000, 0.5);
  const shown = from(watch(world.deliveries, { untilMs: 65_000 }), 35_000);
  expectSmooth(shown, 1);
  expect(lowestRate(shown)).toBeGreaterThan(0.5);
});

it("shows a world flat out without stalling at each step", () => {
  const world = new World(jittery(10, 40, 50));
  world.run(0, { speedPermille: 20_000 });
  world.run(0, { flatOut: true });
  world.runFor(40_000, 250);
  const shown = from(watch(world.deliveries, { untilMs: 38_000 }), 15_000);
  expectSmooth(shown, 20 * 1.5);
  expect(lowestRate(shown)).toBeGreaterThan(0.4);
});

it("jumps to where a full frame says", () => {
  const world = new World(jittery(11, 40, 0));
  world.runFor(10_000, 1000);
  const skipped = world.deliveries.length;
  world.runFor(60_000, 1000);
  world.deliveries.splice(skipped, 60);
  world.full();
  world.runFor(10_000, 1000);
  const shown = watch(world.deliveries, { untilMs: 79_000 });
  const after = from(shown, 70_100);
  expect(after[0]?.worldMs).toBe(70_000);
  expectSmooth(after);
  expect(after.at(-1)?.worldMs).toBeGreaterThan(76_000);
});
