import type { Explanation } from "../../town/notices";

/** Stands where something is still to be read, and says so if it can't be. */
export function Unread({ failure }: { readonly failure: Explanation | null }) {
  if (failure === null) return <p className="hint">Reading…</p>;
  return (
    <p className="hint" role="alert">
      {failure.text} {failure.remedy}
    </p>
  );
}
