import { useCallback } from "react";
import { MINUTES_PER_DAY, formatMinute } from "../../town/calendar";
import type { PlannedDay, PlannedStroke, Promised, Span } from "../../wire/minds";
import type { PlayerId } from "../../wire/types";
import { useFresh } from "../fresh";
import { usePart, usePlayer, useTown, useTownPart } from "../hooks";
import { usePlaceName } from "../places";
import { Unread } from "./Unread";

/** A plan that changes comes at once; this is for what a lost answer left out. */
const ASK_EVERY_MS = 30_000;

export interface PlanOfDayProps {
  readonly player: PlayerId;
  readonly onPick: (id: PlayerId) => void;
}

/** The day in strokes; each opens to its hours and pieces. */
export function PlanOfDay({ player, onPick }: PlanOfDayProps) {
  const { minds } = useTown();
  const watched = useTownPart(({ entities }) => entities.plans.get(player));
  const load = useCallback(
    // A new plan makes a new function, so that its hours are read at once.
    (signal: AbortSignal) => (watched === undefined ? Promise.resolve(null) : minds.plan(player, signal)),
    [minds, player, watched],
  );
  const { value, failure } = useFresh(load, ASK_EVERY_MS);
  if (watched === undefined) return <p className="hint">No plan: each deed is decided by itself.</p>;
  if (value === null) return <Unread failure={failure} />;
  return <Day plan={value} onPick={onPick} />;
}

function Day({
  plan,
  onPick,
}: {
  readonly plan: PlannedDay;
  readonly onPick: (id: PlayerId) => void;
}) {
  return (
    <>
      <p className="hint">
        {plan.own ? "Thought out" : "The usual day"} from {formatMinute(plan.fromMinute)} until waking at{" "}
        {formatMinute(plan.untilMinute)}.
      </p>
      <ol className="plan">
        {plan.strokes.map((stroke) => (
          <li key={stroke.fromMinute}>
            <Stroke stroke={stroke} onPick={onPick} />
          </li>
        ))}
      </ol>
      <Promises promises={plan.promises} onPick={onPick} />
    </>
  );
}

function Stroke({
  stroke,
  onPick,
}: {
  readonly stroke: PlannedStroke;
  readonly onPick: (id: PlayerId) => void;
}) {
  const placeName = usePlaceName();
  const isNow = useIsNow(stroke);
  const partner = usePlayer(stroke.meets);
  return (
    <details className={isNow ? "stroke is-now" : "stroke"}>
      <summary aria-current={isNow ? "time" : undefined}>
        <Times span={stroke} />
        <span>
          <span aria-hidden="true">{stroke.emoji} </span>
          {stroke.activity} <span className="day__place">({placeName(stroke.place)})</span>
          {isNow ? <span className="tag tag--now">now</span> : null}
        </span>
      </summary>
      {partner === undefined ? null : (
        <p className="stroke__meets">
          To meet{" "}
          <button type="button" className="link" onClick={() => onPick(partner.id)}>
            {partner.name}
          </button>
        </p>
      )}
      {isWhole(stroke) ? <p className="hours hint">In one piece.</p> : <Pieces stroke={stroke} />}
    </details>
  );
}

/** Whether a stroke, such as a night, is not cut any further. */
function isWhole({ hours }: PlannedStroke): boolean {
  return hours.length === 1 && hours[0]?.pieces.length === 1;
}

function Pieces({ stroke }: { readonly stroke: PlannedStroke }) {
  return (
    <ol className="hours">
      {stroke.hours.map((hour) => (
        <li key={hour.fromMinute}>
          <Times span={hour} />
          <ol>
            {hour.pieces.map((piece) => (
              <Piece key={piece.fromMinute} span={piece}>
                <span aria-hidden="true">{piece.emoji} </span>
                {piece.activity}
                {piece.object === null ? null : <span className="day__place"> ({piece.object})</span>}
              </Piece>
            ))}
          </ol>
        </li>
      ))}
    </ol>
  );
}

function Piece({ span, children }: { readonly span: Span; readonly children: React.ReactNode }) {
  const isNow = useIsNow(span);
  return (
    <li className={isNow ? "piece is-now" : "piece"} aria-current={isNow ? "time" : undefined}>
      <time>{formatMinute(span.fromMinute)}</time>
      <span>
        {children}
        {isNow ? <span className="tag tag--now">now</span> : null}
      </span>
    </li>
  );
}

function Times({ span }: { readonly span: Span }) {
  return (
    <time className="times">
      {formatMinute(span.fromMinute)}–{formatMinute(span.toMinute)}
    </time>
  );
}

function Promises({
  promises,
  onPick,
}: {
  readonly promises: readonly Promised[];
  readonly onPick: (id: PlayerId) => void;
}) {
  const placeName = usePlaceName();
  if (promises.length === 0) return null;
  return (
    <div className="facts">
      <h4>Has promised</h4>
      <ul>
        {promises.map(({ partner, partnerName, minute, place, about }) => (
          <li key={`${partner} ${minute}`}>
            Day {Math.floor(minute / MINUTES_PER_DAY) + 1}, {formatMinute(minute)}: meet{" "}
            <button type="button" className="link" onClick={() => onPick(partner)}>
              {partnerName}
            </button>{" "}
            ({placeName(place)}), {about}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Whether the moment shown lies in a span of the calendar. */
function useIsNow({ fromMinute, toMinute }: Span): boolean {
  return usePart(useTown().instant, ({ day, minuteOfDay }) => {
    const minute = (day - 1) * MINUTES_PER_DAY + Math.floor(minuteOfDay);
    return fromMinute <= minute && minute < toMinute;
  });
}
