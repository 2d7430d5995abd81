import { useEffect, useRef } from "react";
import type { Message } from "../town/model";
import type { PlayerId } from "../wire/types";

export interface TalkProps {
  readonly messages: readonly Pick<Message, "uuid" | "player" | "name" | "text">[];
  /** Who is writing, if anyone. */
  readonly typist: string | null;
  /** Whose lines stand on the right. */
  readonly perspective: PlayerId | null;
  /** Reads new lines out to who cannot see them. */
  readonly live: boolean;
}

/** The lines of a talk; it stays at the newest line unless one has scrolled back. */
export function Talk({ messages, typist, perspective, live }: TalkProps) {
  const list = useRef<HTMLOListElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    const element = list.current;
    if (live && element !== null && isAtEnd.current) element.scrollTop = element.scrollHeight;
  });
  return (
    <ol
      ref={list}
      className="talk"
      {...(live ? { role: "log", "aria-live": "polite", "aria-label": "Talk" } : {})}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        isAtEnd.current = scrollHeight - scrollTop - clientHeight < 24;
      }}
    >
      {messages.map((message) => (
        <li
          key={message.uuid}
          className={message.player === perspective ? "line line--own" : "line"}
        >
          <span className="line__name">{message.name}</span>
          <span className="line__text">{message.text}</span>
        </li>
      ))}
      {typist === null ? null : <TypingLine name={typist} />}
    </ol>
  );
}

function TypingLine({ name }: { readonly name: string }) {
  return (
    <li className="line line--typing">
      <span className="line__name">{name}</span>
      <span className="line__text">
        <span className="visually-hidden">is writing</span>
        <span className="dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
      </span>
    </li>
  );
}
