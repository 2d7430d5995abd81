import { useState } from "react";
import { useTexts } from "../../texts/useTexts";
import { Failure } from "./Founding";
import type { Arrived } from "./arrive";

/** What became of the link by which one came. */
export function Arrival({ arrived }: { readonly arrived: Arrived }) {
  const { keyring } = useTexts();
  const [isShown, setShown] = useState(arrived.kind !== "plainly");
  if (!isShown) return null;
  return (
    <div className="card arrival">
      {arrived.kind === "failed" ? <Failure error={arrived.error} /> : <output>{keyring.linked}</output>}
      <button type="button" className="button button--quiet" onClick={() => setShown(false)}>
        {keyring.good}
      </button>
    </div>
  );
}
