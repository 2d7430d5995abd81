import type { Texts } from "../texts/english";
import { useTexts } from "../texts/useTexts";
import type { Freshness } from "../town/live";
import { useFreshness } from "./freshness";
import { useNow } from "./hooks";

/** Says in a word whether what one sees is the present; the note below the bar says why it is not. */
export function StatusBadge() {
  const texts = useTexts();
  const freshness = useFreshness();
  return (
    <output className={`badge badge--${freshness.kind}`}>
      <span className="badge__dot" aria-hidden="true" />
      {freshness.kind === "disconnected" ? (
        <Reconnecting retryAt={freshness.retryAt} />
      ) : (
        labelOf(freshness, texts)
      )}
    </output>
  );
}

function Reconnecting({ retryAt }: { readonly retryAt: number | null }) {
  const { disconnected } = useTexts().states;
  const now = useNow(250);
  const seconds = retryAt === null ? 0 : Math.max(0, Math.ceil((retryAt - now) / 1_000));
  return <>{seconds === 0 ? disconnected.label : disconnected.in(seconds)}</>;
}

function labelOf(freshness: Freshness, { states, behind, waiting }: Texts): string {
  if (freshness.kind === "waiting") return waiting.label;
  if (freshness.kind !== "behind") return states[freshness.kind].label;
  const seconds = Math.round(freshness.behindMs / freshness.speed / 1_000);
  const lag = seconds < 120 ? behind.seconds(seconds) : behind.minutes(Math.round(seconds / 60));
  return behind.label(lag);
}
