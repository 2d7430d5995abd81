/** Opens a town: the line to its server, the map, the visitor's keys and the loop that draws. */

import type { Stage } from "../stage/types";
import { createCamera } from "./camera";
import { LiveConnection } from "./connection";
import type { Api } from "./http";
import { loadKeys, saveKeys } from "./keys";
import { UNREACHED, type LiveState } from "./live";
import { startLoop } from "./loop";
import { createMinds } from "./minds";
import { EMPTY_TOWN } from "./model";
import { type Notices, createNotices } from "./notices";
import type { PlacedMap } from "./places";
import { createPlayback } from "./playback";
import { tileOf } from "./scene";
import { type Store, createStore } from "./store";
import type { Instant, Town } from "./town";
import { UNTURNED_VIEW } from "./view";
import { createVisitor } from "./visitor";
import { NOTHING_WRITTEN } from "./writing";
import type { LiveMessage } from "../wire/frames";

const MAP_RETRY_MS = 2_000;

/** A town that does nothing yet; its `open` starts it. */
export function createTown(api: Api, worldId: string): Town {
  const playback = createPlayback();
  const stores = {
    state: createStore(EMPTY_TOWN),
    instant: createStore<Instant>({ nowMs: 0, minuteOfDay: 0, day: 1 }),
    live: createStore<LiveState>(UNREACHED),
    map: createStore<PlacedMap | null>(null),
    keys: createStore(loadKeys(worldId)),
    view: createStore(UNTURNED_VIEW),
    writing: createStore(NOTHING_WRITTEN),
  };
  const notices = createNotices();
  const camera = createCamera();
  let stage: Stage | null = null;
  const town: Town = {
    worldId,
    api,
    minds: createMinds((rest, signal) =>
      api.read(worldId, rest, stores.keys.get().owner, signal),
    ),
    ...stores,
    notices,
    visitor: createVisitor({
      worldId,
      api,
      keys: stores.keys,
      view: stores.view,
      notices,
      onAnswered: () => playback.hasten(performance.now()),
    }),
    camera,
    attachStage(next) {
      stage = next;
      camera.attach(next);
    },
    lookAt(player) {
      const pose = playback.poseOf(player, stores.state.get().entities);
      if (pose !== null) camera.focus(tileOf(pose));
    },
    open() {
      const stops = [
        stores.keys.subscribe(() => saveKeys(worldId, stores.keys.get())),
        startLoop(town, playback, () => stage),
        fetchMap(api, worldId, stores.map, notices),
        listen(town, (message) => playback.receive(message, performance.now())),
      ];
      void town.visitor.claimLocalOwner();
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
  return town;
}

/** Keeps the live line open, and at once tries again when the machine is back on the net. */
function listen(town: Town, receive: (message: LiveMessage) => boolean): () => void {
  const { live } = town;
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const url = `${scheme}://${location.host}/api/worlds/${encodeURIComponent(town.worldId)}/live`;
  const connection = new LiveConnection(url, {
    onState: (state) => live.set({ ...live.get(), connection: state }),
    onMessage(message) {
      live.set(heard(live.get(), message));
      if (!receive(message)) connection.restart();
    },
  });
  const retry = (): void => connection.retryNow();
  addEventListener("online", retry);
  return () => {
    removeEventListener("online", retry);
    connection.close();
  };
}

function heard(live: LiveState, { frame }: LiveMessage): LiveState {
  if (frame.kind === "draft") return live;
  const runner = frame.kind === "heartbeat" ? frame.runner : "running";
  if (live.reached && live.runner === runner && live.behindMs === frame.behindMs) return live;
  return { ...live, reached: true, runner, behindMs: frame.behindMs };
}

function fetchMap(
  api: Api,
  worldId: string,
  map: Store<PlacedMap | null>,
  notices: Notices,
): () => void {
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ask = (): void => {
    api.map(worldId, abort.signal).then(map.set, (error: unknown) => {
      if (abort.signal.aborted) return;
      notices.fail(error);
      timer = setTimeout(ask, MAP_RETRY_MS);
    });
  };
  ask();
  return () => {
    abort.abort();
    clearTimeout(timer);
  };
}
