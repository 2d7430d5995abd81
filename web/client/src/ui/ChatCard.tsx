import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { Conversation, Player } from "../wire/types";
import { randomUuid } from "../town/identifiers";
import { type Message, partnerIn } from "../town/model";
import { Portrait } from "./Portrait";
import { Talk, useTypist } from "./Talk";
import { usePlayer, useTown, useTownPart } from "./hooks";

/** The longest message that the rules take. */
const LONGEST_MESSAGE = 500;
const TELL_CHARACTERS_LEFT = 100;
const NO_MESSAGES: readonly Message[] = [];

export interface ChatCardProps {
  readonly self: Player;
  readonly conversation: Conversation;
}

/** The visitor's own talk. */
export function ChatCard({ self, conversation }: ChatCardProps) {
  const { visitor } = useTown();
  const partner = usePlayer(partnerIn(conversation, self.id));
  const status = conversation.members[self.id]?.status;
  const partnerStatus =
    partner === undefined ? undefined : conversation.members[partner.id]?.status;
  const name = partner?.name ?? "Someone";
  return (
    <section className="card chat" aria-label={`Talk with ${name}`}>
      <header className="chat__head">
        {partner === undefined ? null : <Portrait look={partner.look} size="small" />}
        <h2 className="chat__name">{name}</h2>
        <button
          type="button"
          className="button button--quiet"
          onClick={() => void visitor.leaveTalk(conversation.id)}
        >
          {status === "participating" ? "Leave talk" : "Never mind"}
        </button>
      </header>
      {status === "participating" ? (
        <ChatBody self={self} conversation={conversation} partnerName={name} />
      ) : (
        <p className="hint">{waitingHint(partnerStatus, name)}</p>
      )}
    </section>
  );
}

function waitingHint(partnerStatus: string | undefined, name: string): string {
  if (partnerStatus === "invited") return `Waiting for ${name} to answer…`;
  return `You and ${name} are walking up to each other…`;
}

function ChatBody({
  self,
  conversation,
  partnerName,
}: ChatCardProps & { readonly partnerName: string }) {
  const said = useTownPart(({ messages }) => messages.get(conversation.id) ?? NO_MESSAGES);
  const typist = useTypist(conversation);
  useWatchingOneself(self);
  const [sending, setSending] = useState<readonly Message[]>([]);
  const unheard = sending.filter(({ uuid }) => !said.some((message) => message.uuid === uuid));
  return (
    <>
      <Talk
        messages={unheard.length === 0 ? said : [...said, ...unheard]}
        typist={typist?.player === self.id ? null : typist}
        perspective={self.id}
        live
      />
      <Composer
        self={self}
        conversation={conversation}
        partnerName={partnerName}
        onSending={(message) => setSending([...unheard, message])}
        onFailed={(uuid) => setSending((all) => all.filter((message) => message.uuid !== uuid))}
      />
    </>
  );
}

/** However far one has looked away meanwhile: who begins to talk sees both. */
function useWatchingOneself({ id }: Player): void {
  const { view } = useTown();
  useEffect(() => view.set({ ...view.get(), following: id }), [view, id]);
}

/** A message being written; it has its id from the first letter on. */
interface Draft {
  readonly text: string;
  readonly uuid: string;
}

const NO_DRAFT: Draft = { text: "", uuid: "" };

function rewrite(draft: Draft, text: string): Draft {
  return { text, uuid: draft.text === "" ? randomUuid() : draft.uuid };
}

interface ComposerProps extends ChatCardProps {
  readonly partnerName: string;
  readonly onSending: (message: Message) => void;
  readonly onFailed: (uuid: string) => void;
}

function Composer({ self, conversation, partnerName, onSending, onFailed }: ComposerProps) {
  const { visitor } = useTown();
  const [draft, setDraft] = useState(NO_DRAFT);
  const { text, uuid } = draft;
  const field = useRef<HTMLTextAreaElement>(null);
  useTypingNotice(conversation.id, text === "" ? null : uuid);
  const fieldId = useId();
  useEffect(() => field.current?.focus(), []);

  async function send(): Promise<void> {
    const trimmed = text.trim();
    if (trimmed === "") return;
    const message = {
      conversation: conversation.id,
      player: self.id,
      name: self.name,
      text: trimmed,
      uuid,
      atMs: 0,
    };
    setDraft(NO_DRAFT);
    onSending(message);
    if (await visitor.say(conversation.id, uuid, trimmed)) return;
    onFailed(uuid);
    setDraft((newer) => (newer.text === "" ? draft : newer));
  }

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label className="visually-hidden" htmlFor={fieldId}>
        Say something to {partnerName}
      </label>
      <textarea
        ref={field}
        id={fieldId}
        className="input composer__text"
        rows={2}
        maxLength={LONGEST_MESSAGE}
        placeholder={`Say something to ${partnerName}`}
        value={text}
        onChange={(event) => setDraft(rewrite(draft, event.target.value))}
        onKeyDown={(event) => {
          if (!isSendKey(event)) return;
          event.preventDefault();
          void send();
        }}
      />
      <button type="submit" className="button button--primary" disabled={text.trim() === ""}>
        Say
      </button>
      <CharactersLeft count={LONGEST_MESSAGE - text.length} />
    </form>
  );
}

function CharactersLeft({ count }: { readonly count: number }) {
  if (count > TELL_CHARACTERS_LEFT) return null;
  return <span className="composer__count">{count} characters left</span>;
}

/** Enter sends, Shift with Enter begins a line, and Enter in an input method only picks a word. */
function isSendKey({ key, shiftKey, nativeEvent }: KeyboardEvent): boolean {
  return key === "Enter" && !shiftKey && !nativeEvent.isComposing;
}

/** A typist is forgotten after 15 s, so who goes on writing says so again. */
const TYPING_NOTICE_EVERY_MS = 10_000;

/** Tells the town that one is writing the message of this id, for as long as one is. */
function useTypingNotice(conversation: string, messageUuid: string | null): void {
  const { visitor } = useTown();
  useEffect(() => {
    if (messageUuid === null) return undefined;
    const notify = (): void => void visitor.startTyping(conversation, messageUuid);
    notify();
    const timer = setInterval(notify, TYPING_NOTICE_EVERY_MS);
    return () => clearInterval(timer);
  }, [visitor, conversation, messageUuid]);
}
