/** The one loop of the page: time moves on, the model changes, the stage draws. */

import type { Stage } from "../stage/types";
import { dayNumber, minuteOfDay } from "./calendar";
import type { MapKeeper } from "./mapKeeper";
import { type TownState, advanceTown, townFromFull } from "./model";
import type { Playback, Played } from "./playback";
import { firstSight } from "./firstSight";
import { buildingAt } from "./places";
import { createPresence } from "./presence";
import { sceneOf } from "./scene";
import { createSigns } from "./signs";
import { tellVisitor } from "./tidings";
import type { Town } from "./town";
import { NOTHING_WRITTEN, linesInWriting, sameLines } from "./writing";

const INSTANT_EVERY_MS = 250;
/** Browsers draw no frames of a hidden page; its talks go on being heard. */
const HIDDEN_EVERY_MS = 1_000;

export function startLoop(
  town: Town,
  playback: Playback,
  mapKeeper: MapKeeper,
  stageNow: () => Stage | null,
): () => void {
  const watchPresence = createPresence(town);
  const signs = createSigns();
  let hasLooked = false;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let lastRealMs = performance.now();
  let lastInstantMs = Number.NEGATIVE_INFINITY;
  let request = 0;

  function advance(realMs: number): Played {
    const played = playback.advance(realMs);
    tellVisitor(town, played);
    town.state.set(played.frames.reduce(applyFrame, town.state.get()));
    followMap(mapKeeper, played);
    renewWriting(town, played, calm.matches);
    town.fork.play(played, playback);
    if (realMs - lastInstantMs >= INSTANT_EVERY_MS) {
      lastInstantMs = realMs;
      renewInstant(town, played.nowMs);
      watchPresence(realMs);
    }
    return played;
  }

  function frame(realMs: number): void {
    request = requestAnimationFrame(frame);
    const { nowMs } = advance(realMs);
    const stage = stageNow();
    if (stage !== null && town.live.get().reached) {
      hasLooked ||= lookAround(town, playback);
      town.camera.advance(realMs - lastRealMs);
      stage.draw(
        sceneOf({
          state: town.state.get(),
          poseOf: (player) => playback.poseOf(player, town.state.get().entities),
          nowMs,
          animationMs: calm.matches ? 0 : realMs,
          view: town.view.get(),
          map: town.map.get(),
          writing: town.writing.get(),
          signs: signs(town.map.get(), town.texts.get()),
          bars: town.bars.get(),
          self: town.keys.get().player?.id ?? null,
        }),
      );
    }
    lastRealMs = realMs;
  }

  const timer = setInterval(() => {
    if (document.hidden) advance(performance.now());
  }, HIDDEN_EVERY_MS);
  request = requestAnimationFrame(frame);
  return () => {
    clearInterval(timer);
    cancelAnimationFrame(request);
  };
}

function applyFrame(state: TownState, frame: Played["frames"][number]): TownState {
  return frame.kind === "full"
    ? townFromFull(state, frame)
    : advanceTown(state, frame.changes, frame.events);
}

/** Shows where something happens, once anything is known; whether that is done. */
function lookAround({ state, keys, view, map, camera }: Town, playback: Playback): boolean {
  const town = state.get();
  if (town.entities.settings.size === 0) return false;
  // Who is in town themselves is followed as they come.
  if (keys.get().player !== null || view.get().following !== null) return true;
  const sight = firstSight(town, (player) => playback.poseOf(player, town.entities));
  if (sight === null) return true;
  camera.show(sight.tile);
  const places = map.get();
  const isIndoors = places !== null && buildingAt(places, sight.tile) !== null;
  // Roofs open over who is followed.
  if (isIndoors) view.set({ ...view.get(), following: sight.player });
  return true;
}

/** Between a full frame and those before it, changes of the map were missed. */
function followMap(mapKeeper: MapKeeper, { frames }: Played): void {
  for (const frame of frames) {
    if (frame.kind === "full") mapKeeper.renew();
    else mapKeeper.follow(frame.changes);
  }
}

/** Who wants the page to be calm sees dots until a line is whole. */
function renewWriting({ state, writing }: Town, { drafts, nowMs }: Played, calm: boolean): void {
  const lines = calm ? NOTHING_WRITTEN : linesInWriting(state.get(), drafts, nowMs);
  if (!sameLines(lines, writing.get())) writing.set(lines);
}

function renewInstant({ state, instant }: Town, nowMs: number): void {
  const settings = state.get().entities.settings.get("");
  if (settings === undefined || instant.get().nowMs === nowMs) return;
  instant.set({
    nowMs,
    minuteOfDay: minuteOfDay(settings, nowMs),
    day: dayNumber(settings, nowMs),
  });
}
