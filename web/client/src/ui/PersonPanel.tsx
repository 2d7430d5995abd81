import { Fill, useTexts } from "../texts/useTexts";
import type { Player, PlayerId } from "../wire/types";
import { partnerIn } from "../town/model";
import { toggleFollow } from "../town/view";
import { MindView } from "./mind/MindView";
import { PersonStory } from "./PersonStory";
import { Portrait } from "./Portrait";
import { Tabs } from "./Tabs";
import { Talk, useTypist } from "./Talk";
import { TalksBefore } from "./TalksBefore";
import { Thinking } from "./Thinking";
import { Whereabouts } from "./Whereabouts";
import {
  useAgentOf,
  useConversationOf,
  usePart,
  usePlayer,
  useSelf,
  useStore,
  useTown,
  useTownPart,
} from "./hooks";
import { useDoing } from "./doing";

const NO_MESSAGES = [] as const;

export interface PersonPanelProps {
  readonly id: PlayerId;
  readonly onPick: (id: PlayerId) => void;
}

export function PersonPanel({ id, onPick }: PersonPanelProps) {
  const texts = useTexts();
  const player = usePlayer(id);
  if (player === undefined) return <p className="hint">{texts.person.gone}</p>;
  return (
    <>
      <PersonHead player={player} />
      <PersonActions player={player} />
      <Pages player={player} onPick={onPick} />
    </>
  );
}

interface PagesProps {
  readonly player: Player;
  readonly onPick: (id: PlayerId) => void;
}

/** A life that all may see; a villager's mind too. */
function Pages({ player, onPick }: PagesProps) {
  const texts = useTexts();
  const { view } = useTown();
  const { page } = useStore(view);
  const agent = useAgentOf(player.id);
  if (agent === undefined) return <Life player={player} onPick={onPick} />;
  return (
    <Tabs
      label={player.name}
      tabs={[["life", texts.person.life], ["mind", texts.person.mind]]}
      chosen={page}
      onChoose={(next) => view.set({ ...view.get(), page: next })}
    >
      {page === "life" ? (
        <Life player={player} onPick={onPick} />
      ) : (
        <MindView key={player.id} agent={agent} player={player} onPick={onPick} />
      )}
    </Tabs>
  );
}

function Life({ player, onPick }: PagesProps) {
  return (
    <>
      <TalkNow player={player} onPick={onPick} />
      <PersonStory player={player} onPick={onPick} />
      <TalksBefore key={player.id} player={player.id} />
    </>
  );
}

function PersonHead({ player }: { readonly player: Player }) {
  const doing = useDoing(player);
  return (
    <div className="person">
      <Portrait look={player.look} size="large" />
      <div>
        <h2 className="person__name" dir="auto">{player.name}</h2>
        <p className="person__doing">
          {doing.emoji === null ? null : <span aria-hidden="true">{doing.emoji} </span>}
          <bdi>{doing.text}</bdi>
        </p>
        <Whereabouts player={player.id} />
        <Thinking player={player.id} />
      </div>
    </div>
  );
}

function PersonActions({ player }: { readonly player: Player }) {
  const texts = useTexts();
  const { view, visitor } = useTown();
  const self = useSelf();
  const isFollowed = usePart(view, ({ following }) => following === player.id);
  const canInvite = self !== undefined && self.id !== player.id && self.conversation === null;
  return (
    <div className="actions">
      {canInvite ? (
        <button
          type="button"
          className="button button--primary"
          disabled={player.conversation !== null}
          onClick={() => void visitor.invite(player.id)}
        >
          {texts.person.talkTo(player.name)}
        </button>
      ) : null}
      <button
        type="button"
        className="button"
        aria-pressed={isFollowed}
        onClick={() => view.set(toggleFollow({ ...view.get(), selected: player.id }, null))}
      >
        {isFollowed ? texts.person.following : texts.person.follow}
      </button>
    </div>
  );
}

function TalkNow({
  player,
  onPick,
}: {
  readonly player: Player;
  readonly onPick: (id: PlayerId) => void;
}) {
  const texts = useTexts();
  const conversation = useConversationOf(player);
  const partnerId = conversation === undefined ? null : partnerIn(conversation, player.id);
  const partner = usePlayer(partnerId);
  const self = useSelf();
  const typist = useTypist(conversation);
  const messages = useTownPart((state) =>
    conversation === undefined
      ? NO_MESSAGES
      : (state.messages.get(conversation.id) ?? NO_MESSAGES),
  );
  if (conversation?.members[player.id]?.status !== "participating" || partner === undefined) {
    return null;
  }
  // The visitor's own talk has a card of its own.
  if (self !== undefined && self.id in conversation.members) return null;
  return (
    <section className="section">
      <h3 className="section__title">
        <Fill
          text={texts.person.talkingWith}
          partner={
            <button type="button" className="link" onClick={() => onPick(partner.id)}>
              <bdi>{partner.name}</bdi>
            </button>
          }
        />
      </h3>
      <Talk messages={messages} typist={typist} perspective={player.id} live />
    </section>
  );
}
