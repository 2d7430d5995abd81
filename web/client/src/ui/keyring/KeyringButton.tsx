import { useState } from "react";
import { useTexts } from "../../texts/useTexts";
import type { Api } from "../../town/http";
import { loadKeys } from "../../town/keys";
import { useTown } from "../hooks";
import { KeyringDialog } from "./KeyringDialog";

/** Opens the keyring; what is taken into it counts in this town at once. */
export function TownKeyringButton() {
  const { api, keys, worldId } = useTown();
  return <KeyringButton api={api} onTaken={() => keys.set(loadKeys(worldId))} />;
}

export interface KeyringButtonProps {
  readonly api: Api;
  readonly onTaken: () => void;
}

export function KeyringButton({ api, onTaken }: KeyringButtonProps) {
  const { keyring } = useTexts();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="button button--quiet" onClick={() => setOpen(true)}>
        {keyring.button}
      </button>
      {isOpen ? <KeyringDialog api={api} onClose={() => setOpen(false)} onTaken={onTaken} /> : null}
    </>
  );
}
