import { type ChangeEvent, type FormEvent, useEffect, useId, useState } from "react";
import { useTexts } from "../../texts/useTexts";
import type { OpenedByKey, WorldSummary } from "../../wire/types";
import type { Api } from "../../town/http";
import { UnusableKey, keyringFile, takeIn } from "../../town/keyring";
import { loadOperator, worldsWithKeys } from "../../town/keys";
import { Dialog } from "../Dialog";
import { Failure, Founding } from "./Founding";

export interface KeyringDialogProps {
  readonly api: Api;
  readonly onClose: () => void;
  /** The keyring holds something new. */
  readonly onTaken: () => void;
}

/** The keys that this browser holds: what they open, others taken in, all of them as a file. */
export function KeyringDialog({ api, onClose, onTaken }: KeyringDialogProps) {
  const { keyring } = useTexts();
  const [taken, setTaken] = useState<readonly OpenedByKey[]>([]);
  const [failure, setFailure] = useState<unknown>(null);

  async function take(text: string): Promise<void> {
    setFailure(null);
    setTaken([]);
    try {
      setTaken(await takeIn(text, api));
    } catch (error) {
      setFailure(error);
    }
    onTaken();
  }

  return (
    <Dialog title={keyring.title} about={keyring.about} onClose={onClose}>
      <div className="keyring">
        <MyWorlds key={taken.length} api={api} />
        <TakeKey onTake={(text) => void take(text)} />
        <Taking failure={failure} />
        <output>
          {taken.map(({ id, role, world, subject }) => (
            <p key={id}>{keyring.opens[role](world ?? "", subject ?? "")}</p>
          ))}
        </output>
        <details>
          <summary>{keyring.found}</summary>
          <Founding
            api={api}
            onFounded={(id) => location.assign(`?world=${encodeURIComponent(id)}`)}
          />
        </details>
        <button type="button" className="button" onClick={saveAsFile}>
          {keyring.save}
        </button>
      </div>
    </Dialog>
  );
}

/** Why a key could not be taken in. */
function Taking({ failure }: { readonly failure: unknown }) {
  const { keyring } = useTexts();
  if (failure === null) return null;
  if (!(failure instanceof UnusableKey)) return <Failure error={failure} />;
  return (
    <p className="failure" role="alert">
      {keyring.unusable[failure.reason]}
    </p>
  );
}

function MyWorlds({ api }: { readonly api: Api }) {
  const { keyring } = useTexts();
  const [worlds, setWorlds] = useState<readonly WorldSummary[]>([]);
  useEffect(() => {
    const abort = new AbortController();
    api.worlds(abort.signal).then(setWorlds, () => undefined);
    return () => abort.abort();
  }, [api]);
  const held = worldsWithKeys();
  const mine = worlds.filter(({ id }) => held.has(id));
  const isOperator = loadOperator() !== null;
  return (
    <>
      {isOperator ? <p>{keyring.operator}</p> : null}
      {mine.length === 0 && !isOperator ? <p className="hint">{keyring.none}</p> : null}
      <ul className="keyring__worlds">
        {mine.map(({ id, name }) => (
          <li key={id}>
            <a href={`?world=${encodeURIComponent(id)}`}>{name}</a>
            {", "}
            {held.get(id)?.owner === null ? keyring.visited : keyring.owned}
          </li>
        ))}
      </ul>
    </>
  );
}

function TakeKey({ onTake }: { readonly onTake: (text: string) => void }) {
  const { keyring } = useTexts();
  const id = useId();
  const [text, setText] = useState("");
  function submit(event: FormEvent): void {
    event.preventDefault();
    onTake(text);
    setText("");
  }
  async function read(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const file = event.target.files?.[0];
    if (file !== undefined) onTake(await file.text());
  }
  return (
    <form className="keyring__take" onSubmit={submit}>
      <label htmlFor={id}>{keyring.field}</label>
      <input
        id={id}
        className="input"
        type="password"
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="button button--primary" disabled={text.trim() === ""}>
        {keyring.take}
      </button>
      <label className="button">
        {keyring.takeFile}
        <input type="file" className="visually-hidden" onChange={(event) => void read(event)} />
      </label>
    </form>
  );
}

function saveAsFile(): void {
  const address = URL.createObjectURL(new Blob([keyringFile()], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = "everbrook-keys.json";
  link.click();
  URL.revokeObjectURL(address);
}
