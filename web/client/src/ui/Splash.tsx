/** While the town comes up. */
export function Splash({ text, progress }: { readonly text: string; readonly progress: number }) {
  return (
    <div className="splash splash--over">
      <output className="card splash__card">
        <p className="splash__title">Everbrook</p>
        <progress className="progress" value={progress} aria-label="Loading" />
        <p className="hint">{text}</p>
      </output>
    </div>
  );
}
