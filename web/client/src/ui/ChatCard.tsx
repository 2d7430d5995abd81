import { useEffect, useId, useRef, useState } from "react";
import { useTexts } from "../texts/useTexts";
import type { Conversation, ConversationId, Player } from "../wire/types";
import { canBeSeen, characters, wellFormed } from "../town/typed";
import { randomUuid } from "../town/identifiers";
import { type Message, partnerIn } from "../town/model";
import { Portrait } from "./Portrait";
import { Talk, useTypist } from "./Talk";
import { isSendKey } from "./composing";
import { usePlayer, useTown, useTownPart } from "./hooks";

/** The longest message that the rules take. */
const LONGEST_MESSAGE = 500;
const TELL_CHARACTERS_LEFT = 100;
const NO_MESSAGES: readonly Message[] = [];

interface TalkProps {
  readonly self: Player;
  readonly conversation: Conversation;
}

export interface ChatCardProps extends TalkProps {
  /** The visitor ends it themselves. */
  readonly onLeave: () => void;
}

/** The visitor's own talk. */
export function ChatCard({ self, conversation, onLeave }: ChatCardProps) {
  const { visitor } = useTown();
  const texts = useTexts();
  const partner = usePlayer(partnerIn(conversation, self.id));
  const status = conversation.members[self.id]?.status;
  const partnerStatus =
    partner === undefined ? undefined : conversation.members[partner.id]?.status;
  const name = partner?.name ?? texts.unknownPerson;
  return (
    <section className="card chat" data-bar aria-label={texts.chat.with(name)}>
      <header className="chat__head">
        {partner === undefined ? null : <Portrait look={partner.look} size="small" />}
        <h2 className="chat__name" dir="auto">{name}</h2>
        <button
          type="button"
          className="button button--quiet"
          onClick={() => {
            onLeave();
            void visitor.leaveTalk(conversation.id);
          }}
        >
          {status === "participating" ? texts.chat.leave : texts.chat.neverMind}
        </button>
      </header>
      {status === "participating" ? (
        <ChatBody self={self} conversation={conversation} partnerName={name} />
      ) : (
        <p className="hint">{partnerStatus === "invited" ? texts.chat.waitingFor(name) : texts.chat.walkingUp(name)}</p>
      )}
    </section>
  );
}

export interface EndedTalkCardProps {
  readonly self: Player;
  readonly talk: ConversationId;
  readonly onClose: () => void;
}

/** The other has gone: what was said stays to be read. */
export function EndedTalkCard({ self, talk, onClose }: EndedTalkCardProps) {
  const texts = useTexts();
  const ended = useTownPart((state) => state.ended.find(({ conversation }) => conversation === talk));
  if (ended === undefined) return null;
  const other = ended.members.find(({ player }) => player !== self.id)?.name ?? texts.unknownPerson;
  return (
    <section className="card chat" data-bar aria-label={texts.chat.hasGone(other)}>
      <header className="chat__head">
        <h2 className="chat__name">{texts.chat.hasGone(other)}</h2>
        <button type="button" className="button" onClick={onClose}>
          {texts.close}
        </button>
      </header>
      <Talk messages={ended.messages} typist={null} perspective={self.id} live />
    </section>
  );
}

function ChatBody({
  self,
  conversation,
  partnerName,
}: TalkProps & { readonly partnerName: string }) {
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

interface ComposerProps extends TalkProps {
  readonly partnerName: string;
  readonly onSending: (message: Message) => void;
  readonly onFailed: (uuid: string) => void;
}

function Composer({ self, conversation, partnerName, onSending, onFailed }: ComposerProps) {
  const { visitor } = useTown();
  const texts = useTexts();
  const [draft, setDraft] = useState(NO_DRAFT);
  const { text, uuid } = draft;
  const left = LONGEST_MESSAGE - characters(text);
  const field = useRef<HTMLTextAreaElement>(null);
  useTypingNotice(conversation.id, text === "" ? null : uuid);
  const fieldId = useId();
  useEffect(() => field.current?.focus(), []);

  async function send(): Promise<void> {
    const trimmed = wellFormed(text).trim();
    if (!canBeSeen(trimmed) || left < 0) return;
    const message = {
      conversation: conversation.id,
      player: self.id,
      name: self.name,
      text: trimmed,
      uuid,
      emotion: "calm" as const,
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
        {texts.chat.sayTo(partnerName)}
      </label>
      <textarea
        ref={field}
        id={fieldId}
        className="input composer__text"
        rows={2}
        dir="auto"
        placeholder={texts.chat.sayTo(partnerName)}
        value={text}
        onChange={(event) => setDraft(rewrite(draft, event.target.value))}
        onKeyDown={(event) => {
          if (!isSendKey(event.nativeEvent)) return;
          event.preventDefault();
          void send();
        }}
      />
      <button type="submit" className="button button--primary" disabled={!canBeSeen(text) || left < 0}>
        {texts.chat.say}
      </button>
      <CharactersLeft count={left} />
    </form>
  );
}

function CharactersLeft({ count }: { readonly count: number }) {
  const texts = useTexts();
  if (count > TELL_CHARACTERS_LEFT) return null;
  const told = count < 0 ? texts.chat.charactersTooMany(-count) : texts.chat.charactersLeft(count);
  return <span className="composer__count">{told}</span>;
}

/** A typist is forgotten after 15 s, so who goes on writing says so again. */
const TYPING_NOTICE_EVERY_MS = 10_000;

/** Tells the town that one is writing the message of this id, for as long as one is. */
function useTypingNotice(conversation: ConversationId, messageUuid: string | null): void {
  const { visitor } = useTown();
  useEffect(() => {
    if (messageUuid === null) return undefined;
    const notify = (): void => void visitor.startTyping(conversation, messageUuid);
    notify();
    const timer = setInterval(notify, TYPING_NOTICE_EVERY_MS);
    return () => clearInterval(timer);
  }, [visitor, conversation, messageUuid]);
}
