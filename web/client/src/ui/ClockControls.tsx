import { useTexts } from "../texts/useTexts";
import { usePart, useTown, useTownPart } from "./hooks";

const SPEEDS_PERMILLE = [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000];

/** Pause and speed, for who holds the owner's key. */
export function ClockControls() {
  const { keys, visitor } = useTown();
  const texts = useTexts();
  const isOwner = usePart(keys, ({ owner }) => owner !== null);
  const clock = useTownPart(({ entities }) => entities.clock.get(""));
  if (!isOwner || clock === undefined) return null;
  return (
    <fieldset className="controls" aria-label={texts.bar.clock}>
      <button
        type="button"
        className="button button--icon"
        aria-label={clock.paused ? texts.bar.goOn : texts.bar.stop}
        onClick={() => void (clock.paused ? visitor.resume() : visitor.pause())}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d={clock.paused ? "M4 2l10 6-10 6z" : "M3 2h4v12H3zM9 2h4v12H9z"} />
        </svg>
      </button>
      <select
        className="select"
        aria-label={texts.bar.speed}
        value={clock.speedPermille}
        onChange={(event) => void visitor.setSpeed(Number(event.target.value))}
      >
        {speedsWith(clock.speedPermille).map((permille) => (
          <option key={permille} value={permille}>
            {texts.bar.times(permille / 1_000)}
          </option>
        ))}
      </select>
    </fieldset>
  );
}

function speedsWith(current: number): readonly number[] {
  if (SPEEDS_PERMILLE.includes(current)) return SPEEDS_PERMILLE;
  return [...SPEEDS_PERMILLE, current].toSorted((a, b) => a - b);
}
