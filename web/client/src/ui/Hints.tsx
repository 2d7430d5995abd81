import { useTexts } from "../texts/useTexts";

/** What to do with the map, by the hand that one has. */
export function Hints() {
  const { welcome } = useTexts();
  const isTouch = matchMedia("(pointer: coarse)").matches;
  return (
    <ul className="welcome__hints">
      <li>{isTouch ? welcome.tapPeople : welcome.clickPeople}</li>
      <li>{isTouch ? welcome.tapRoofs : welcome.pointAtRoofs}</li>
      <li>{isTouch ? welcome.pinch : welcome.drag}</li>
      <li>{welcome.comeIn}</li>
    </ul>
  );
}
