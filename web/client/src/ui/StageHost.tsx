import { below } from "../town/base";
import { useEffect, useRef, useState } from "react";
import { useTexts } from "../texts/useTexts";
import type { Stage, StageEvents } from "../stage/types";
import type { Texts } from "../texts/english";
import type { PlayerId } from "../wire/types";
import type { PlacedMap } from "../town/places";
import type { Town } from "../town/town";
import { select } from "../town/view";
import { Splash } from "./Splash";
import { usePart, useStore, useTown } from "./hooks";
import { useBars } from "./bars";
import { useMapKeys } from "./keyboard";

const ART_URL = below("/art").href;

/** Where the town is drawn. The stage comes in a chunk of its own, while the map is on its way. */
export function StageHost() {
  const texts = useTexts();
  const town = useTown();
  const host = useRef<HTMLDivElement>(null);
  const map = useStore(town.map);
  const isReached = usePart(town.live, ({ reached }) => reached);
  const isGone = usePart(town.live, ({ connection }) => connection.phase === "gone");
  const refusal = usePart(town.live, ({ connection }) => (connection.phase === "lost" ? connection.reason : null));
  const [isBuilt, setBuilt] = useState(false);
  useMapKeys();
  useBars(host);
  useEffect(() => {
    if (host.current === null || map === null) return undefined;
    return mountStage(town, host.current, map, () => setBuilt(true));
  }, [town, map]);
  return (
    <>
      <main ref={host} className="stage" tabIndex={-1} aria-label={texts.map.label} />
      {isGone ? <GonePage /> : null}
      {isGone || (isBuilt && isReached) ? null : (
        <Loading hasMap={map !== null} isBuilt={isBuilt} isReached={isReached} refusal={refusal} />
      )}
    </>
  );
}

function GonePage() {
  const { gone } = useTexts();
  return (
    <div className="splash splash--over">
      <div className="card splash__card" role="alert">
        <h1>{gone.title}</h1>
        <p>{gone.why}</p>
        <a href="./">{gone.others}</a>
      </div>
    </div>
  );
}

function Loading(props: {
  readonly hasMap: boolean;
  readonly isBuilt: boolean;
  readonly isReached: boolean;
  /** Why the server does not show this world, in its own words. */
  readonly refusal: string | null;
}) {
  const texts = useTexts();
  const done = [props.hasMap, props.isBuilt, props.isReached].filter(Boolean).length;
  return <Splash text={props.refusal ?? loadingText(props, texts)} progress={0.25 + done * 0.25} />;
}

function loadingText(
  props: { readonly hasMap: boolean; readonly isBuilt: boolean },
  texts: Texts,
): string {
  if (!props.hasMap) return texts.unrolling;
  if (!props.isBuilt) return texts.painting;
  return texts.lookingForPeople;
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
    onPickPerson: (id) => view.set(select(view.get(), id as PlayerId)),
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
