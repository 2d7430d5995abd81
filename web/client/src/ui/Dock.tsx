import { Suspense, lazy, useRef, useState } from "react";
import { useTexts } from "../texts/useTexts";
import type { Player, PlayerId } from "../wire/types";
import { Pastimes, StopButton } from "./Pastimes";
import { PlacePicker } from "./PlacePicker";
import { Portrait } from "./Portrait";
import { usePart, useSelf, useTown } from "./hooks";
import { useDoing } from "./doing";
import { isByKeyboard } from "./keyboard";

const JoinDialog = lazy(async () => ({ default: (await import("./JoinDialog")).JoinDialog }));

/** The visitor's own corner: come in, and once in, go places. */
export function Dock({ onPick }: { readonly onPick: (id: PlayerId) => void }) {
  const texts = useTexts();
  const self = useSelf();
  const hasKey = usePart(useTown().keys, ({ player }) => player !== null);
  const [isJoining, setJoining] = useState(false);
  if (self !== undefined) return <OwnPlayer self={self} onPick={onPick} />;
  if (hasKey) return <p className="dock hint">{texts.dock.onYourWay}</p>;
  return (
    <div className="dock">
      <button
        type="button"
        className="button button--primary button--large" data-bar
        onClick={() => setJoining(true)}
      >
        {texts.dock.comeIn}
      </button>
      {isJoining ? (
        <Suspense>
          <JoinDialog onClose={() => setJoining(false)} />
        </Suspense>
      ) : null}
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
  const texts = useTexts();
  const doing = useDoing(self);
  const who = useRef<HTMLButtonElement>(null);
  const keepFocus = (): void => {
    if (isByKeyboard()) who.current?.focus();
  };
  return (
    <section className="dock card dock--self" data-bar aria-label={texts.dock.title}>
      <div className="dock__line">
        <button
          ref={who}
          type="button"
          className="dock__who"
          aria-label={texts.dock.you(self.name)}
          onClick={() => onPick(self.id)}
        >
          <Portrait look={self.look} size="small" />
          <span className="people__name">{self.name}</span>
        </button>
        <span className="people__doing dock__doing">{doing.text}</span>
        <StopButton self={self} onStop={keepFocus} />
      </div>
      <Pastimes self={self} />
      <PlacePicker />
      <button type="button" className="button button--quiet" onClick={() => void visitor.leave()}>
        {texts.dock.leave}
      </button>
    </section>
  );
}
