import { type ReactNode, useEffect, useRef } from "react";
import { useTexts } from "../texts/useTexts";
import { isByKeyboard } from "./keyboard";

export interface SheetProps {
  readonly label: string;
  readonly children: ReactNode;
  readonly onClose: () => void;
  readonly onBack?: () => void;
}

/** A page beside the map; on a phone it slides up from below. */
export function Sheet({ label, children, onClose, onBack }: SheetProps) {
  const { sheets } = useTexts();
  const sheet = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!isByKeyboard()) return undefined;
    const before = document.activeElement;
    sheet.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <aside ref={sheet} className="card sheet" data-bar aria-label={label} tabIndex={-1}>
      <div className="sheet__bar">
        {onBack === undefined ? null : (
          <button type="button" className="button button--quiet" onClick={onBack}>
            ‹ {sheets.backToPeople}
          </button>
        )}
        <button
          type="button"
          className="button button--icon button--quiet sheet__close"
          aria-label={sheets.close(label)}
          onClick={onClose}
        >
          ×
        </button>
      </div>
      <div className="sheet__body">{children}</div>
    </aside>
  );
}
