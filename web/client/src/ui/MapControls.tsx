import { toggleFollow } from "../town/view";
import { usePart, useSelf, useTown } from "./hooks";

const ZOOM_FACTOR = 1.4;

/** What wheel and fingers do on the map, as buttons. */
export function MapControls() {
  const { view, camera } = useTown();
  const self = useSelf();
  const target = usePart(view, ({ selected }) => selected) ?? self?.id ?? null;
  const isFollowing = usePart(view, ({ following }) => following !== null);
  return (
    <fieldset className="mapcontrols" aria-label="Map">
      <button
        type="button"
        className="button button--icon mapcontrols__zoom"
        aria-label="Zoom in"
        title="Zoom in (+)"
        onClick={() => camera.zoom(ZOOM_FACTOR)}
      >
        +
      </button>
      <button
        type="button"
        className="button button--icon mapcontrols__zoom"
        aria-label="Zoom out"
        title="Zoom out (−)"
        onClick={() => camera.zoom(1 / ZOOM_FACTOR)}
      >
        −
      </button>
      <button
        type="button"
        className="button button--icon"
        aria-label="Follow"
        title="Follow (F)"
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
    </fieldset>
  );
}
