import { useTexts } from "../texts/useTexts";
import type { UsagePart } from "../wire/types";
import { formatDollars, formatModel, formatTask } from "./usage";

/** Calls by task and model, over all the days given. */
export function CostTable({ parts }: { readonly parts: readonly UsagePart[] }) {
  const texts = useTexts();
  const { costs } = texts.mind;
  return (
    <table className="costs">
      <thead>
        <tr>
          <th scope="col">{costs.task}</th>
          <th scope="col">{costs.model}</th>
          <th scope="col">{costs.calls}</th>
          <th scope="col">{costs.tokens}</th>
          <th scope="col">{costs.cost}</th>
        </tr>
      </thead>
      <tbody>
        {byTaskAndModel(parts).map((part) => (
          <tr key={`${part.task} ${part.model}`}>
            <td>{formatTask(part.task, costs)}</td>
            <td>{formatModel(part.model, costs)}</td>
            <td>{texts.count(part.calls)}</td>
            <td>{texts.count(part.tokens)}</td>
            <td>{formatDollars(part.microdollars, texts)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface Row {
  readonly task: string;
  readonly model: string;
  readonly calls: number;
  readonly tokens: number;
  readonly microdollars: number;
}

export function byTaskAndModel(parts: readonly UsagePart[]): readonly Row[] {
  const rows = new Map<string, Row>();
  for (const { task, model, calls, inputTokens, outputTokens, microdollars } of parts) {
    const key = `${task} ${model}`;
    const row = rows.get(key) ?? { task, model, calls: 0, tokens: 0, microdollars: 0 };
    rows.set(key, {
      ...row,
      calls: row.calls + calls,
      tokens: row.tokens + inputTokens + outputTokens,
      microdollars: row.microdollars + microdollars,
    });
  }
  return [...rows.values()];
}
