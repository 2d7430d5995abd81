import { useTown } from "./hooks";
import { usePlaces } from "./places";

/** Walking without a pointer: the places of the town, by name. */
export function PlacePicker() {
  const { visitor } = useTown();
  const places = usePlaces();
  return (
    <select
      className="select"
      aria-label="Walk to a place"
      value=""
      onChange={(event) => {
        const spot = places.find(({ id }) => id === event.target.value)?.spots[0];
        if (spot !== undefined) void visitor.walkTo({ x: spot.x, y: spot.y });
      }}
    >
      <option value="" disabled>
        Walk to…
      </option>
      {places
        .filter(({ spots }) => spots.length > 0)
        .map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
    </select>
  );
}
