import { useEffect, useState } from "react";
import { useTexts } from "../../texts/useTexts";
import type { TemplateSummary } from "../../wire/types";
import type { Api } from "../../town/http";
import { loadOperator, saveKeys } from "../../town/keys";
import { explain } from "../../town/notices";

export interface FoundingProps {
  readonly api: Api;
  readonly onFounded: (worldId: string) => void;
}

/** Found a world from a template. */
export function Founding({ api, onFounded }: FoundingProps) {
  const texts = useTexts();
  const [templates, setTemplates] = useState<readonly TemplateSummary[]>([]);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    api.templates().then(setTemplates, setFailure);
  }, [api]);

  async function found({ id, name }: TemplateSummary): Promise<void> {
    setBusy(true);
    try {
      const world = await api.createWorld(name, id, loadOperator());
      saveKeys(world.id, { owner: world.ownerKey, player: null });
      onFounded(world.id);
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  }

  return (
    <>
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
            {template.description} {texts.foundation.people(template.people)}
          </span>
        </button>
      ))}
      {failure === null ? null : <Failure error={failure} />}
    </>
  );
}

/** What went wrong, and what helps. */
export function Failure({ error }: { readonly error: unknown }) {
  const { text, remedy } = explain(error, useTexts());
  return (
    <p className="failure" role="alert">
      {text} {remedy}
    </p>
  );
}
