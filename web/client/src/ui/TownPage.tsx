import { useEffect, useState } from "react";
import type { WorldSummary } from "../wire/types";
import type { Api } from "../town/http";
import { createTown } from "../town/open";
import { select, toggleList } from "../town/view";
import { ChatCard } from "./ChatCard";
import { Dock } from "./Dock";
import { InviteCard } from "./InviteCard";
import { MapControls } from "./MapControls";
import { PeopleList } from "./PeopleList";
import { PersonPanel } from "./PersonPanel";
import { Sheet } from "./Sheet";
import { StageHost } from "./StageHost";
import { Toasts } from "./Toasts";
import { TopBar } from "./TopBar";
import { VoicePanel } from "./Voice";
import { TownContext, useConversationOf, useSelf, useStore, useTown, useTownPart } from "./hooks";

export interface TownPageProps {
  readonly api: Api;
  readonly world: WorldSummary;
  readonly worlds: readonly WorldSummary[];
  readonly onPickWorld: (id: string) => void;
}

export function TownPage({ api, world, worlds, onPickWorld }: TownPageProps) {
  const [town] = useState(() => createTown(api, world.id));
  useEffect(() => town.open(), [town]);
  useEffect(() => {
    document.title = `${world.name} · Everbrook`;
  }, [world.name]);
  return (
    <TownContext value={town}>
      <TownLayout worlds={worlds} onPickWorld={onPickWorld} />
    </TownContext>
  );
}

function TownLayout({ worlds, onPickWorld }: Omit<TownPageProps, "api" | "world">) {
  const { view, lookAt } = useTown();
  const isKnown = useTownPart(({ entities }) => entities.settings.size > 0);
  const pick = (id: string): void => {
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
            <OwnTalk />
            <Dock onPick={pick} />
          </div>
          <MapControls />
        </>
      ) : null}
      <Toasts />
    </div>
  );
}

/** Who is selected, or else the list of people where it is open. */
function TopSheet({ onPick }: { readonly onPick: (id: string) => void }) {
  const { view } = useTown();
  const { selected, isListOpen, isVoiceOpen } = useStore(view);
  const closeAll = (): void => view.set({ ...select(view.get(), null), isListOpen: false, isVoiceOpen: false });
  const back = (): void => view.set(select(view.get(), null));
  if (selected !== null) {
    return (
      <Sheet
        key={selected}
        label="Person"
        onClose={closeAll}
        {...(isListOpen ? { onBack: back } : {})}
      >
        <PersonPanel id={selected} onPick={onPick} />
      </Sheet>
    );
  }
  if (!isListOpen) return isVoiceOpen ? <VoiceSheet onClose={closeAll} /> : null;
  return (
    <Sheet key="people" label="People" onClose={closeAll}>
      <h2 className="sheet__title">People in town</h2>
      <PeopleList onPick={onPick} />
    </Sheet>
  );
}

function VoiceSheet({ onClose }: { readonly onClose: () => void }) {
  return (
    <Sheet key="voice" label="Voice" onClose={onClose}>
      <h2 className="sheet__title">Who speaks for the people</h2>
      <VoicePanel />
    </Sheet>
  );
}

/** An invitation to the visitor, or the talk they are in; either brings the camera back to them. */
function OwnTalk() {
  const self = useSelf();
  const conversation = useConversationOf(self);
  const { view } = useTown();
  const selfId = self?.id ?? null;
  const talkId = conversation?.id ?? null;
  useEffect(() => {
    if (selfId !== null && talkId !== null) view.set({ ...view.get(), following: selfId });
  }, [view, selfId, talkId]);
  if (self === undefined || conversation === undefined) return null;
  const isInvited = conversation.members[self.id]?.status === "invited";
  if (isInvited) return <InviteCard self={self} conversation={conversation} />;
  return <ChatCard key={conversation.id} self={self} conversation={conversation} />;
}
