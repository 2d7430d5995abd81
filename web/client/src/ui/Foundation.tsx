import { useTexts } from "../texts/useTexts";
import type { Api } from "../town/http";
import { Founding } from "./keyring/Founding";
import { KeyringButton } from "./keyring/KeyringButton";

/** There is no town yet: found one from a template. The page finds the new town by itself. */
export function Foundation({ api }: { readonly api: Api }) {
  const texts = useTexts();
  return (
    <main className="splash">
      <div className="card splash__card">
        <h1>{texts.foundation.title}</h1>
        <p>{texts.foundation.which}</p>
        <Founding api={api} onFounded={() => undefined} />
        <KeyringButton api={api} onTaken={() => undefined} />
      </div>
    </main>
  );
}
