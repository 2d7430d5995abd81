import type { ReactNode } from "react";
import { useTexts } from "../../texts/useTexts";
import { usePart, useTown } from "../hooks";
import { TownKeyringButton } from "../keyring/KeyringButton";

/** What the owner's key opens; whoever has none is told so. */
export function OwnerOnly({ children }: { readonly children: ReactNode }) {
  const { mind } = useTexts();
  const isOwner = usePart(useTown().keys, ({ owner }) => owner !== null);
  if (isOwner) return children;
  return (
    <>
      <p className="hint">{mind.ownerOnly}</p>
      <TownKeyringButton />
    </>
  );
}
