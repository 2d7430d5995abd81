import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react";
import type { Store } from "../town/store";
import type { Town } from "../town/town";
import type { TownState } from "../town/model";
import type { Agent, Conversation, Player, PlayerId } from "../wire/types";

export const TownContext = createContext<Town | null>(null);

export function useTown(): Town {
  const town = useContext(TownContext);
  if (town === null) throw new Error("useTown needs a TownContext around it");
  return town;
}

export function useStore<State>(store: Store<State>): State {
  return useSyncExternalStore(store.subscribe, store.get);
}

/** A part of a store. `pick` must answer with the same value while nothing of interest has changed. */
export function usePart<State, Part>(store: Store<State>, pick: (state: State) => Part): Part {
  return useSyncExternalStore(store.subscribe, () => pick(store.get()));
}

export function useTownPart<Part>(pick: (state: TownState) => Part): Part {
  return usePart(useTown().state, pick);
}

export function usePlayer(id: PlayerId | null): Player | undefined {
  return useTownPart(({ entities }) => (id === null ? undefined : entities.players.get(id)));
}

/** The mind of a villager, as far as the rules know it. */
export function useAgentOf(player: PlayerId): Agent | undefined {
  return useTownPart(({ entities }) => {
    for (const agent of entities.agents.values()) if (agent.player === player) return agent;
    return undefined;
  });
}

/** The visitor's own player, once it stands in the town. */
export function useSelf(): Player | undefined {
  const id = usePart(useTown().keys, ({ player }) => player?.id ?? null);
  return usePlayer(id);
}

/** The talk that a person takes part in, walks over to or is invited to. */
export function useConversationOf(player: Player | undefined): Conversation | undefined {
  const id = player?.conversation ?? null;
  return useTownPart(({ entities }) =>
    id === null ? undefined : entities.conversations.get(id),
  );
}

/** Real time, renewed at an interval; for countdowns. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
