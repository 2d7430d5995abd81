import { type ReactNode, useMemo } from "react";
import { useTexts } from "../../texts/useTexts";
import type { MemoryFilter } from "../../town/minds";
import type { MemoryKind, PlayerId } from "../../wire/types";
import { usePart, useTown, useTownPart } from "../hooks";
import { daysUntil, spanOfDay } from "./filters";
import { KINDS, KIND_EMOJI } from "./kinds";

const IMPORTANCES = [1, 3, 5, 7, 9] as const;

export interface MemoryFiltersProps {
  readonly player: PlayerId;
  readonly filter: MemoryFilter;
  readonly onFilter: (filter: MemoryFilter) => void;
  /** Search by meaning looks at kinds alone. */
  readonly byMeaning: boolean;
}

export function MemoryFilters({ player, filter, onFilter, byMeaning }: MemoryFiltersProps) {
  const { memories } = useTexts().mind;
  return (
    <details className="facts filters">
      <summary>{memories.filter}</summary>
      <Kinds filter={filter} onFilter={onFilter} />
      {byMeaning ? (
        <p className="hint">{memories.kindsAlone}</p>
      ) : (
        <div className="filters__choices">
          <Choice
            label={memories.importance}
            value={String(filter.leastImportance)}
            onChoose={(value) => onFilter({ ...filter, leastImportance: Number(value) })}
          >
            {IMPORTANCES.map((importance) => (
              <option key={importance} value={importance}>
                {importance === 1 ? memories.anyImportance : memories.orMore(importance)}
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
  const { memories } = useTexts().mind;
  const toggle = (kind: MemoryKind): void => {
    const chosen = filter.kinds ?? [];
    const kinds = chosen.includes(kind)
      ? chosen.filter((other) => other !== kind)
      : [...chosen, kind];
    onFilter({ ...filter, kinds: kinds.length === 0 ? null : kinds });
  };
  return (
    <fieldset className="filters__kinds">
      <legend className="visually-hidden">{memories.kindsLabel}</legend>
      {KINDS.map((kind) => (
        <button
          key={kind}
          type="button"
          className="chip"
          aria-pressed={filter.kinds?.includes(kind) ?? false}
          onClick={() => toggle(kind)}
        >
          <span aria-hidden="true">{KIND_EMOJI[kind]} </span>
          {memories.kinds[kind]}
        </button>
      ))}
    </fieldset>
  );
}

function AboutWhom({ player, filter, onFilter }: PartProps & { readonly player: PlayerId }) {
  const { memories } = useTexts().mind;
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
      label={memories.about}
      value={filter.about ?? ""}
      onChoose={(about) => onFilter({ ...filter, about: about === "" ? null : (about as PlayerId) })}
    >
      <option value="">{memories.anybody}</option>
      {others.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Choice>
  );
}

function Days({ filter, onFilter }: PartProps) {
  const texts = useTexts();
  const { memories } = texts.mind;
  const settings = useTownPart(({ entities }) => entities.settings.get(""));
  const { instant } = useTown();
  const today = usePart(instant, ({ day }) => day);
  if (settings === undefined) return null;
  const days = daysUntil(settings, instant.get().nowMs);
  const chosen = days.find((day) => spanOfDay(settings, day).fromMs === filter.fromMs);
  return (
    <Choice
      label={memories.when}
      value={chosen === undefined ? "" : String(chosen)}
      onChoose={(day) => {
        const span = day === "" ? { fromMs: null, toMs: null } : spanOfDay(settings, Number(day));
        onFilter({ ...filter, ...span });
      }}
    >
      <option value="">{memories.anyDay}</option>
      {days.map((day) => (
        <option key={day} value={day}>
          {day === today ? memories.today(day) : texts.dayOf(day)}
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
