import { useEffect, useRef, useState } from "react";
import type { Stage, StageEvents } from "../stage/types";
import type { PlacedMap } from "../town/places";
import type { Town } from "../town/town";
import { select } from "../town/view";
import { Splash } from "./Splash";
import { usePart, useStore, useTown } from "./hooks";
import { useMapKeys } from "./keyboard";

const ART_URL = "/art";

/** Where the town is drawn. The stage comes in a chunk of its own, while the map is on its way. */
export function StageHost() {
  const town = useTown();
  const host = useRef<HTMLDivElement>(null);
  const map = useStore(town.map);
  const isReached = usePart(town.live, ({ reached }) => reached);
  const isGone = usePart(town.live, ({ connection }) => connection.phase === "gone");
  const [isBuilt, setBuilt] = useState(false);
  useMapKeys();
  useEffect(() => {
    if (host.current === null || map === null) return undefined;
    return mountStage(town, host.current, map, () => setBuilt(true));
  }, [town, map]);
  return (
    <>
      <main ref={host} className="stage" tabIndex={-1} aria-label="Map of the town" />
      {isGone ? <GonePage /> : null}
      {isGone || (isBuilt && isReached) ? null : (
        <Loading hasMap={map !== null} isBuilt={isBuilt} isReached={isReached} />
      )}
    </>
  );
}

function GonePage() {
  return (
    <div className="splash splash--over">
      <div className="card splash__card" role="alert">
        <h1>This town is no more</h1>
        <p>Somebody who holds its key has deleted it.</p>
        <a href="./">See what other towns there are</a>
      </div>
    </div>
  );
}

function Loading(props: {
  readonly hasMap: boolean;
  readonly isBuilt: boolean;
  readonly isReached: boolean;
}) {
  const done = [props.hasMap, props.isBuilt, props.isReached].filter(Boolean).length;
  return <Splash text={loadingText(props)} progress={0.25 + done * 0.25} />;
}

function loadingText(props: { readonly hasMap: boolean; readonly isBuilt: boolean }): string {
  if (!props.hasMap) return "Unrolling the map…";
  if (!props.isBuilt) return "Painting the houses…";
  return "Looking for the people…";
}

function mountStage(
  town: Town,
  host: HTMLElement,
  map: PlacedMap,
  onBuilt: () => void,
): () => void {
  let stage: Stage | null = null;
  let isGone = false;
  const observer = new ResizeObserver(() => stage?.resize());
  observer.observe(host);
  const build = async (): Promise<void> => {
    const { createStage } = await import("../stage/stage");
    const built = await createStage(host, { map, artUrl: ART_URL }, stageEvents(town));
    if (isGone) {
      built.destroy();
      return;
    }
    stage = built;
    town.attachStage(built);
    onBuilt();
  };
  build().catch((error: unknown) => {
    if (!isGone) town.notices.fail(error);
  });
  return () => {
    isGone = true;
    observer.disconnect();
    town.attachStage(null);
    stage?.destroy();
  };
}

function stageEvents({ view, keys, state, visitor }: Town): StageEvents {
  return {
    onPickPerson: (id) => view.set(select(view.get(), id)),
    onPickTile(tile) {
      const self = keys.get().player?.id;
      if (self !== undefined && state.get().entities.players.has(self)) void visitor.walkTo(tile);
      else view.set(select(view.get(), null));
    },
    onCameraMoved() {
      if (view.get().following !== null) view.set({ ...view.get(), following: null });
    },
  };
}
