import { useTexts } from "../texts/useTexts";
import { LATE_MS } from "../town/thought";
import type { PlayerId } from "../wire/types";
import { useAgentOf, usePart, useTown } from "./hooks";

/** World time after which a thought is worth a word. */
const WORTH_A_WORD_MS = 1_500;

/** Says when a person's mind is at work for long, so that standing still does not look broken. */
export function Thinking({ player }: { readonly player: PlayerId }) {
  const { person } = useTexts();
  const startedAtMs = useAgentOf(player)?.operation?.startedAtMs ?? null;
  const pace = usePart(useTown().instant, ({ nowMs }) => paceOf(startedAtMs, nowMs));
  if (pace === null) return null;
  return (
    <p className={`thinking thinking--${pace}`}>
      {pace === "late" ? person.thoughtIsLate : person.thinking}
    </p>
  );
}

function paceOf(startedAtMs: number | null, nowMs: number): "thinking" | "late" | null {
  if (startedAtMs === null || nowMs - startedAtMs < WORTH_A_WORD_MS) return null;
  return nowMs - startedAtMs < LATE_MS ? "thinking" : "late";
}
