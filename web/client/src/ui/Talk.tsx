import { useEffect, useRef } from "react";
import { useTexts } from "../texts/useTexts";
import { faceOf } from "../town/faces";
import type { Message } from "../town/model";
import type { LineInWriting } from "../town/writing";
import type { Conversation, Emotion, PlayerId } from "../wire/types";
import { usePart, usePlayer, useTown } from "./hooks";

export interface TalkProps {
  readonly messages: readonly (Pick<Message, "uuid" | "player" | "name" | "text"> &
    Partial<Pick<Message, "emotion">>)[];
  /** Who is writing, if anyone. */
  readonly typist: Typist | null;
  /** Whose lines stand on the right. */
  readonly perspective: PlayerId | null;
  /** Reads new lines out to who cannot see them. */
  readonly live: boolean;
}

export interface Typist {
  readonly player: PlayerId;
  readonly name: string;
  /** What they have written of it, as far as one may see it. */
  readonly line: LineInWriting | null;
}

/** Who is writing in a talk. */
export function useTypist(conversation: Conversation | undefined): Typist | null {
  const typist = usePlayer(conversation?.typing?.player ?? null);
  const id = typist?.id;
  const line = usePart(useTown().writing, (lines) => (id === undefined ? null : (lines.get(id) ?? null)));
  return typist === undefined ? null : { player: typist.id, name: typist.name, line };
}

type Line = TalkProps["messages"][number] & { readonly growing?: boolean };

/** The messages and, in the place where it will stand, the line that is being written. */
function linesOf(messages: TalkProps["messages"], typist: Typist | null): readonly Line[] {
  if (typist === null || typist.line === null) return messages;
  const { player, name, line } = typist;
  if (messages.some(({ uuid }) => uuid === line.uuid)) return messages;
  return [...messages, { ...line, player, name, growing: true }];
}

/** The lines of a talk; it stays at the newest line unless one has scrolled back. */
export function Talk({ messages, typist, perspective, live }: TalkProps) {
  const texts = useTexts();
  const list = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    const element = list.current;
    if (live && element !== null && isAtEnd.current) element.scrollTop = element.scrollHeight;
  });
  return (
    <div
      ref={list}
      className="talk"
      {...(live ? { role: "log", "aria-live": "polite", "aria-label": texts.talk.label } : {})}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < 24;
      }}
    >
      <ol className="talk__lines">
        {linesOf(messages, typist).map((line) => (
          <li
            key={line.uuid}
            className={line.player === perspective ? "line line--own" : "line"}
            aria-busy={line.growing === true}
          >
            <span className="line__name" dir="auto">{line.name}</span>
            {line.text === "" ? (
              <em className="line__text">{texts.talk.removed}</em>
            ) : (
              <span className="line__text" dir="auto">
                {line.text}
                <Face emotion={line.emotion} />
              </span>
            )}
          </li>
        ))}
        {typist === null || typist.line !== null ? null : <TypingLine name={typist.name} />}
      </ol>
    </div>
  );
}

function Face({ emotion = "calm" }: { readonly emotion: Emotion | undefined }) {
  const { talk } = useTexts();
  const face = faceOf(emotion);
  return face === null ? null : (
    <span title={talk.emotions[emotion]}>
      {" "}
      {face}
    </span>
  );
}

function TypingLine({ name }: { readonly name: string }) {
  const { talk } = useTexts();
  return (
    <li className="line line--typing">
      <span className="line__name" dir="auto">{name}</span>
      <span className="line__text">
        <span className="visually-hidden">{talk.isWriting}</span>
        <span className="dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
      </span>
    </li>
  );
}
