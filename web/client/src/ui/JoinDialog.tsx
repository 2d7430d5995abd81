import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { Portrait } from "./Portrait";
import { type Look, useLooks } from "./looks";
import { type Explanation, explain } from "../town/notices";
import { useTown } from "./hooks";

const LONGEST_NAME = 40;

/** Who one will be in the town: a name and a look. */
export function JoinDialog({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { visitor } = useTown();
  const looks = useLooks();
  const [name, setName] = useState("");
  const [look, setLook] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Explanation | null>(null);
  const titleId = useId();
  useEffect(() => dialog.current?.showModal(), []);

  const worn = look ?? looks?.options[0]?.id ?? null;
  async function join(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (worn === null) return;
    setBusy(true);
    setFailure(null);
    try {
      await visitor.join(name.trim(), worn);
      onClose();
    } catch (error) {
      setFailure(explain(error));
      setBusy(false);
    }
  }

  return (
    <dialog ref={dialog} className="card dialog" aria-labelledby={titleId} onClose={onClose}>
      <form className="join" onSubmit={(event) => void join(event)}>
        <h2 id={titleId}>Come into town</h2>
        <div className="join__self">
          {worn === null ? null : <Portrait look={worn} size="large" />}
          <NameField name={name} onChange={setName} />
        </div>
        {failure === null ? null : (
          <p className="failure" role="alert">
            {failure.text} {failure.remedy}
          </p>
        )}
        <LookChooser options={looks?.options ?? []} worn={worn} onChoose={setLook} />
        <div className="actions">
          <button
            type="submit"
            className="button button--primary"
            disabled={isBusy || name.trim() === ""}
          >
            {isBusy ? "On your way…" : "Walk in"}
          </button>
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            Just watch
          </button>
        </div>
      </form>
    </dialog>
  );
}

interface LookChooserProps {
  readonly options: readonly Look[];
  readonly worn: string | null;
  readonly onChoose: (look: string) => void;
}

function LookChooser({ options, worn, onChoose }: LookChooserProps) {
  return (
    <fieldset className="looks">
      <legend>Your look</legend>
      {options.map(({ id, description }) => (
        <label key={id} className="looks__option" title={description}>
          <input
            type="radio"
            name="look"
            className="visually-hidden"
            aria-label={description}
            checked={id === worn}
            onChange={() => onChoose(id)}
          />
          <Portrait look={id} size="small" />
        </label>
      ))}
    </fieldset>
  );
}

function NameField({
  name,
  onChange,
}: {
  readonly name: string;
  readonly onChange: (name: string) => void;
}) {
  const id = useId();
  return (
    <div className="join__name">
      <label htmlFor={id}>Your name</label>
      <input
        id={id}
        className="input"
        required
        maxLength={LONGEST_NAME}
        autoComplete="off"
        value={name}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
