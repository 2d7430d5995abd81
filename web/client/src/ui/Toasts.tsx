import { useStore, useTown } from "./hooks";

export function Toasts() {
  const { notices } = useTown();
  const shown = useStore(notices.store);
  return (
    <output className="toasts">
      {shown.map((notice) => (
        <div key={notice.id} className={`toast toast--${notice.tone}`}>
          <p>
            {notice.text}
            {notice.remedy === null ? null : <span className="toast__remedy">{notice.remedy}</span>}
          </p>
          <button
            type="button"
            className="button button--icon button--quiet"
            aria-label="Dismiss"
            onClick={() => notices.dismiss(notice.id)}
          >
            ×
          </button>
        </div>
      ))}
    </output>
  );
}
