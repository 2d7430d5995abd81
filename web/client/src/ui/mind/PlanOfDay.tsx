import { useCallback } from "react";
import { Fill, useTexts } from "../../texts/useTexts";
import { MINUTES_PER_DAY, formatMinute } from "../../town/calendar";
import type { Piece as PlannedPiece, PlannedDay, PlannedStroke, PlayerId, Promise as Promised } from "../../wire/types";
import { useFresh } from "../fresh";
import { usePart, usePlayer, useTown, useTownPart } from "../hooks";
import { usePlaceName } from "../places";
import { Unread } from "./Unread";

type Span = Pick<PlannedPiece, "fromMinute" | "toMinute">;

/** A plan that changes comes at once; this is for what a lost answer left out. */
const ASK_EVERY_MS = 30_000;

export interface PlanOfDayProps {
  readonly player: PlayerId;
  readonly onPick: (id: PlayerId) => void;
}

/** The day in strokes; each opens to its hours and pieces. */
export function PlanOfDay({ player, onPick }: PlanOfDayProps) {
  const { minds } = useTown();
  const words = useTexts().mind.plan;
  const watched = useTownPart(({ entities }) => entities.plans.get(player));
  const load = useCallback(
    // A new plan makes a new function, so that its hours are read at once.
    (signal: AbortSignal) => (watched === undefined ? Promise.resolve(null) : minds.plan(player, signal)),
    [minds, player, watched],
  );
  const { value, failure } = useFresh(load, ASK_EVERY_MS);
  if (watched === undefined) return <p className="hint">{words.none}</p>;
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
  const words = useTexts().mind.plan;
  const tell = plan.own ? words.own : words.usual;
  return (
    <>
      <p className="hint">
        {tell(formatMinute(plan.fromMinute), formatMinute(plan.untilMinute))}
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
  const words = useTexts().mind.plan;
  const isNow = useIsNow(stroke);
  const partner = usePlayer(stroke.meets);
  return (
    <details className={isNow ? "stroke is-now" : "stroke"}>
      <summary aria-current={isNow ? "time" : undefined}>
        <Times span={stroke} />
        <span>
          <span aria-hidden="true">{stroke.emoji} </span>
          <bdi>{stroke.activity}</bdi> <span className="day__place">({placeName(stroke.place)})</span>
          {isNow ? <span className="tag tag--now">{words.now}</span> : null}
        </span>
      </summary>
      {partner === undefined ? null : (
        <p className="stroke__meets">
          <Fill
            text={words.meets}
            partner={
              <button type="button" className="link" onClick={() => onPick(partner.id)}>
                <bdi>{partner.name}</bdi>
              </button>
            }
          />
        </p>
      )}
      {isWhole(stroke) ? <p className="hours hint">{words.inOnePiece}</p> : <Pieces stroke={stroke} />}
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
                <bdi>{piece.activity}</bdi>
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
  const words = useTexts().mind.plan;
  const isNow = useIsNow(span);
  return (
    <li className={isNow ? "piece is-now" : "piece"} aria-current={isNow ? "time" : undefined}>
      <time>{formatMinute(span.fromMinute)}</time>
      <span>
        {children}
        {isNow ? <span className="tag tag--now">{words.now}</span> : null}
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
  const texts = useTexts();
  if (promises.length === 0) return null;
  return (
    <div className="facts">
      <h3>{texts.mind.plan.promised}</h3>
      <ul>
        {promises.map(({ partner, partnerName, minute, place, about }) => (
          <li key={`${partner} ${minute}`}>
            <Fill
              text={texts.mind.plan.promise}
              moment={texts.momentOf(Math.floor(minute / MINUTES_PER_DAY) + 1, formatMinute(minute))}
              place={placeName(place)}
              about={about}
              partner={
                <button type="button" className="link" onClick={() => onPick(partner)}>
                  <bdi>{partnerName}</bdi>
                </button>
              }
            />
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
