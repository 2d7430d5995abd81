import { type ReactNode, useMemo } from "react";
import type { MemoryFilter } from "../../town/minds";
import { MEMORY_KINDS, type MemoryKind } from "../../wire/minds";
import type { PlayerId } from "../../wire/types";
import { usePart, useTown, useTownPart } from "../hooks";
import { daysUntil, spanOfDay } from "./filters";
import { KIND_EMOJI, KIND_NAMES } from "./kinds";

const IMPORTANCES = [1, 3, 5, 7, 9] as const;

export interface MemoryFiltersProps {
  readonly player: PlayerId;
  readonly filter: MemoryFilter;
  readonly onFilter: (filter: MemoryFilter) => void;
  /** Search by meaning looks at kinds alone. */
  readonly byMeaning: boolean;
}

export function MemoryFilters({ player, filter, onFilter, byMeaning }: MemoryFiltersProps) {
  return (
    <details className="facts filters">
      <summary>Filter</summary>
      <Kinds filter={filter} onFilter={onFilter} />
      {byMeaning ? (
        <p className="hint">Search by meaning looks at kinds alone.</p>
      ) : (
        <div className="filters__choices">
          <Choice
            label="Importance"
            value={String(filter.leastImportance)}
            onChoose={(value) => onFilter({ ...filter, leastImportance: Number(value) })}
          >
            {IMPORTANCES.map((importance) => (
              <option key={importance} value={importance}>
                {importance === 1 ? "any" : `${importance} or more`}
              </option>
            ))}
          </Choice>
          <AboutWhom player={player} filter={filter} onFilter={onFilter} />
          <Days filter={filter} onFilter={onFilter} />
        </div>
      )}
    </details>
  );
}

type PartProps = Pick<MemoryFiltersProps, "filter" | "onFilter">;

function Kinds({ filter, onFilter }: PartProps) {
  const toggle = (kind: MemoryKind): void => {
    const chosen = filter.kinds ?? [];
    const kinds = chosen.includes(kind)
      ? chosen.filter((other) => other !== kind)
      : [...chosen, kind];
    onFilter({ ...filter, kinds: kinds.length === 0 ? null : kinds });
  };
  return (
    <fieldset className="filters__kinds">
      <legend className="visually-hidden">Kinds of memories</legend>
      {MEMORY_KINDS.map((kind) => (
        <button
          key={kind}
          type="button"
          className="chip"
          aria-pressed={filter.kinds?.includes(kind) ?? false}
          onClick={() => toggle(kind)}
        >
          <span aria-hidden="true">{KIND_EMOJI[kind]} </span>
          {KIND_NAMES[kind]}
        </button>
      ))}
    </fieldset>
  );
}

function AboutWhom({ player, filter, onFilter }: PartProps & { readonly player: PlayerId }) {
  const players = useTownPart(({ entities }) => entities.players);
  const others = useMemo(
    () =>
      [...players.values()]
        .filter(({ id }) => id !== player)
        .toSorted((a, b) => a.name.localeCompare(b.name)),
    [players, player],
  );
  return (
    <Choice
      label="About"
      value={filter.about ?? ""}
      onChoose={(about) => onFilter({ ...filter, about: about === "" ? null : about })}
    >
      <option value="">anybody</option>
      {others.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Choice>
  );
}

function Days({ filter, onFilter }: PartProps) {
  const settings = useTownPart(({ entities }) => entities.settings.get(""));
  const { instant } = useTown();
  const today = usePart(instant, ({ day }) => day);
  if (settings === undefined) return null;
  const days = daysUntil(settings, instant.get().nowMs);
  const chosen = days.find((day) => spanOfDay(settings, day).fromMs === filter.fromMs);
  return (
    <Choice
      label="When"
      value={chosen === undefined ? "" : String(chosen)}
      onChoose={(day) => {
        const span = day === "" ? { fromMs: null, toMs: null } : spanOfDay(settings, Number(day));
        onFilter({ ...filter, ...span });
      }}
    >
      <option value="">any day</option>
      {days.map((day) => (
        <option key={day} value={day}>
          {day === today ? `Day ${day} (today)` : `Day ${day}`}
        </option>
      ))}
    </Choice>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly onChoose: (value: string) => void;
  readonly children: ReactNode;
}

function Choice({ label, value, onChoose, children }: ChoiceProps) {
  return (
    <label className="choice">
      {label}
      <select
        className="select"
        value={value}
        onChange={({ target }) => onChoose(target.value)}
      >
        {children}
      </select>
    </label>
  );
}
