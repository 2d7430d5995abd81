import { useTexts } from "../texts/useTexts";
import { toggleFollow } from "../town/view";
import { usePart, useSelf, useTown } from "./hooks";

const ZOOM_FACTOR = 1.4;

/** What wheel and fingers do on the map, as buttons. */
export function MapControls() {
  const { view, camera } = useTown();
  const { map, help } = useTexts();
  const self = useSelf();
  const target = usePart(view, ({ selected }) => selected) ?? self?.id ?? null;
  const isFollowing = usePart(view, ({ following }) => following !== null);
  return (
    <section className="mapcontrols" data-bar aria-label={map.controls}>
      <button
        type="button"
        className="button button--icon mapcontrols__zoom"
        aria-label={map.zoomIn}
        title={map.zoomInKey}
        onClick={() => camera.zoom(ZOOM_FACTOR)}
      >
        +
      </button>
      <button
        type="button"
        className="button button--icon mapcontrols__zoom"
        aria-label={map.zoomOut}
        title={map.zoomOutKey}
        onClick={() => camera.zoom(1 / ZOOM_FACTOR)}
      >
        −
      </button>
      <button
        type="button"
        className="button button--icon"
        aria-label={map.follow}
        title={map.followKey}
        aria-pressed={isFollowing}
        disabled={target === null && !isFollowing}
        onClick={() => view.set(toggleFollow(view.get(), self?.id ?? null))}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M8 0v3M8 13v3M0 8h3M13 8h3" className="stroke" />
          <circle cx="8" cy="8" r="4.500" className="stroke" />
          <circle cx="8" cy="8" r="1.500" />
        </svg>
      </button>
      <button
        type="button"
        className="button button--icon"
        aria-label={help.open}
        title={help.openKey}
        onClick={() => view.set({ ...view.get(), isHelpOpen: true })}
      >
        ?
      </button>
    </section>
  );
}
