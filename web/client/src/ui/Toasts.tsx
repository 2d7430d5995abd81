import { useTexts } from "../texts/useTexts";
import { type Notice, worded } from "../town/notices";
import { useStore, useTown } from "./hooks";

export function Toasts() {
  const { notices } = useTown();
  const shown = useStore(notices.store);
  return (
    <output className="toasts">
      {shown.map((notice) => (
        <Toast key={notice.id} notice={notice} onDismiss={() => notices.dismiss(notice.id)} />
      ))}
    </output>
  );
}

interface ToastProps {
  readonly notice: Notice;
  readonly onDismiss: () => void;
}

function Toast({ notice: { tidings }, onDismiss }: ToastProps) {
  const texts = useTexts();
  const { text, remedy } = worded(tidings, texts);
  return (
    <div className={`toast toast--${tidings.kind === "failure" ? "error" : "info"}`}>
      <p>
        {text}
        {remedy === null ? null : <span className="toast__remedy">{remedy}</span>}
      </p>
      <button
        type="button"
        className="button button--icon button--quiet"
        aria-label={texts.notices.dismiss}
        onClick={onDismiss}
      >
        ×
      </button>
    </div>
  );
}
