import { useCallback, useEffect, useState } from "react";
import type { WorldSummary } from "../wire/types";
import type { Api } from "../town/http";
import { createTown } from "../town/open";
import { select } from "../town/view";
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
import { TownContext, useConversationOf, usePart, useSelf, useTown } from "./hooks";

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
  const { view } = useTown();
  const selected = usePart(view, (state) => state.selected);
  const [isListOpen, setListOpen] = useState(false);
  const pick = useCallback((id: string | null) => view.set(select(view.get(), id)), [view]);
  return (
    <div className="town">
      <TopBar
        worlds={worlds}
        onPickWorld={onPickWorld}
        onOpenPeople={() => {
          pick(null);
          setListOpen(!isListOpen || selected !== null);
        }}
      />
      <StageHost />
      {selected !== null ? (
        <Sheet
          label="Person"
          onClose={() => pick(null)}
          {...(isListOpen ? { onBack: () => pick(null) } : {})}
          key={selected}
        >
          <PersonPanel id={selected} onPick={pick} />
        </Sheet>
      ) : isListOpen ? (
        <Sheet label="People" onClose={() => setListOpen(false)} key="people">
          <h2 className="sheet__title">People in town</h2>
          <PeopleList onPick={pick} />
        </Sheet>
      ) : null}
      <div className="corner">
        <OwnTalk />
        <Dock onPick={pick} />
      </div>
      <MapControls />
      <Toasts />
    </div>
  );
}

/** An invitation to the visitor, or the talk they are in. */
function OwnTalk() {
  const self = useSelf();
  const conversation = useConversationOf(self);
  if (self === undefined || conversation === undefined) return null;
  const isInvited = conversation.members[self.id]?.status === "invited";
  if (isInvited) return <InviteCard self={self} conversation={conversation} />;
  return <ChatCard key={conversation.id} self={self} conversation={conversation} />;
}
