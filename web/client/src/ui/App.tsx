import { useEffect, useState } from "react";
import { useTexts } from "../texts/useTexts";
import { type Api, ServerUnreachable } from "../town/http";
import { explain } from "../town/notices";
import type { WorldSummary } from "../wire/types";
import { Foundation } from "./Foundation";
import { Splash } from "./Splash";
import { TownPage } from "./TownPage";

const RETRY_MS = 3_000;

type Worlds =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly error: unknown }
  | { readonly kind: "loaded"; readonly worlds: readonly WorldSummary[] };

export function App({ api }: { readonly api: Api }) {
  const texts = useTexts();
  const state = useWorlds(api);
  const [worldId, pickWorld] = useWorldInAddress();
  switch (state.kind) {
    case "loading":
      return <Splash text={texts.finding} progress={0.1} />;
    case "failed":
      return <AwayPage error={state.error} />;
    case "loaded": {
      const world =
        state.worlds.find(({ id }) => id === worldId) ??
        state.worlds.find(({ unreadable }) => unreadable === null) ??
        state.worlds[0];
      if (world === undefined) return <Foundation api={api} />;
      return (
        <TownPage
          key={world.id}
          api={api}
          world={world}
          worlds={state.worlds}
          onPickWorld={pickWorld}
        />
      );
    }
  }
}

/** The worlds there are; while the server is away, or there are none, it is asked again and again. */
function useWorlds(api: Api): Worlds {
  const [state, setState] = useState<Worlds>({ kind: "loading" });
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (): void => {
      api.worlds(abort.signal).then(
        (worlds) => {
          setState({ kind: "loaded", worlds });
          if (worlds.length === 0) timer = setTimeout(ask, RETRY_MS);
        },
        (error: unknown) => {
          if (abort.signal.aborted) return;
          setState({ kind: "failed", error });
          timer = setTimeout(ask, RETRY_MS);
        },
      );
    };
    ask();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [api]);
  return state;
}

/** The world that `?world=` names. */
function useWorldInAddress(): [string | null, (id: string) => void] {
  const [worldId, setWorldId] = useState(worldInAddress);
  useEffect(() => {
    const follow = (): void => setWorldId(worldInAddress());
    addEventListener("popstate", follow);
    return () => removeEventListener("popstate", follow);
  }, []);
  return [
    worldId,
    (id) => {
      history.pushState(null, "", `?world=${encodeURIComponent(id)}`);
      setWorldId(id);
    },
  ];
}

function worldInAddress(): string | null {
  return new URLSearchParams(location.search).get("world");
}

function AwayPage({ error }: { readonly error: unknown }) {
  const texts = useTexts();
  const isAway = error instanceof ServerUnreachable;
  return (
    <main className="splash">
      <div className="card splash__card" role="alert">
        <h1>{isAway ? texts.away.title : texts.away.wrong}</h1>
        <p>{isAway ? texts.away.why : explain(error, texts).text}</p>
        <p className="hint">{texts.away.trying}</p>
      </div>
    </main>
  );
}
