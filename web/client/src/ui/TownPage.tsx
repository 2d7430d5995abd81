import { Suspense, lazy, useEffect, useState } from "react";
import { useTexts } from "../texts/useTexts";
import type { ConversationId, PlayerId, WorldSummary } from "../wire/types";
import type { Api } from "../town/http";
import { createTown } from "../town/open";
import { select, toggleList } from "../town/view";
import { Announcements } from "./Announcements";
import { ChatCard, EndedTalkCard } from "./ChatCard";
import { Detour } from "./Detour";
import { Dock } from "./Dock";
import { Feed } from "./Feed";
import { ForkCorner } from "./ForkCorner";
import { InviteCard } from "./InviteCard";
import { useKeyboardRoom } from "./keyboardRoom";
import { MapControls } from "./MapControls";
import { Missed } from "./Missed";
import { Outdated } from "./Outdated";
import { PeopleList } from "./PeopleList";
import { Sheet } from "./Sheet";
import { StageHost } from "./StageHost";
import { StateNote } from "./StateNote";
import { Toasts } from "./Toasts";
import { TopBar } from "./TopBar";
import { VoicePanel } from "./Voice";
import { Welcome } from "./Welcome";
import { TownContext, useConversationOf, usePart, useSelf, useStore, useTown, useTownPart } from "./hooks";

const PersonPanel = lazy(async () => ({ default: (await import("./PersonPanel")).PersonPanel }));
const HelpDialog = lazy(async () => ({ default: (await import("./HelpDialog")).HelpDialog }));

export interface TownPageProps {
  readonly api: Api;
  readonly world: WorldSummary;
  readonly worlds: readonly WorldSummary[];
  readonly onPickWorld: (id: string) => void;
}

export function TownPage({ api, world, worlds, onPickWorld }: TownPageProps) {
  const texts = useTexts();
  const [town] = useState(() => createTown(api, world.id, texts));
  useEffect(() => town.open(), [town]);
  useEffect(() => town.texts.set(texts), [town, texts]);
  useEffect(() => {
    document.title = texts.titleOf(world.name);
  }, [world.name, texts]);
  return (
    <TownContext value={town}>
      <TownLayout worlds={worlds} onPickWorld={onPickWorld} />
    </TownContext>
  );
}

function TownLayout({ worlds, onPickWorld }: Omit<TownPageProps, "api" | "world">) {
  const { view, lookAt } = useTown();
  useKeyboardRoom();
  const isKnown = useTownPart(({ entities }) => entities.settings.size > 0);
  const pick = (id: PlayerId): void => {
    const { following } = view.get();
    view.set({ ...select(view.get(), id), following: following === id ? id : null });
    lookAt(id);
  };
  return (
    <div className="town">
      {isKnown ? (
        <TopBar
          worlds={worlds}
          onPickWorld={onPickWorld}
          onOpenPeople={() => view.set(toggleList(view.get()))}
        />
      ) : null}
      <StageHost />
      {isKnown ? (
        <>
          <TopSheet onPick={pick} />
          <div className="corner">
            <Missed />
            <Welcome />
            <Feed />
            <OwnTalk />
            <Dock onPick={pick} />
          </div>
          <MapControls />
          <StateNote />
          <Announcements />
          <Help />
        </>
      ) : null}
      <ForkCorner />
      <Outdated />
      <Detour />
      <Toasts />
    </div>
  );
}

function Help() {
  const { view } = useTown();
  const isOpen = usePart(view, ({ isHelpOpen }) => isHelpOpen);
  if (!isOpen) return null;
  return (
    <Suspense>
      <HelpDialog onClose={() => view.set({ ...view.get(), isHelpOpen: false })} />
    </Suspense>
  );
}

/** Who is selected, or else the list of people where it is open. */
function TopSheet({ onPick }: { readonly onPick: (id: PlayerId) => void }) {
  const { view } = useTown();
  const { sheets } = useTexts();
  const { selected, isListOpen, isVoiceOpen } = useStore(view);
  const closeAll = (): void => view.set({ ...select(view.get(), null), isListOpen: false, isVoiceOpen: false });
  const back = (): void => view.set(select(view.get(), null));
  if (selected !== null) {
    return (
      <Sheet
        key={selected}
        label={sheets.person}
        onClose={closeAll}
        {...(isListOpen ? { onBack: back } : {})}
      >
        <Suspense>
          <PersonPanel id={selected} onPick={onPick} />
        </Suspense>
      </Sheet>
    );
  }
  if (!isListOpen) return isVoiceOpen ? <VoiceSheet onClose={closeAll} /> : null;
  return (
    <Sheet key="people" label={sheets.people} onClose={closeAll}>
      <h2 className="sheet__title">{sheets.peopleTitle}</h2>
      <PeopleList onPick={onPick} />
    </Sheet>
  );
}

function VoiceSheet({ onClose }: { readonly onClose: () => void }) {
  const { sheets } = useTexts();
  return (
    <Sheet key="voice" label={sheets.voice} onClose={onClose}>
      <h2 className="sheet__title">{sheets.voiceTitle}</h2>
      <VoicePanel />
    </Sheet>
  );
}

/** An invitation to the visitor, the talk they are in, or the one they were in when the other went. */
function OwnTalk() {
  const [held, setHeld] = useState<ConversationId | null>(null);
  const self = useSelf();
  const conversation = useConversationOf(self);
  const { view } = useTown();
  const selfId = self?.id ?? null;
  const talkId = conversation?.id ?? null;
  useEffect(() => {
    if (selfId !== null && talkId !== null) view.set({ ...view.get(), following: selfId });
  }, [view, selfId, talkId]);
  const status = selfId === null ? undefined : conversation?.members[selfId]?.status;
  if (status === "participating" && held !== talkId) setHeld(talkId);
  if (self === undefined) return null;
  if (conversation === undefined) {
    return held === null ? null : <EndedTalkCard self={self} talk={held} onClose={() => setHeld(null)} />;
  }
  if (status === "invited") return <InviteCard self={self} conversation={conversation} />;
  return (
    <ChatCard
      key={conversation.id}
      self={self}
      conversation={conversation}
      onLeave={() => setHeld(null)}
    />
  );
}
