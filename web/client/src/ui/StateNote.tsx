import { type ReactNode, useState } from "react";
import type { Texts } from "../texts/english";
import { useTexts } from "../texts/useTexts";
import type { Freshness } from "../town/live";
import { useFreshness } from "./freshness";
import { usePart, useTown } from "./hooks";

const ICONS: Readonly<Partial<Record<Freshness["kind"], string>>> = {
  paused: "⏸",
  resting: "☾",
  stopped: "◼",
  late: "…",
  behind: "»",
  waiting: "✎",
  broken: "✕",
  disconnected: "⚡",
};

/** Why the picture is not the living present, in plain words, and what one can do about it. */
export function StateNote() {
  const texts = useTexts();
  const freshness = useFreshness();
  const icon = ICONS[freshness.kind];
  return (
    <output className="statenote">
      {icon === undefined ? null : (
        <div className={`statenote__card statenote__card--${freshness.kind}`} data-bar>
          <span className="statenote__icon" aria-hidden="true">
            {icon}
          </span>
          <p className="statenote__why">{whyOf(freshness, texts)}</p>
          <Remedy kind={freshness.kind} />
        </div>
      )}
    </output>
  );
}

export function whyOf(freshness: Freshness, { states, behind, waiting }: Texts): string {
  switch (freshness.kind) {
    case "behind":
      return behind.why(freshness.speed, Math.round(freshness.behindMs / 1_000));
    case "waiting":
      return waiting.why(freshness.names);
    case "disconnected":
      return freshness.reason ?? states.disconnected.why;
    case "broken": {
      const { why, reason } = states.broken;
      return freshness.reason === null ? why : `${why} ${reason(freshness.reason)}`;
    }
    default:
      return states[freshness.kind].why;
  }
}

/** What the owner can do, and nobody else. */
function Remedy({ kind }: { readonly kind: Freshness["kind"] }) {
  const { bar, states } = useTexts();
  const { keys, visitor } = useTown();
  const isOwner = usePart(keys, ({ owner }) => owner !== null);
  if (!isOwner) return null;
  if (kind === "paused") return <Act onAct={visitor.resume}>{states.paused.act}</Act>;
  if (kind === "behind") return <Act onAct={() => visitor.setSpeed(1_000)}>{bar.slowDown}</Act>;
  if (kind === "broken") return <Act onAct={visitor.retry}>{states.broken.retry}</Act>;
  return null;
}

interface ActProps {
  readonly onAct: () => Promise<void>;
  readonly children: ReactNode;
}

function Act({ onAct, children }: ActProps) {
  const [isBusy, setBusy] = useState(false);
  const act = (): void => {
    setBusy(true);
    void onAct().finally(() => setBusy(false));
  };
  return (
    <button type="button" className="button statenote__act" disabled={isBusy} onClick={act}>
      {children}
    </button>
  );
}
