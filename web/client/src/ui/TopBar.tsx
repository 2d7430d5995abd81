import { useTexts } from "../texts/useTexts";
import type { WorldSummary } from "../wire/types";
import { formatMinute } from "../town/calendar";
import { ClockControls } from "./ClockControls";
import { DayDial } from "./DayDial";
import { StatusBadge } from "./StatusBadge";
import { VoiceBadge } from "./Voice";
import { TownKeyringButton } from "./keyring/KeyringButton";
import { usePart, useTown, useTownPart } from "./hooks";

export interface TopBarProps {
  readonly worlds: readonly WorldSummary[];
  readonly onPickWorld: (id: string) => void;
  readonly onOpenPeople: () => void;
}

export function TopBar({ worlds, onPickWorld, onOpenPeople }: TopBarProps) {
  const texts = useTexts();
  const people = useTownPart(({ entities }) => entities.players.size);
  return (
    <header className="topbar" data-bar>
      <TownName worlds={worlds} onPickWorld={onPickWorld} />
      <TownClock />
      <ClockControls />
      <StatusBadge />
      <VoiceBadge />
      <button type="button" className="button button--quiet topbar__people" onClick={onOpenPeople}>
        <strong>{people}</strong> {texts.bar.people(people)}
      </button>
      <TownKeyringButton />
    </header>
  );
}

function TownName({ worlds, onPickWorld }: Omit<TopBarProps, "onOpenPeople">) {
  const texts = useTexts();
  const { worldId } = useTown();
  const name = worlds.find((world) => world.id === worldId)?.name ?? "";
  if (worlds.length < 2) return <h1 className="topbar__name" dir="auto">{name}</h1>;
  return (
    <h1 className="topbar__name" dir="auto">
      <select
        className="topbar__picker"
        aria-label={texts.bar.town}
        value={worldId}
        onChange={(event) => onPickWorld(event.target.value)}
      >
        {worlds.map((world) => (
          <option key={world.id} value={world.id}>
            {world.name}
          </option>
        ))}
      </select>
    </h1>
  );
}

function TownClock() {
  const texts = useTexts();
  const { instant } = useTown();
  const minute = usePart(instant, ({ minuteOfDay }) => Math.floor(minuteOfDay));
  const day = usePart(instant, (now) => now.day);
  return (
    <div className="clock">
      <DayDial minute={minute} />
      <span className="clock__text">
        <span className="clock__day">{texts.dayOf(day)}</span>
        <span className="clock__hour">{formatMinute(minute)}</span>
      </span>
    </div>
  );
}
