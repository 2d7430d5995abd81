/** How fresh the picture is, as the page's parts ask it. */

import { type Freshness, freshnessOf, overdue } from "../town/live";
import { useStore, useTown, useTownPart } from "./hooks";

export function useFreshness(): Freshness {
  const live = useStore(useTown().live);
  const { instant } = useTown();
  const clock = useTownPart(({ entities }) => entities.clock.get(""));
  const players = useTownPart(({ entities }) => entities.players);
  const agents = useTownPart(({ entities }) => entities.agents);
  // Looked up when something else changes: waiting is told by what lags, which does.
  const late = overdue(agents, instant.get().nowMs);
  const names = late.flatMap((player) => players.get(player)?.name ?? []);
  return freshnessOf(live, clock, names);
}
