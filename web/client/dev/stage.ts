/**
 * The stage without a server, for looking at: people wander over the map by themselves.
 *
 * `/dev/stage.html?people=50&minute=1230&speed=0&x=27&y=23&zoom=1.4`: how many people, the minute of
 * the day, town minutes a second, the tile to look at, and a factor to zoom by; `renderer=webgl`
 * insists on WebGL.
 */

import map from "../../../town/data/maps/brook.json";
import type { TownMap } from "../src/stage/scene";
import { createStage } from "../src/stage/stage";
import type { Tile } from "../src/stage/types";
import { createCrowd } from "./crowd";

const query = new URLSearchParams(location.search);
const numberOf = (name: string, fallback: number): number => Number(query.get(name) ?? fallback);

const host = document.querySelector<HTMLElement>("#stage");
if (host === null) throw new Error("the page has no #stage");

const town = map as unknown as TownMap;
const crowd = createCrowd(town, numberOf("people", 40));
let selected: string | null = query.get("selected");
let following: string | null = query.get("follow");
let goal: Tile | null = null;

const stage = await createStage(
  host,
  { map: town, artUrl: "/art", ...(query.get("renderer") === "webgl" && { renderer: "webgl" }) },
  {
    onPickPerson(id) {
      selected = id;
      following = id;
    },
    onPickTile(tile) {
      selected = null;
      goal = tile;
      crowd.send("p:0", tile);
    },
    onCameraMoved() {
      following = null;
    },
  },
);
if (query.has("x")) stage.focus({ x: numberOf("x", 0), y: numberOf("y", 0) }, false);
if (query.has("zoom")) stage.zoom(numberOf("zoom", 1));

const startMinute = numberOf("minute", 720);
const minutesPerSecond = numberOf("speed", 0);
const frameMs: number[] = [];
let lastMs = performance.now();

function frame(nowMs: number): void {
  crowd.advance(Math.min(100, nowMs - lastMs));
  lastMs = nowMs;
  const path = crowd.pathOf("p:0");
  if (path.length === 0) goal = null;
  const before = performance.now();
  stage.draw({
    bodies: crowd.bodies,
    minuteOfDay: (startMinute + (nowMs / 1000) * minutesPerSecond) % 1440,
    animationMs: nowMs,
    path,
    goal,
    selected,
    following,
    insideOf: query.get("inside"),
    signs: { outdoors: [], plate: (_, people) => (people === 0 ? null : `${people}`) },
    bars: [],
    inUse: [],
  });
  frameMs.push(performance.now() - before);
  requestAnimationFrame(frame);
}
requestAnimationFrame(frame);

Object.assign(globalThis, { demo: { stage, crowd, frameMs } });
