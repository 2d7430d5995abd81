import { useTexts } from "../../texts/useTexts";
import { explain } from "../../town/notices";

/** Stands where something is still to be read, and says so if it can't be. */
export function Unread({ failure }: { readonly failure: unknown }) {
  const texts = useTexts();
  if (failure === null) return <p className="hint">{texts.mind.reading}</p>;
  const { text, remedy } = explain(failure, texts);
  return (
    <p className="hint" role="alert">
      {text} {remedy}
    </p>
  );
}
