import type { UsagePart } from "../wire/minds";
import { formatCount, formatDollars, formatModel, formatTask } from "./usage";

/** Calls by task and model, over all the days given. */
export function CostTable({ parts }: { readonly parts: readonly UsagePart[] }) {
  return (
    <table className="costs">
      <thead>
        <tr>
          <th scope="col">Task</th>
          <th scope="col">Model</th>
          <th scope="col">Calls</th>
          <th scope="col">Tokens</th>
          <th scope="col">Cost</th>
        </tr>
      </thead>
      <tbody>
        {byTaskAndModel(parts).map((part) => (
          <tr key={`${part.task} ${part.model}`}>
            <td>{formatTask(part.task)}</td>
            <td>{formatModel(part.model)}</td>
            <td>{formatCount(part.calls)}</td>
            <td>{formatCount(part.tokens)}</td>
            <td>{formatDollars(part.microdollars)}</td>
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
