/** Opens a town: the line to its server, the map, the visitor's keys and the loop that draws. */

import { createForkHost, loadFork } from "../fork/host";
import type { Texts } from "../texts/english";
import type { Rect } from "../stage/rects";
import type { Stage } from "../stage/types";
import { socketBelow } from "./base";
import { createCamera } from "./camera";
import { LiveConnection } from "./connection";
import type { Api } from "./http";
import { loadKeys, saveKeys } from "./keys";
import { UNREACHED, type LiveState } from "./live";
import { startLoop } from "./loop";
import { createMapKeeper } from "./mapKeeper";
import { createMinds } from "./minds";
import { EMPTY_TOWN } from "./model";
import { createNotices } from "./notices";
import { createPlayback } from "./playback";
import { tileOf } from "./scene";
import { createStore } from "./store";
import type { Instant, Town } from "./town";
import { UNTURNED_VIEW } from "./view";
import { createVisitor } from "./visitor";
import { NOTHING_WRITTEN } from "./writing";
import type { LiveMessage } from "../wire/frames";

/** A town that does nothing yet; its `open` starts it. */
export function createTown(api: Api, worldId: string, texts: Texts): Town {
  const playback = createPlayback();
  const stores = {
    state: createStore(EMPTY_TOWN),
    instant: createStore<Instant>({ nowMs: 0, minuteOfDay: 0, day: 1 }),
    live: createStore<LiveState>(UNREACHED),
    keys: createStore(loadKeys(worldId)),
    view: createStore(UNTURNED_VIEW),
    writing: createStore(NOTHING_WRITTEN),
    texts: createStore(texts),
    bars: createStore<readonly Rect[]>([]),
  };
  const notices = createNotices();
  const mapKeeper = createMapKeeper(api, worldId, notices.fail);
  const camera = createCamera();
  const fork = createForkHost((text) => notices.tell({ kind: "ofFork", text }));
  let stage: Stage | null = null;
  const town: Town = {
    worldId,
    api,
    minds: createMinds((rest, signal) =>
      api.read(worldId, rest, stores.keys.get().owner, signal),
    ),
    ...stores,
    map: mapKeeper.map,
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
    fork,
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
        startLoop(town, playback, mapKeeper, () => stage),
        mapKeeper.close,
        listen(town, (message) => playback.receive(message, performance.now())),
      ];
      mapKeeper.renew();
      void loadFork(fork);
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
  const url = socketBelow(`/api/worlds/${encodeURIComponent(town.worldId)}/live`);
  const connection = new LiveConnection(url, {
    onState: (state) => live.set({ ...live.get(), connection: state }),
    onWays: ({ way, held }) => live.set({ ...live.get(), way, held }),
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

/** A world that makes a step is run. */
const STEPPING = { runner: "running", reason: null } as const;

function heard(live: LiveState, { frame }: LiveMessage): LiveState {
  if (frame.kind === "draft") return live;
  const { runner, reason } = frame.kind === "step" ? STEPPING : frame;
  const picture = frame.kind === "heartbeat" ? frame.picture : UNREACHED.picture;
  const { behindMs } = frame;
  const told = { runner, reason, picture, behindMs };
  const known =
    live.runner === runner &&
    live.reason === reason &&
    live.picture === picture &&
    live.behindMs === behindMs;
  return live.reached && known ? live : { ...live, reached: true, ...told };
}
