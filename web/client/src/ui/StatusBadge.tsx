import { type Freshness, freshnessOf } from "../town/live";
import { useNow, useStore, useTown, useTownPart } from "./hooks";

/** Says whether what one sees is the present. */
export function StatusBadge() {
  const live = useStore(useTown().live);
  const clock = useTownPart(({ entities }) => entities.clock.get(""));
  const freshness = freshnessOf(live, clock);
  return (
    <output className={`badge badge--${freshness.kind}`} title={explanationOf(freshness)}>
      <span className="badge__dot" aria-hidden="true" />
      {freshness.kind === "disconnected" ? (
        <Reconnecting retryAt={freshness.retryAt} />
      ) : (
        labelOf(freshness)
      )}
    </output>
  );
}

function Reconnecting({ retryAt }: { readonly retryAt: number | null }) {
  const now = useNow(250);
  const seconds = retryAt === null ? 0 : Math.max(0, Math.ceil((retryAt - now) / 1_000));
  return <>{seconds === 0 ? "Reconnecting…" : `Reconnecting in ${seconds} s`}</>;
}

function labelOf(freshness: Exclude<Freshness, { kind: "disconnected" }>): string {
  switch (freshness.kind) {
    case "behind":
      return `Behind by ${formatLag(freshness.behindMs)}`;
    case "connecting":
      return "Connecting…";
    case "gone":
      return "Gone";
    case "live":
      return "Live";
    case "paused":
      return "Paused";
    case "resting":
      return "Resting";
    case "stopped":
      return "Stopped";
  }
}

function explanationOf(freshness: Freshness): string {
  switch (freshness.kind) {
    case "behind":
      return "The server cannot keep up with the speed asked of it.";
    case "connecting":
      return "Waiting for the first picture of the town.";
    case "disconnected":
      return "The line to the server broke. The page goes on by itself when it is back.";
    case "gone":
      return "This town is no more.";
    case "live":
      return "You see the town as it is now.";
    case "paused":
      return "The owner has stopped the town's clock.";
    case "resting":
      return "The town has rested while nobody was here, and is about to wake.";
    case "stopped":
      return "Nobody computes this town at present; it goes on from here later.";
  }
}

function formatLag(lagMs: number): string {
  const seconds = Math.round(lagMs / 1_000);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
