import { useRef, useState } from "react";
import type { Player, PlayerId } from "../wire/types";
import { JoinDialog } from "./JoinDialog";
import { Pastimes, StopButton } from "./Pastimes";
import { PlacePicker } from "./PlacePicker";
import { Portrait } from "./Portrait";
import { usePart, useSelf, useTown } from "./hooks";
import { useDoing } from "./doing";
import { isByKeyboard } from "./keyboard";

/** The visitor's own corner: come in, and once in, go places. */
export function Dock({ onPick }: { readonly onPick: (id: PlayerId) => void }) {
  const self = useSelf();
  const hasKey = usePart(useTown().keys, ({ player }) => player !== null);
  const [isJoining, setJoining] = useState(false);
  if (self !== undefined) return <OwnPlayer self={self} onPick={onPick} />;
  if (hasKey) return <p className="dock hint">On your way into town…</p>;
  return (
    <div className="dock">
      <button
        type="button"
        className="button button--primary button--large"
        onClick={() => setJoining(true)}
      >
        Come into town
      </button>
      {isJoining ? <JoinDialog onClose={() => setJoining(false)} /> : null}
    </div>
  );
}

function OwnPlayer({
  self,
  onPick,
}: {
  readonly self: Player;
  readonly onPick: (id: PlayerId) => void;
}) {
  const { visitor } = useTown();
  const doing = useDoing(self);
  const who = useRef<HTMLButtonElement>(null);
  const keepFocus = (): void => {
    if (isByKeyboard()) who.current?.focus();
  };
  return (
    <div className="dock card dock--self">
      <div className="dock__line">
        <button
          ref={who}
          type="button"
          className="dock__who"
          aria-label={`You, ${self.name}`}
          onClick={() => onPick(self.id)}
        >
          <Portrait look={self.look} size="small" />
          <span className="people__text">
            <span className="people__name">{self.name}</span>
            <span className="people__doing">{doing.text}</span>
          </span>
        </button>
        <StopButton self={self} onStop={keepFocus} />
      </div>
      <Pastimes self={self} />
      <PlacePicker />
      <button type="button" className="button button--quiet" onClick={() => void visitor.leave()}>
        Leave town
      </button>
    </div>
  );
}
