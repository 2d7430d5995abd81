import { useMemo, useState } from "react";
import type { Texts } from "../texts/english";
import { useTexts } from "../texts/useTexts";
import { type Happening, feedOf } from "../town/feed";
import type { PlayerId } from "../wire/types";
import { useTown, useTownPart } from "./hooks";
import { usePlaceOf } from "./places";

/** What goes on in town; each takes one there. Folded it shows the newest alone. */
export function Feed() {
  const { feed } = useTexts();
  const happenings = useHappenings();
  const [isOpen, setOpen] = useState(() => matchMedia("(width > 45rem)").matches);
  if (happenings.length === 0) return null;
  return (
    <section className="card feed" data-bar aria-label={feed.title}>
      <button
        type="button"
        className="feed__head"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <h2 className="feed__title">{feed.title}</h2>
        <span className="feed__fold" aria-hidden="true">
          {isOpen ? "▾" : "▴"}
        </span>
      </button>
      <ol className="feed__list">
        {happenings.slice(0, isOpen ? undefined : 1).map((happening) => (
          <li key={`${happening.kind} ${happening.id}`}>
            <Row happening={happening} />
          </li>
        ))}
      </ol>
    </section>
  );
}

export function useHappenings(): readonly Happening[] {
  const conversations = useTownPart(({ entities }) => entities.conversations);
  const players = useTownPart(({ entities }) => entities.players);
  const messages = useTownPart((state) => state.messages);
  const ended = useTownPart((state) => state.ended);
  const comings = useTownPart((state) => state.comings);
  return useMemo(
    () => feedOf({ entities: { conversations, players }, messages, ended, comings }),
    [conversations, players, messages, ended, comings],
  );
}

const EMOJI = { talk: "💬", came: "👋", went: "🚪" } as const;

function Row({ happening }: { readonly happening: Happening }) {
  const texts = useTexts();
  const { feed } = texts;
  const title = titleOf(happening, texts);
  const there = useSomebodyThere(happening);
  const line = happening.kind === "talk" ? happening.line : null;
  return (
    <div className={happening.kind === "talk" && !happening.isOver ? "happening is-now" : "happening"}>
      <span aria-hidden="true">{EMOJI[happening.kind]}</span>
      <div className="happening__text">
        <p className="happening__who">
          {title}
          {there === null ? null : <Where player={there} />}
        </p>
        {line === null || line.text === "" ? null : (
          <p className="happening__line" dir="auto">
            {feed.quote(line.text)}
          </p>
        )}
      </div>
      {there === null ? null : <GoThere player={there} title={title} />}
    </div>
  );
}

/** What a happening is called, in a sentence without its end. */
export function titleOf(happening: Happening, texts: Texts): string {
  const [first, second] = happening.who.map(({ name }) => name ?? texts.unknownPerson);
  if (happening.kind !== "talk") return texts.feed[happening.kind](first ?? texts.unknownPerson);
  const tell = happening.isOver ? texts.feed.talked : texts.feed.talking;
  return tell(first ?? texts.unknownPerson, second ?? texts.someone);
}

/** One of those whom it is about who is in town. */
function useSomebodyThere({ who }: Happening): PlayerId | null {
  return useTownPart(({ entities }) => who.find(({ player }) => entities.players.has(player))?.player ?? null);
}

function Where({ player }: { readonly player: PlayerId }) {
  const place = usePlaceOf(player);
  return place === null ? null : <span className="happening__where"> · {place.name}</span>;
}

function GoThere({ player, title }: { readonly player: PlayerId; readonly title: string }) {
  const { feed } = useTexts();
  const { view, lookAt } = useTown();
  return (
    <button
      type="button"
      className="button happening__go"
      aria-label={feed.goThereTo(title)}
      onClick={() => {
        view.set({ ...view.get(), following: player });
        lookAt(player);
      }}
    >
      {feed.goThere}
    </button>
  );
}
