import { type FormEvent, type RefObject, useId, useMemo, useRef, useState } from "react";
import { useTexts } from "../texts/useTexts";
import { Dialog } from "./Dialog";
import { Portrait } from "./Portrait";
import { isComposing } from "./composing";
import { type Look, freeLooks, useLooks } from "./looks";
import { canBeSeen, characters, wellFormed } from "../town/typed";
import { type Explanation, explain } from "../town/notices";
import { useTown, useTownPart } from "./hooks";

const LONGEST_NAME = 40;
const NO_LOOKS: readonly Look[] = [];

/** Who one will be in the town: a name and a look. */
export function JoinDialog({ onClose }: { readonly onClose: () => void }) {
  const { visitor } = useTown();
  const texts = useTexts();
  const looks = useLooks();
  const field = useRef<HTMLInputElement>(null);
  const [name, setName] = useState("");
  const [look, setLook] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Explanation | null>(null);

  const options = useFreeLooks(looks?.options ?? NO_LOOKS);
  const worn = look ?? options[0]?.id ?? null;
  async function join(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (worn === null) return;
    setBusy(true);
    setFailure(null);
    try {
      await visitor.join(wellFormed(name).trim(), worn);
      onClose();
    } catch (error) {
      setFailure(explain(error, texts));
      setBusy(false);
    }
  }

  return (
    <Dialog title={texts.join.title} about={texts.join.about} onClose={onClose} first={field}>
      <form className="join" onSubmit={(event) => void join(event)}>
        <div className="join__self">
          {worn === null ? null : <Portrait look={worn} size="large" />}
          <NameField field={field} name={name} onChange={setName} />
        </div>
        {failure === null ? null : (
          <p className="failure" role="alert">
            {failure.text} {failure.remedy}
          </p>
        )}
        <LookChooser options={options} worn={worn} onChoose={setLook} />
        <div className="actions">
          <button
            type="submit"
            className="button button--primary"
            disabled={isBusy || !canBeSeen(name) || characters(name.trim()) > LONGEST_NAME}
          >
            {isBusy ? texts.join.busy : texts.join.enter}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {texts.join.justWatch}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Those that no villager has: nobody is to be taken for one. Where they have all, any will do. */
function useFreeLooks(options: readonly Look[]): readonly Look[] {
  const players = useTownPart(({ entities }) => entities.players);
  return useMemo(() => freeLooks(options, players.values()), [options, players]);
}

interface LookChooserProps {
  readonly options: readonly Look[];
  readonly worn: string | null;
  readonly onChoose: (look: string) => void;
}

function LookChooser({ options, worn, onChoose }: LookChooserProps) {
  const texts = useTexts();
  return (
    <fieldset className="looks">
      <legend>{texts.join.look}</legend>
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
  field,
  name,
  onChange,
}: {
  readonly field: RefObject<HTMLInputElement | null>;
  readonly name: string;
  readonly onChange: (name: string) => void;
}) {
  const id = useId();
  const texts = useTexts();
  return (
    <div className="join__name">
      <label htmlFor={id}>{texts.join.name}</label>
      <input
        ref={field}
        id={id}
        className="input"
        required
        dir="auto"
        autoComplete="off"
        value={name}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && isComposing(event.nativeEvent)) event.preventDefault();
        }}
      />
    </div>
  );
}
