import { useTexts } from "../texts/useTexts";
import { useTown } from "./hooks";
import { usePlaces } from "./places";

/** Walking without a pointer: the places of the town, by name. */
export function PlacePicker() {
  const { visitor } = useTown();
  const { dock } = useTexts();
  const places = usePlaces();
  return (
    <select
      className="select"
      aria-label={dock.walkToPlace}
      value=""
      onChange={(event) => {
        const place = places.find(({ id }) => id === event.target.value);
        if (place !== undefined) void visitor.walkTo(place.entrance);
      }}
    >
      <option value="" disabled>
        {dock.walkTo}
      </option>
      {places.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
