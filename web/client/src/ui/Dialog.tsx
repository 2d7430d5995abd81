import { Dialog as Parts } from "radix-ui";
import { type ReactNode, type RefObject, useState } from "react";
import { useTexts } from "../texts/useTexts";

export interface DialogProps {
  readonly title: string;
  /** What it is for, in a sentence. */
  readonly about?: string;
  readonly children: ReactNode;
  readonly onClose: () => void;
  /** What has the focus at first. */
  readonly first?: RefObject<HTMLElement | null>;
}

/**
 * A page over the page: the focus stays in it, Escape or a press beside it closes it.
 *
 * Without the overlay of the parts: that would lock the scrolling of the page, which does not scroll, by a style
 * sheet that the security policy forbids.
 */
export function Dialog({ title, about, children, onClose, first }: DialogProps) {
  const texts = useTexts();
  const [opener] = useState(() => document.activeElement);
  return (
    <Parts.Root open onOpenChange={onClose}>
      <Parts.Portal>
        <div className="dialog__shade" />
        <Parts.Content
          className="card dialog"
          onOpenAutoFocus={(event) => {
            const wanted = first?.current ?? null;
            if (wanted === null) return;
            event.preventDefault();
            wanted.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (opener instanceof HTMLElement) opener.focus();
          }}
          {...(about === undefined ? { "aria-describedby": undefined } : {})}
        >
          <header className="dialog__head">
            <Parts.Title className="dialog__title">{title}</Parts.Title>
            <Parts.Close className="button button--icon button--quiet" aria-label={texts.close}>
              ×
            </Parts.Close>
          </header>
          {about === undefined ? null : (
            <Parts.Description className="hint">{about}</Parts.Description>
          )}
          {children}
        </Parts.Content>
      </Parts.Portal>
    </Parts.Root>
  );
}
