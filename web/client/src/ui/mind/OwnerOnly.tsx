import type { ReactNode } from "react";
import { usePart, useTown } from "../hooks";

/** What the owner's key opens; whoever has none is told so. */
export function OwnerOnly({ children }: { readonly children: ReactNode }) {
  const isOwner = usePart(useTown().keys, ({ owner }) => owner !== null);
  if (isOwner) return children;
  return (
    <p className="hint">
      Memories, feelings and costs are for this town's owner alone. Open the page on the machine that
      runs the town, or in the browser that founded it.
    </p>
  );
}
