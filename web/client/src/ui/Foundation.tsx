import { useEffect, useState } from "react";
import type { TemplateSummary } from "../wire/types";
import type { Api } from "../town/http";
import { saveKeys } from "../town/keys";
import { explain } from "../town/notices";

/** There is no town yet: found one from a template. The page finds the new town by itself. */
export function Foundation({ api }: { readonly api: Api }) {
  const [templates, setTemplates] = useState<readonly TemplateSummary[]>([]);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    api.templates().then(setTemplates, (error: unknown) => setFailure(explain(error).text));
  }, [api]);

  async function found({ id, name }: TemplateSummary): Promise<void> {
    setBusy(true);
    try {
      const world = await api.createWorld(name, id);
      saveKeys(world.id, { owner: world.ownerKey, player: null });
    } catch (error) {
      setFailure(explain(error).text);
      setBusy(false);
    }
  }

  return (
    <main className="splash">
      <div className="card splash__card">
        <h1>There is no town yet</h1>
        <p>Which one would you like to found?</p>
        {templates.map((template) => (
          <button
            key={template.id}
            type="button"
            className="button template"
            disabled={isBusy}
            onClick={() => void found(template)}
          >
            <strong>{template.name}</strong>
            <span>
              {template.description} {template.people} people.
            </span>
          </button>
        ))}
        {failure === null ? null : <p role="alert">{failure}</p>}
      </div>
    </main>
  );
}
