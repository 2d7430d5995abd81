import type { ReactNode } from "react";

export interface SheetProps {
  readonly label: string;
  readonly children: ReactNode;
  readonly onClose: () => void;
  readonly onBack?: () => void;
}

/** A page beside the map; on a phone it slides up from below. */
export function Sheet({ label, children, onClose, onBack }: SheetProps) {
  return (
    <aside className="card sheet" aria-label={label}>
      <div className="sheet__bar">
        {onBack === undefined ? null : (
          <button type="button" className="button button--quiet" onClick={onBack}>
            ‹ People
          </button>
        )}
        <button
          type="button"
          className="button button--icon button--quiet sheet__close"
          aria-label={`Close ${label.toLowerCase()}`}
          onClick={onClose}
        >
          ×
        </button>
      </div>
      <div className="sheet__body">{children}</div>
    </aside>
  );
}
