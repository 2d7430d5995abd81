import { useTexts } from "../../texts/useTexts";
import type { Agent, Player, PlayerId } from "../../wire/types";
import type { MindPage } from "../../town/view";
import { Tabs } from "../Tabs";
import { useStore, useTown } from "../hooks";
import { Calls } from "./Calls";
import { CurrentThought } from "./CurrentThought";
import { MemoryStream } from "./MemoryStream";
import { OwnerOnly } from "./OwnerOnly";
import { PlanOfDay } from "./PlanOfDay";
import { Reflections } from "./Reflections";
import { Relationships } from "./Relationships";

const PAGES = ["plan", "memories", "reflections", "people", "calls"] as const satisfies readonly MindPage[];

export interface MindViewProps {
  readonly agent: Agent;
  readonly player: Player;
  readonly onPick: (id: PlayerId) => void;
}

/** What goes on in somebody: to be read, not to be changed. */
export function MindView({ agent, player, onPick }: MindViewProps) {
  const { view } = useTown();
  const { mind } = useTexts();
  const { mindPage } = useStore(view);
  return (
    <>
      <CurrentThought agent={agent} player={player} />
      <Tabs
        label={mind.of(player.name)}
        tabs={PAGES.map((page) => [page, mind.pages[page]] as const)}
        chosen={mindPage}
        onChoose={(page) => view.set({ ...view.get(), mindPage: page })}
      >
        <Page page={mindPage} player={player} onPick={onPick} />
      </Tabs>
    </>
  );
}

interface PageProps {
  readonly page: MindPage;
  readonly player: Player;
  readonly onPick: (id: PlayerId) => void;
}

function Page({ page, player, onPick }: PageProps) {
  if (page === "plan") return <PlanOfDay player={player.id} onPick={onPick} />;
  return (
    <OwnerOnly>
      {page === "memories" ? <MemoryStream player={player.id} /> : null}
      {page === "reflections" ? <Reflections player={player.id} /> : null}
      {page === "people" ? <Relationships player={player.id} onPick={onPick} /> : null}
      {page === "calls" ? <Calls player={player.id} /> : null}
    </OwnerOnly>
  );
}
