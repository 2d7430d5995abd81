import { useTexts } from "../texts/useTexts";
/** While the town comes up. */
export function Splash({ text, progress }: { readonly text: string; readonly progress: number }) {
  const texts = useTexts();
  return (
    <div className="splash splash--over">
      <output className="card splash__card">
        <p className="splash__title">{texts.name}</p>
        <progress className="progress" value={progress} aria-label={texts.loading} />
        <p className="hint">{text}</p>
      </output>
    </div>
  );
}
